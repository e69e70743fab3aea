"""What must hold between the files of a region: every name refers to something, every text has its translations."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from noaber.content.check_counts import check_counts
from noaber.content.check_disclosure import check_disclosure
from noaber.content.check_indicators import check_accounts, check_formulas, check_indicators
from noaber.content.check_joins import check_joins
from noaber.content.check_links import check_links
from noaber.content.check_personal import check_personal
from noaber.content.check_rights import check_rights
from noaber.content.check_sources import check_corrections, check_sources
from noaber.content.check_stories import check_profiles, check_stories
from noaber.content.model import Region
from noaber.content.names import undeclared, unknown, unknown_area
from noaber.vocabulary.errors import Problem
from noaber.vocabulary.languages import LANGUAGES, Text


def check_region(region: Region) -> list[Problem]:
    """Give everything that is wrong between files; empty where all is well."""
    return [problem for check in CHECKS for problem in check(region)]


def check_region_file(region: Region) -> Iterator[Problem]:
    """Languages, levels, key figures and the home area exist."""
    file = region.file
    for at, language in enumerate(file.languages):
        yield from unknown(region.place("region", "languages", str(at)), "language", language, dict.fromkeys(LANGUAGES))
    for at, level in enumerate(file.levels):
        yield from undeclared(region, region.place("region", "levels", str(at)), "area_types", level)
    for at, id in enumerate(file.key_figures):
        yield from undeclared(region, region.place("region", "key_figures", str(at)), "indicators", id)
    yield from unknown_area(region, region.place("region", "home"), "area or group", file.home, groups=True)
    for at, name in enumerate(file.compare):
        yield from unknown_area(region, region.place("region", "compare", str(at)), "area or group", name, groups=True)


def check_areas(region: Region) -> Iterator[Problem]:
    """Areas have a known type and known parents."""
    for area in region.areas:
        place = region.place("areas", area.code)
        yield from undeclared(region, place, "area_types", area.type)
        for parent in area.parents:
            yield from unknown_area(region, place, "parent area", parent)


def check_groups(region: Region) -> Iterator[Problem]:
    """Groups have members or a parent whose areas they are; members are known where only the content knows them."""
    codes = {area.code for area in region.areas}
    from_sources = {spec.type for source in region.sources.values() for spec in source.areas}
    for id, group in region.groups.items():
        place = region.place("groups", id)
        if bool(group.members) == bool(group.members_of):
            yield Problem(place, f"group '{id}' has {'both' if group.members else 'neither'}", "members or members_of")
        if id in codes:
            yield Problem(place, f"group '{id}' has the code of an area", "", "Give the group another name.")
        yield from undeclared(region, region.place("groups", id, "type"), "area_types", group.type)
        yield from unknown_area(region, region.place("groups", id, "members_of"), "parent area", group.members_of)
        for at, member in enumerate(() if group.type in from_sources else group.members):
            place = region.place("groups", id, "members", str(at))
            yield from unknown_area(region, place, "area or group", member, groups=True)


def check_bands(region: Region) -> Iterator[Problem]:
    """Bands have the names of categories, and end after they begin."""
    for id, spec in region.dimensions.items():
        for name, band in spec.bands.items():
            place = region.place("dimensions", id, "bands", name)
            yield from unknown(place, f"category of {id}", name, spec.codes)
            if len(band) == 2 and band[1] <= band[0]:
                yield Problem(place, f"band '{name}' ends at {band[1]:g}", f"more than {band[0]:g}")


def check_translations(region: Region) -> Iterator[Problem]:
    """Every text a reader sees exists in every language of the region."""
    wanted = [language for language in region.file.languages if language in LANGUAGES]
    for path, text in _texts(region):
        missing = [language for language in wanted if language not in text]
        if missing and len(wanted) > 1:
            found = f"'{'.'.join(path[2:])}' of {path[1]} has no {', '.join(missing)}"
            place = region.place("region", path[2]) if path[0] == "region" else region.place(*path)
            yield Problem(place, found, "a text in every language")


def _texts(region: Region) -> Iterator[tuple[tuple[str, ...], Text]]:
    """Give every text of a region with its path; categories and breaks are texts by name."""
    for name, value in region.file:
        if isinstance(value, Text):
            yield ("region", region.file.region, name), value
    for kind in ("area_types", "groups", "dimensions", "themes", "units", "sources", "indicators", "accounts"):
        for id, entry in getattr(region, kind).items():
            for name, value in entry:
                if isinstance(value, Text):
                    yield (kind, id, name), value
                for key, inner in value.items() if isinstance(value, dict) else ():
                    if isinstance(inner, Text):
                        yield (kind, id, name, key), inner


CHECKS: tuple[Callable[[Region], Iterator[Problem]], ...] = (
    check_region_file, check_areas, check_groups, check_bands, check_sources, check_joins, check_personal, check_links,
    check_indicators, check_counts, check_formulas, check_accounts, check_translations, check_corrections,
    check_stories, check_profiles, check_disclosure, check_rights,
)  # fmt: skip
