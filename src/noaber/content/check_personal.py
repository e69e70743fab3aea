"""What must hold of sources with personal data: a reason to have them, and no column in which anything can stand."""

from __future__ import annotations

from collections.abc import Iterator

from noaber.content.model import Region
from noaber.content.names import undeclared, unknown
from noaber.content.source import ColumnSpec, SourceFile
from noaber.vocabulary.errors import Problem

MOST = 9_999_999
"""Largest number a column of personal data may hold: a citizen service number has eight or nine digits."""
TOLD = {
    "purpose": "what the data is used for",
    "legal_basis": "the law and article that allow it",
    "retention": "how long records are kept, as '5 years'",
}
NOT_AT_THE_DOOR = {
    "fetch": "deliveries that somebody hands over",
    "areas": "areas from a public source",
    "keep": "'keep' in the indicator",
    "skip": "a delivery of records alone",
    "unpivot": "a delivery of records alone",
}
"""What a source of this class cannot say, because it happens before or beside the door; and what to do instead."""


def check_personal(region: Region) -> Iterator[Problem]:
    """Sources of class personal say why and how long, and every column is safe; others identify nobody."""
    for id, source in region.sources.items():
        if source.class_ == "personal":
            yield from _check_reasons(region, id, source)
            for name, column in source.columns.items():
                yield from _check_safe(region.place("sources", id, "columns", name), name, column, region)
        else:
            yield from _check_identifies_nobody(region, id, source)
        yield from _check_records(region, id, source)
    yield from _check_corrections(region)


def _check_reasons(region: Region, id: str, source: SourceFile) -> Iterator[Problem]:
    for field, meaning in TOLD.items():
        if not getattr(source, field):
            yield Problem(region.place("sources", id), f"personal data without '{field}'", meaning)
    for field, instead in NOT_AT_THE_DOOR.items():
        if getattr(source, field):
            yield Problem(region.place("sources", id, field), f"personal data with '{field}'", instead)
    if not any(column.period for column in source.columns.values()):
        next_step = "A part of the file's name can be it: 'deliveries: wmo_{quarter}.csv'."
        yield Problem(region.place("sources", id, "columns"), "personal data of no period", "a period", next_step)


def _check_safe(place: str, name: str, column: ColumnSpec, region: Region) -> Iterator[Problem]:
    """A column holds an identifier, or values of which each can be told to be none."""
    if column.numeric:
        if column.min is None or column.max is None or max(-column.min, column.max) > MOST:
            yield Problem(place, f"column '{name}' holds any number", f"'min' and 'max' within {MOST:,}")
    elif column.dimension:
        dimension = region.dimensions.get(column.dimension)
        if dimension and not (dimension.codes or dimension.area or column.codes):
            yield Problem(place, f"column '{name}' holds any text", f"'codes' in dimension {column.dimension}")
    elif not (column.identifies or column.area or column.period or column.type == "date" or column.codes):
        expected = "'identifies', 'area', 'period', 'dimension', a date or 'codes'"
        yield Problem(place, f"column '{name}' holds any text", expected, "Leave it out: it is dropped at the door.")


def _check_identifies_nobody(region: Region, id: str, source: SourceFile) -> Iterator[Problem]:
    for name, column in source.columns.items():
        if column.identifies:
            place = region.place("sources", id, "columns", name)
            yield Problem(place, f"'{name}' identifies a {column.identifies}", f"'class: personal' in source {id}")


def _check_records(region: Region, id: str, source: SourceFile) -> Iterator[Problem]:
    """Columns of spells and keys are there and of the right kind; what is covered is a type of area."""
    yield from undeclared(region, region.place("sources", id, "covers"), "area_types", source.covers)
    spell = source.spell
    for field, name in (("begin", spell.begin), ("end", spell.end)) if spell else ():
        place = region.place("sources", id, "spell", field)
        yield from unknown(place, "column", name, source.columns)
        if name in source.columns and source.columns[name].type != "date":
            yield Problem(place, f"column '{name}' is {source.columns[name].type}", "type date")
    record = source.record
    for name in (*record.key, *record.withdrawn, record.told) if record else ():
        yield from unknown(region.place("sources", id, "record"), "column", name, source.columns)
    for name in spell.key if spell else ():
        yield from unknown(region.place("sources", id, "spell", "key"), "column", name, source.columns)


def _check_corrections(region: Region) -> Iterator[Problem]:
    """Nobody writes an identifier into content in order to correct it."""
    for at, correction in enumerate(region.corrections):
        source = region.sources.get(correction.source)
        for name in (correction.column, *correction.where) if source else ():
            column = source.columns.get(name) if source else None
            if column and column.identifies:
                place = region.place("corrections", str(at))
                yield Problem(place, f"names a {column.identifies} by '{name}'", "the supplier's own correction")
