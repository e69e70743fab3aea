"""What must hold of counts over records: sources that may be linked, columns of the right kind, bands for numbers."""

from __future__ import annotations

from collections.abc import Iterator

from noaber.content.counting import DAYS, ROWS, CountFrom
from noaber.content.indicator import IndicatorFile
from noaber.content.model import Region
from noaber.content.names import undeclared, unknown
from noaber.content.personal import UNITS
from noaber.content.source import ColumnSpec, SourceFile
from noaber.vocabulary.errors import Problem

Columns = dict[str, ColumnSpec]


def check_counts(region: Region) -> Iterator[Problem]:
    """Everything that is counted can be; and figures of a personal source are counted, never taken."""
    for id, indicator in region.indicators.items():
        for part in indicator.taken:
            source = region.sources.get(part.from_)
            if source and source.class_ == "personal":
                place = region.place("indicators", id)
                yield Problem(
                    place, f"takes a column of {part.from_}, personal data", "a count or sum over its records"
                )
        if indicator.count:
            yield from _check_count(region, region.place("indicators", id, "measure"), indicator, indicator.count)


def _check_count(region: Region, place: str, indicator: IndicatorFile, count: CountFrom) -> Iterator[Problem]:
    for name in (*count.from_, *count.with_):
        yield from undeclared(region, place, "sources", name)
    sources = [region.sources[name] for name in count.from_ if name in region.sources]
    linked = [region.sources[name] for name in count.with_ if name in region.sources]
    if len(sources) < len(count.from_) or len(linked) < len(count.with_):
        return
    yield from _check_sources(place, [*sources, *linked])
    columns = {**_shared(sources), **_linked(region, count)}
    yield from _check_columns(place, count, columns, sources, linked)
    yield from _check_times(place, count, sources)
    yield from _check_dimensions(region, place, indicator, count, columns)


def _check_sources(place: str, sources: list[SourceFile]) -> Iterator[Problem]:
    for source in sources:
        if source.class_ != "personal":
            yield Problem(place, f"counts records of {source.source}, class {source.class_}", "class personal")
        elif not source.covers:
            yield Problem(place, f"source {source.source} does not say what it covers", f"'covers' in {source.source}")
    purposes = {source.purpose: source.source for source in sources}
    if len(purposes) > 1:
        found = f"{' and '.join(purposes.values())} are kept for different purposes"
        yield Problem(place, found, "sources of one purpose", "Pseudonyms of two purposes cannot be joined.")


def _shared(sources: list[SourceFile]) -> Columns:
    """Give the columns that all of several sources have."""
    first, *others = sources
    return {name: spec for name, spec in first.columns.items() if all(name in other.columns for other in others)}


def _linked(region: Region, count: CountFrom) -> Columns:
    found: Columns = {}
    for id, names in count.with_.items():
        columns = region.sources[id].columns
        found |= {name: columns[name] for name in names if name in columns}
    return found


def _check_columns(
    place: str, count: CountFrom, columns: Columns, sources: list[SourceFile], linked: list[SourceFile]
) -> Iterator[Problem]:
    yield from _check_links(place, count, sources, linked)
    named = [count.count, *count.derived.values(), *count.keep]
    named += [count.sum] if count.sum not in ("", DAYS) else []
    for name in named:
        if name not in ("", ROWS):
            yield from unknown(place, f"column of {' and '.join(s.source for s in sources)}", name, columns)
    if count.count in columns and columns[count.count].identifies not in UNITS:
        yield Problem(place, f"column '{count.count}' identifies nobody", "a column with 'identifies', or rows")
    counted = _shared(sources).get(count.count)
    for name in count.also:
        if counted is None or name not in columns or columns[name].identifies != counted.identifies:
            expected = "two columns of the counted records that identify alike"
            yield Problem(place, f"'{name}' counts beside '{count.count}'", expected)
    if count.sum in columns and not columns[count.sum].numeric:
        yield Problem(place, f"column '{count.sum}' is {columns[count.sum].type}", "type number or integer")


def _check_links(
    place: str, count: CountFrom, sources: list[SourceFile], linked: list[SourceFile]
) -> Iterator[Problem]:
    """Every linked source has the columns asked for, and identifies what those before it do."""
    known = {spec.identifies for spec in _shared(sources).values()} & set(UNITS)
    for source in linked:
        names = count.with_[source.source]
        for name in names:
            yield from unknown(place, f"column of source {source.source}", name, source.columns)
        if not known & {spec.identifies for spec in source.columns.values()}:
            yield Problem(
                place, f"{source.source} identifies nothing that {sources[0].source} does", "a column that does"
            )
        known |= {source.columns[name].identifies for name in names if name in source.columns} & set(UNITS)


def _check_times(place: str, count: CountFrom, sources: list[SourceFile]) -> Iterator[Problem]:
    timed = bool(count.when or count.kind) and not count.of_register
    for source in sources:
        if timed and source.spell is None:
            yield Problem(place, f"records of {source.source} do not run", f"'spell' in {source.source}")
        if count.of_register and source.spell:
            found, expected = f"records of {source.source} run for a time", "pictures of a register, without 'spell'"
            yield Problem(place, f"'kind: {count.kind}': {found}", expected)


def _check_dimensions(
    region: Region, place: str, indicator: IndicatorFile, count: CountFrom, columns: Columns
) -> Iterator[Problem]:
    given = {spec.dimension: name for name, spec in columns.items() if spec.dimension} | count.derived
    if count.came_from:
        given[count.came_from] = ""
        yield from undeclared(region, place, "dimensions", count.came_from)
        said = region.dimensions.get(count.came_from)
        if said and not said.area:
            yield Problem(place, f"dimension '{count.came_from}' has no areas", f"'area' in {count.came_from}")
    for dimension in indicator.by:
        yield from unknown(place, "dimension of these records", dimension, given)
    for dimension in count.derived:
        yield from undeclared(region, place, "dimensions", dimension)
    for dimension in (*count.bands, *count.number_of):
        spec = region.dimensions.get(dimension)
        if spec and not spec.bands:
            yield Problem(place, f"dimension '{dimension}' has no bands", f"'bands' in dimension {dimension}")
    for dimension, name in count.bands.items():
        column = columns.get(name)
        if column and not (column.numeric or column.type == "date"):
            yield Problem(place, f"bands of '{name}', a column of {dimension}", "a column of numbers or dates")
