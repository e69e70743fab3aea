"""What must hold for stories and for what region.yml says of profiles: areas, themes and indicators exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noaber.content.model import Region
from noaber.content.names import undeclared, unknown, unknown_area
from noaber.vocabulary.errors import Problem


def check_stories(region: Region) -> Iterator[Problem]:
    """Stories belong to areas and themes that exist. Areas that a source makes known are told by the look of their
    code alone."""
    for id, story in region.stories.items():
        for at, area in enumerate(story.areas):
            if not _from_source(region, area):
                yield from unknown_area(region, region.place("stories", id, "areas", str(at)), "area", area, True)
        for at, theme in enumerate(story.themes):
            yield from undeclared(region, region.place("stories", id, "themes", str(at)), "themes", theme)


def _from_source(region: Region, code: str) -> bool:
    types = {spec.type for source in region.sources.values() for spec in source.areas}
    patterns = [region.area_types[type].code for type in types if type in region.area_types]
    return any(pattern and re.fullmatch(pattern.replace("0", r"\d"), code) for pattern in patterns)


def check_profiles(region: Region) -> Iterator[Problem]:
    """The size and the pyramids in region.yml are indicators, broken down by the dimensions that are named."""
    size = region.file.size
    yield from undeclared(region, region.place("region", "size"), "indicators", size)
    for at, spec in enumerate(region.file.pyramid):
        place = region.place("region", "pyramid", str(at))
        yield from undeclared(region, place, "indicators", spec.indicator)
        indicator = region.indicators.get(spec.indicator)
        for dimension in filter(None, (spec.steps, spec.sides)) if indicator else ():
            yield from unknown(
                place, f"dimension of {spec.indicator}", dimension, dict.fromkeys(indicator.by if indicator else ())
            )
        sides = region.dimensions.get(spec.sides)
        if sides and len(sides.codes) != 2:
            yield Problem(place, f"'{spec.sides}' has {len(sides.codes)} categories", "a dimension with two sides")
