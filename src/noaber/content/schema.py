"""JSON Schema of every kind of content file, so that an editor checks and explains while one types."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from noaber.content.disclosure import DisclosureFile
from noaber.content.joining import JoiningFile
from noaber.content.read import MANY
from noaber.content.region import CorrectionFile, RegionFile
from noaber.content.rights import RightsFile
from noaber.content.source import SourceFile
from noaber.content.story import StoryFile


def content_schemas() -> dict[str, dict[str, Any]]:
    """Give the schema per kind of file, by name: region, source, corrections, indicators, groups, ..."""
    shapes: dict[str, Any] = {"region": RegionFile, "source": SourceFile, "corrections": list[CorrectionFile]}
    shapes |= {"joining_source": JoiningFile, "story": StoryFile}
    shapes |= {"disclosure": DisclosureFile, "rights": RightsFile}
    shapes |= {kind: dict[str, model] for kind, (_, model) in MANY.items()}  # type: ignore[valid-type]
    return {name: _schema(name, shape) for name, shape in shapes.items()}


def _schema(name: str, shape: Any) -> dict[str, Any]:
    schema = TypeAdapter(shape).json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": f"Noaber {name}"}
