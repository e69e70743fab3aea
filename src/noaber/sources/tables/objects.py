"""Objects, as JSON and map formats have them, as rows of a table of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from noaber.sources.tables.layout import cell_text, frame_of, settle_names
from noaber.sources.tables.parts import refuse

Json = Any


def flatten(value: Mapping[str, Json], prefix: str = "") -> Iterator[tuple[str, str | None]]:
    """Give the fields of an object as text, with dotted names for objects within; lists are left out.

    >>> dict(flatten({"code": "GM0147", "trend": {"2021": 604, "2022": None}, "wijken": []}))
    {'code': 'GM0147', 'trend.2021': '604', 'trend.2022': None}
    """
    for key, field in value.items():
        if isinstance(field, dict):
            yield from flatten(field, f"{prefix}{key}.")
        elif not isinstance(field, list):
            yield f"{prefix}{key}", text_of(field)


def text_of(value: Json) -> str | None:
    """Give a JSON value as text; null stays null."""
    return None if value is None else cell_text(value)


def objects_frame(name: str, objects: Sequence[Mapping[str, Json]]) -> pl.DataFrame:
    """Build the table from objects that need not have the same fields; columns in the order first seen.

    Raises DeliveryError where there are no fields at all.
    """
    columns = _columns(objects)
    if _kinds(columns) - {str, type(None)}:
        columns = _columns([dict(flatten(each)) for each in objects])
    if not columns:
        raise refuse(name, "has no rows", "objects with fields", "Check `rows:` of the format and the download.")
    settled = settle_names(name, list(columns))
    return frame_of(dict(zip(settled, columns.values(), strict=True)), range(1, len(objects) + 1))


def _columns(objects: Sequence[Mapping[str, Json]]) -> dict[str, list[Json]]:
    names: dict[str, Json] = {}
    for each in objects:
        names.update(each)
    return {name: [each.get(name) for each in objects] for name in names}


def _kinds(columns: Mapping[str, Sequence[Json]]) -> set[type]:
    return {kind for column in columns.values() for kind in set(map(type, column))}
