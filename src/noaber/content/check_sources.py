"""What must hold between sources, their corrections and the rest: columns play known roles, patterns can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noaber.content.model import Region
from noaber.content.names import undeclared, unknown
from noaber.content.source import AreasSpec, CheckSpec, ColumnSpec, SourceFile
from noaber.vocabulary.errors import Problem


def check_sources(region: Region) -> Iterator[Problem]:
    """Columns play known roles, checks name known columns, areas have known types."""
    for id, source in region.sources.items():
        for name, column in source.columns.items():
            yield from _check_column(region, (id, "columns", name), column)
        yield from _check_patterns(region, id, source)
        for at, check in enumerate(source.checks):
            yield from _check_check(region.place("sources", id, "checks", str(at)), check, source)
        for at, spec in enumerate(source.areas):
            yield from _check_areas(region, region.place("sources", id, "areas", str(at)), spec, source)


def _check_column(region: Region, path: tuple[str, str, str], column: ColumnSpec) -> Iterator[Problem]:
    for type in column.area:
        yield from undeclared(region, region.place("sources", *path, "area"), "area_types", type)
    yield from undeclared(region, region.place("sources", *path, "dimension"), "dimensions", column.dimension)
    dimension = region.dimensions.get(column.dimension)
    if dimension and not dimension.area:
        known = dict.fromkeys([*dimension.codes, "total"])
        for said, code in column.codes.items():
            place = region.place("sources", *path, "codes", said)
            yield from unknown(place, f"category of {column.dimension}", code, known)
    if column.min is not None and column.max is not None and column.min > column.max:
        place = region.place("sources", *path, "min")
        yield Problem(place, f"column '{path[-1]}': min {column.min:g} above max {column.max:g}")


def _check_patterns(region: Region, id: str, source: SourceFile) -> Iterator[Problem]:
    patterns: list[tuple[tuple[str, ...], str]]
    patterns = [(("unpivot", str(at), "columns"), spec.columns) for at, spec in enumerate(source.unpivot)]
    patterns += [(("skip", column), pattern) for column, pattern in source.skip.items()]
    patterns += [(("columns", name, "match"), spec.match) for name, spec in source.columns.items()]
    for path, pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            yield Problem(region.place("sources", id, *path), f"'{pattern}' is no regular expression: {error}")


def _check_check(place: str, check: CheckSpec, source: SourceFile) -> Iterator[Problem]:
    parts = [part for parts in check.sum.values() for part in parts]
    periods = [name for pair in (*check.reaches.items(), *check.until.items()) for name in pair]
    for name in (*check.unique, *check.sum, *parts, *check.parts, *periods):
        yield from unknown(place, "column", name, source.columns)
    for name in periods:
        if name in source.columns and not source.columns[name].period:
            yield Problem(place, f"column '{name}' is no period", "period: true")
    for name in (*check.sum, *parts, *check.parts):
        if name in source.columns and not source.columns[name].numeric:
            yield Problem(place, f"column '{name}' is {source.columns[name].type}", "type number or integer")
    dimensions = {column.dimension: column for column in source.columns.values() if column.dimension}
    for dimension in check.parts.values():
        yield from unknown(place, "dimension of this source", dimension, dimensions)


def _check_areas(region: Region, place: str, spec: AreasSpec, source: SourceFile) -> Iterator[Problem]:
    yield from undeclared(region, place, "area_types", spec.type)
    type = region.area_types.get(spec.type)
    if type and type.vintage_bound and not source.vintage:
        yield Problem(place, f"{spec.type} codes belong to a vintage", "'vintage: <year>' in this source")
    elif spec.parents and not source.vintage:
        yield Problem(place, "says what lies in what, but not when", "'vintage: <year>' in this source")


def check_corrections(region: Region) -> Iterator[Problem]:
    """Corrections name known sources and columns."""
    for at, correction in enumerate(region.corrections):
        path = ("corrections", str(at))
        yield from undeclared(region, region.place(*path, "source"), "sources", correction.source)
        source = region.sources.get(correction.source)
        named = [("column", correction.column), *(("where", column) for column in correction.where)]
        for field, column in named if source else ():
            what = f"column of source {correction.source}"
            yield from unknown(region.place(*path, field), what, column, source.columns if source else {})
