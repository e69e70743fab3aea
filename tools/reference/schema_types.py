"""A type in JSON Schema, said in words a statistician reads."""

from __future__ import annotations

import json
from typing import Any

TEXTS = "text, or a text per language"


def render_type(schema: dict[str, Any]) -> str:
    """Say what a value must be.

    >>> render_type({"type": "array", "items": {"type": "string"}})
    'list of text'
    >>> render_type({"anyOf": [{"type": "integer"}, {"type": "null"}], "minimum": 1})
    'whole number'
    """
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return "one of " + " ".join(f"`{value}`" for value in schema["enum"] if value != "")
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return _choice([choice for choice in choices if choice.get("type") != "null"])
    return _plain(schema)


def _choice(choices: list[dict[str, Any]]) -> str:
    if any(set(choice.get("properties", ())) == {"nl", "de", "en"} for choice in choices):
        return TEXTS
    words = list(dict.fromkeys(render_type(choice) for choice in choices))
    if len(words) == 2 and words[1] == f"list of {words[0]}":
        return f"{words[0]}, or a list"
    return " or ".join(words)


def _plain(schema: dict[str, Any]) -> str:
    kind = schema.get("type")
    if kind == "array":
        inner = schema.get("prefixItems")
        return f"list of {len(inner)}" if inner else f"list of {render_type(schema['items'])}"
    if kind == "object":
        named = schema.get("patternProperties", {}).values()  # keys of a given look
        return f"{render_type(next(iter(named), None) or schema['additionalProperties'])} by name"
    if kind == "string":
        return "date" if schema.get("format") == "date" else "text"
    words = {"integer": "whole number", "number": "number", "boolean": "`true` or `false`"}
    return words.get(str(kind), "anything") + _bounds(schema)


def _bounds(schema: dict[str, Any]) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None:
        return f", {least:g} to {most:g}"
    return f", {least:g} or more" if least is not None else f", at most {most:g}" if most is not None else ""


def render_value(value: Any) -> str:
    """Write a value as it may stand in YAML.

    >>> render_value({"age": "65+"}), render_value(["sex"]), render_value(True)
    ('{age: 65+}', '[sex]', 'true')
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {render_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(render_value, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if not isinstance(value, str):
        return json.dumps(value)
    plain = value and not set(value) & set(",:{}[]#&*!|>'\"%@`") and value.strip() == value and value not in (".", "-")
    return value if plain else json.dumps(value, ensure_ascii=False)
