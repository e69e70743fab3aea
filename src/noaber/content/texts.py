"""Texts in content: a mapping of languages, or one Dutch text."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from noaber.vocabulary.languages import LANGUAGES, Text


class Declared(BaseModel):
    """What every piece of content is: closed (an unknown key is a mistake) and unchanging."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class _TextRules:
    """Teaches Pydantic what a Text looks like in YAML and in JSON Schema."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _parse_text, serialization=core_schema.plain_serializer_function_ser_schema(dict)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        languages = {language: {"type": "string"} for language in LANGUAGES}
        mapping = {"type": "object", "properties": languages, "additionalProperties": False}
        return {
            "anyOf": [{"type": "string"}, mapping],
            "examples": [{"nl": "wijk", "de": "Bezirk", "en": "district"}],
        }


def _parse_text(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, str) and value:
        return Text(value)
    if isinstance(value, dict) and value:
        unknown = [key for key in value if key not in LANGUAGES]
        if unknown:
            raise ValueError(f"unknown language '{unknown[0]}'; expected {', '.join(LANGUAGES)}")
        empty = [key for key, text in value.items() if not isinstance(text, str) or not text]
        if empty:
            raise ValueError(f"empty text for language '{empty[0]}'")
        return Text(value)
    raise ValueError("expected a text, or texts per language such as {nl: wijk, de: Bezirk, en: district}")


Texts = Annotated[Text, _TextRules]
