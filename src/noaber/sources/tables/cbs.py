"""CBS open data as saved in bulk: OData version 3 and 4, as CSV files or as JSON pages."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from noaber.content.formats import TableFormat
from noaber.sources.tables.delimited import open_lines, parse_delimited
from noaber.sources.tables.json_lines import parse_lines
from noaber.sources.tables.json_rows import parse_json
from noaber.sources.tables.layout import ROW
from noaber.sources.tables.objects import Json, objects_frame
from noaber.sources.tables.parts import decode_text, natural, pick_parts, read_text, refuse

FIGURES_3 = ("TypedDataSet", "data", "UntypedDataSet")
FIGURES_4 = ("Observations",)
NEXT_PAGE = ("odata.nextLink", "@odata.nextLink")


def read_odata3(parts: Mapping[str, bytes], fmt: TableFormat) -> pl.DataFrame:
    """Read the figures of a version 3 table: one row per combination of codes, technical names, codes unpadded."""
    return _read_figures(parts, fmt, FIGURES_3)


def read_odata4(parts: Mapping[str, bytes], fmt: TableFormat) -> pl.DataFrame:
    """Read the observations of a version 4 table: Measure, dimensions, Value and ValueAttribute in each row.

    As CSV the decimal mark is a comma, as JSON a point: say which in `decimal:`.
    """
    return _read_figures(parts, fmt, FIGURES_4)


def _read_figures(parts: Mapping[str, bytes], fmt: TableFormat, entities: tuple[str, ...]) -> pl.DataFrame:
    names = pick_parts(parts, fmt, (".csv", ".json")) if fmt.member else _figures(parts, entities)
    pages = [name for name in names if name.lower().endswith(".json")]
    if pages:
        return _read_pages(parts, pages)
    tables = [parse_delimited(open_lines(name, read_text(name, parts, fmt.encoding), fmt), fmt) for name in names]
    return tables[0] if len(tables) == 1 else _renumbered(pl.concat(tables, how="diagonal"))


def _figures(parts: Mapping[str, bytes], entities: tuple[str, ...]) -> list[str]:
    """Name the parts with figures, in order of page: the first entity that is there, else the only part."""
    for entity in entities:
        pattern = re.compile(rf"(^|/){entity}([._-][^/]*)?\.(csv|json)$", re.IGNORECASE)
        if names := [name for name in parts if pattern.search(name)]:
            return sorted(names, key=natural)
    if len(parts) == 1:
        return list(parts)
    raise refuse(
        "delivery", f"has no figures; it holds {', '.join(sorted(parts)[:8])}", f"a file {' or '.join(entities)}",
        "Name the file with `member:`, or fetch the table again.",
    )  # fmt: skip


def _read_pages(parts: Mapping[str, bytes], names: list[str]) -> pl.DataFrame:
    if len(names) == 1 and (frame := parse_lines(parts[names[0]])) is not None:
        return frame
    documents = [parse_json(name, decode_text(name, parts[name])) for name in names]
    pages = [page for document in documents for page in _pages(document)]
    _check_complete(names, pages)
    return objects_frame(names[0], [row for page in pages for row in _values(page)])


def _pages(document: Json) -> list[Json]:
    """Give the answers in a document: one answer, a list of answers, or a list of their `value` lists or rows."""
    if isinstance(document, list) and all(isinstance(page, list) or _is_page(page) for page in document):
        return document
    return [document]


def _is_page(value: Json) -> bool:
    return isinstance(value, dict) and isinstance(value.get("value"), list)


def _values(page: Json) -> list[dict[str, Json]]:
    rows = page["value"] if _is_page(page) else page
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _check_complete(names: list[str], pages: list[Json]) -> None:
    """Refuse pages that all point to a next one: the last was never fetched."""
    linked = [isinstance(page, dict) and any(page.get(key) for key in NEXT_PAGE) for page in pages]
    if linked and all(linked):
        raise refuse(
            names[-1], "says that another page follows, which is not here", "all pages of the table",
            "Fetch the table again.",
        )  # fmt: skip


def _renumbered(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).alias(ROW))
