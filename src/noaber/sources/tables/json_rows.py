"""JSON documents: objects at given places become rows, nested objects columns with dotted names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from noaber.content.formats import TableFormat
from noaber.sources.tables.objects import Json, flatten, objects_frame, text_of
from noaber.sources.tables.parts import check_no_markup, decode_text, pick_parts, refuse
from noaber.vocabulary.errors import did_you_mean

KEY = "key"
"""Column with the name under which a `*` path found its row."""


@dataclass(frozen=True)
class Found:
    """An object that becomes a row, with the objects around it (nearest first) and its name there, if any."""

    value: dict[str, Json]
    around: tuple[dict[str, Json], ...] = ()
    key: str | None = None


def read_json(parts: Mapping[str, bytes], fmt: TableFormat) -> pl.DataFrame:
    """Read the objects at `rows` as a table; several documents follow each other. Row numbers count the objects.

    Lists within an object are left out; numbers keep the text of the file. Raises DeliveryError for text that is no
    JSON and for a path that leads nowhere.
    """
    rows: list[dict[str, str | None]] = []
    names = pick_parts(parts, fmt, (".json", ".geojson"))
    for name in names:
        document = parse_json(name, decode_text(name, parts[name]))
        for path in fmt.rows:
            rows += [_row(found, fmt.inherit) for found in find_rows(name, document, path)]
    return objects_frame(names[0], rows)


def parse_json(name: str, text: str, exact: bool = True) -> Json:
    """Parse a document; with `exact`, numbers are given as the text that stands there."""
    check_no_markup(name, text)
    kept: dict[str, Any] = {"parse_float": str, "parse_int": str, "parse_constant": str} if exact else {}
    try:
        return json.loads(text, **kept)
    except json.JSONDecodeError as error:
        raise refuse(
            f"{name}:{error.lineno}", f"is no JSON: {error.msg} at column {error.colno}", "a complete JSON document",
            "If the file stops halfway, fetch it again.",
        ) from error  # fmt: skip
    except (RecursionError, ValueError) as error:
        raise refuse(
            name, "is JSON nested too deep or with numbers too long", "ordinary JSON", "Check the file."
        ) from error


def find_rows(name: str, document: Json, path: str) -> list[Found]:
    """Give the objects at a path such as `.`, `wijken`, `gemeenten[*].wijken` or `Gemeente.*`."""
    steps = [step for step in path.replace("[*]", "").split(".") if step]
    found = _objects([Found(document)] if isinstance(document, dict) else document)
    for step in steps:
        below = [lower for row in found for lower in _below(row, step)]
        if not below and found and not any(step in row.value or step == "*" for row in found):
            known = list(dict.fromkeys(key for row in found for key in row.value))
            raise refuse(
                name, f"has no '{step}' on the way to rows '{path}'", "an object or list there",
                did_you_mean(step, known, "There are"),
            )  # fmt: skip
        found = below
    return found


def _below(row: Found, step: str) -> list[Found]:
    around = (row.value, *row.around)
    if step == "*":
        return [Found(value, around, key) for key, value in row.value.items() if isinstance(value, dict)]
    return _objects(row.value.get(step), around)


def _objects(value: Json, around: tuple[dict[str, Json], ...] = ()) -> list[Found]:
    """Give an object, or all objects of a list of any depth."""
    if isinstance(value, Found):
        return [value]
    if isinstance(value, dict):
        return [Found(value, around)]
    if isinstance(value, list):
        return [found for item in value for found in _objects(item, around)]
    return []


def _row(found: Found, inherit: Mapping[str, str]) -> dict[str, str | None]:
    row = dict(flatten(found.value))
    if found.key is not None:
        row = {KEY: found.key, **row}
    for column, path in inherit.items():
        row[column] = next((text for outer in found.around if (text := _field(outer, path)) is not None), None)
    return row


def _field(value: Json, path: str) -> str | None:
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return None if isinstance(value, (dict, list)) else text_of(value)
