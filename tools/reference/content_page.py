"""docs/reference/content.md: every field of every content file, from the JSON Schemas that editors use."""

from __future__ import annotations

from typing import Any

from noaber.content.read import MANY
from noaber.content.schema import content_schemas
from noaber.content.source import MARKS
from reference.markdown import render_code, render_paragraph, render_table
from reference.prose import render_page
from reference.schema_types import TEXTS, render_type, render_value

FILES = {
    "region": "region.yml", "source": "sources/*.yml", "joining_source": "sources/*.yml that join another",
    "corrections": "corrections.yml", "story": "stories/*.md",
    "disclosure": "disclosure.yml", "rights": "rights.yml",
}  # fmt: skip


def render_content() -> str:
    """List every kind of file with its fields."""
    schemas = content_schemas()
    rows = [[f"[`{_file(kind)}`](#{kind.replace('_', '-')})", _holds(kind, schema)] for kind, schema in schemas.items()]
    sections = [_kind(kind, schema) for kind, schema in schemas.items()]
    files = render_table(["file", "holds"], rows)
    return render_page("content", files=files, fields="\n\n".join(sections), marks=_marks())


def _file(kind: str) -> str:
    return FILES.get(kind) or MANY[kind][0]


def _holds(kind: str, schema: dict[str, Any]) -> str:
    if schema.get("type") == "array":
        return "a list of entries"
    return "one entry per name" if kind in MANY else "one entry"


def _kind(kind: str, schema: dict[str, Any]) -> str:
    parts: dict[str, dict[str, Any]] = dict(schema.get("$defs", {}))
    entry = schema if "properties" in schema else parts.pop(_entry(schema))
    inner = [f"### {name}\n\n{_fields(part)}" for name, part in parts.items()]
    return "\n\n".join([f"## {kind.replace('_', '-')}", f"`{_file(kind)}`", _fields(entry), *inner])


def _entry(schema: dict[str, Any]) -> str:
    """Name the part that an entry of the file is."""
    inner = schema.get("additionalProperties") or schema["items"]
    return str(inner["$ref"]).rpartition("/")[2]


def _fields(part: dict[str, Any]) -> str:
    required = set(part.get("required", ()))
    rows = [[render_code(name), *_field(field, name in required)] for name, field in part["properties"].items()]
    table = render_table(["field", "is", "meaning", "left out", "example"], rows)
    return f"{render_paragraph(part.get('description'))}\n\n{table}"


def _field(field: dict[str, Any], required: bool) -> list[str]:
    default = field.get("default")
    left_out = (
        "**required**" if required else "" if default in (None, "", [], {}) else render_code(render_value(default))
    )
    examples = [] if render_type(field).startswith(TEXTS) else field.get("examples", ())
    shown = " or ".join(render_code(render_value(value)) for value in examples)
    return [render_type(field), field.get("description", ""), left_out, shown]


def _marks() -> str:
    rows = [[render_code(mark) or "(empty)", meaning] for mark, meaning in MARKS.items()]
    return render_table(["written", "means"], rows)
