"""What must hold of columns that are found by linking: a source to look in, traits that both have, blocks that leave
every trait free once."""

from __future__ import annotations

from collections.abc import Iterator

from noaber.content.linking import LinkSpec, columns_of
from noaber.content.model import Region
from noaber.content.names import undeclared, unknown
from noaber.content.source import ColumnSpec, SourceFile
from noaber.vocabulary.errors import Problem


def check_links(region: Region) -> Iterator[Problem]:
    """Every link leads to a source of the same purpose that identifies what is looked for, by traits of one kind."""
    for id, source in region.sources.items():
        for name, link in source.links.items():
            place = region.place("sources", id, "columns", name, "link")
            yield from undeclared(region, place, "sources", link.to)
            yield from _check_not_told(place, name, source)
            yield from _check_blocks(place, link)
            yield from _check_bands(region, place, link, source)
            if link.to in region.sources:
                yield from _check_target(place, name, source, region.sources[link.to])


def _check_target(place: str, name: str, source: SourceFile, target: SourceFile) -> Iterator[Problem]:
    spec = source.columns[name]
    assert spec.link
    if source.purpose != target.purpose:
        next_step = "Pseudonyms of two purposes cannot be joined."
        yield Problem(place, f"{target.source} is kept for another purpose", "a source of one purpose", next_step)
    if target.links:
        yield Problem(place, f"{target.source} is linked itself", "a source with identifiers of its own")
    if not any(column.identifies == spec.identifies for column in target.columns.values()):
        yield Problem(place, f"{target.source} identifies no {spec.identifies}", "a source that does")
    for trait in spec.link.traits:
        for one in (source, target):
            yield from unknown(place, f"column of source {one.source}", trait, one.columns)
        if trait in source.columns and trait in target.columns:
            mine, theirs = source.columns[trait], target.columns[trait]
            if _nature(mine) != _nature(theirs):
                yield Problem(place, f"'{trait}' of {source.source} and {target.source} differ", "columns of one kind")


def _nature(column: ColumnSpec) -> tuple[object, ...]:
    return column.identifies, column.dimension, column.area, column.type, column.period, column.link


def _check_not_told(place: str, name: str, source: SourceFile) -> Iterator[Problem]:
    """What is found later cannot say which records are the same, nor be checked in a delivery."""
    keys = [*(source.record.key if source.record else ()), *(source.spell.key if source.spell else ())]
    if name in (*keys, *(column for check in source.checks for column in check.unique)):
        yield Problem(place, f"'{name}' is found only after records are put together", "columns of the delivery")


def _check_blocks(place: str, link: LinkSpec) -> Iterator[Problem]:
    """How much a trait weighs is learnt from pairs that were not chosen by it."""
    for names in link.compare:
        if not any(set(columns_of(names)).isdisjoint(block) for block in link.blocks):
            found = f"every block holds '{' or '.join(names)}'"
            yield Problem(place, found, "a block without it", "Else it cannot be learnt how much it weighs.")


def _check_bands(region: Region, place: str, link: LinkSpec, source: SourceFile) -> Iterator[Problem]:
    for dimension, name in link.bands.items():
        yield from undeclared(region, place, "dimensions", dimension)
        yield from unknown(place, f"column of source {source.source}", name, source.columns)
        spec = region.dimensions.get(dimension)
        if spec and not spec.bands:
            yield Problem(place, f"dimension '{dimension}' has no bands", f"'bands' in dimension {dimension}")
