"""Names in content that refer to something: whether it exists, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from noaber.content.model import Region
from noaber.vocabulary.errors import Problem, did_you_mean

KINDS = {
    "area_types": "area type", "dimensions": "dimension", "groups": "group", "indicators": "indicator",
    "sources": "source", "themes": "theme", "units": "unit",
}  # fmt: skip
"""What an entry of each kind is called in messages."""


def unknown(place: str, what: str, name: str, known: Mapping[str, object]) -> Iterator[Problem]:
    """Give the problem that `name` is none of the known ones, if so; an empty name refers to nothing."""
    if name and name not in known:
        yield Problem(place, f"unknown {what} '{name}'", "", did_you_mean(name, list(known)))


def undeclared(region: Region, place: str, kind: str, name: str) -> Iterator[Problem]:
    """Give the problem that no entry of that kind has this name, if so."""
    if name and not region.declares(kind, name):
        yield from unknown(place, KINDS[kind], name, getattr(region, kind))


def unknown_area(region: Region, place: str, what: str, name: str, groups: bool = False) -> Iterator[Problem]:
    """Give the problem that no area of the content (nor group, where those count) has this code, if so."""
    known = {area.code: area for area in region.areas}
    said = "areas" in region.unread or (groups and region.declares("groups", name))
    if not said:
        yield from unknown(place, what, name, {**known, **region.groups} if groups else known)


def unknown_category(region: Region, place: str, dimension: str, category: str) -> Iterator[Problem]:
    """Give the problem that a dimension has no such category, if so; those of an area dimension are areas."""
    yield from undeclared(region, place, "dimensions", dimension)
    spec = region.dimensions.get(dimension)
    if spec and not spec.area:
        yield from unknown(place, f"category of {dimension}", category, {**spec.codes, **spec.groups})
