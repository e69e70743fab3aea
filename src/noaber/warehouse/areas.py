"""The areas of a build: those of the content and those that sources make known, with their links and shapes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from noaber.content.model import Region
from noaber.content.source import AreasSpec, SourceFile
from noaber.methods.aggregate import MEMBERSHIP
from noaber.vocabulary.areas import Area, AreaRegister, area_id, looks_like, pad_code
from noaber.vocabulary.errors import ContentError, DeliveryError, Problem, did_you_mean
from noaber.vocabulary.languages import Text

Pairs = set[tuple[str, str]]
"""(child id, parent id): the one lies in the other."""

Kind = tuple[str, int | None, int | None]
"""Type and vintage of members, and the year for which their list was stated (None: always)."""

Compositions = dict[str, dict[Kind, set[str]]]
"""Parent id -> kind -> all its members of that kind. Only complete lists stand here: those of a group, and those of a
supplier who lists all areas of a type. That an area lies in a province does not make it one of *all* that do."""


@dataclass(frozen=True)
class Places:
    """All areas of a build, where each lies, what each is made up of; `hectares` as published."""

    register: AreaRegister
    pairs: Pairs
    compositions: Compositions
    hectares: Mapping[str, float]


def build_places(region: Region, tables: Mapping[str, list[pl.DataFrame]]) -> Places:
    """Gather areas from content, groups and sources (`tables`: per source, its deliveries' tables of text)."""
    gathering = _Gathering({area.id: area for area in region.areas})
    _add_listed(region, gathering)
    for id, frames in tables.items():
        source = region.sources[id]
        for spec in source.areas:
            for frame in frames:
                _add_from_table(region, source, spec, frame, gathering)
    _add_groups(region, gathering)
    _borrow_names(gathering.areas)
    areas = gathering.areas
    pairs = {(child, parent) for child, parent in gathering.pairs if parent in areas}
    register = AreaRegister.of(region.types(), _linked(areas, pairs, region.same), region.synonyms)
    return Places(register, pairs, gathering.compositions, gathering.hectares)


def check_area_columns(
    region: Region, names: Mapping[str, list[str]], tables: Mapping[str, list[pl.DataFrame]]
) -> None:
    """Refuse deliveries that lack a column by which their source makes areas known; `names` are those of `tables`."""
    problems = []
    for id, frames in tables.items():
        for name, frame in zip(names[id], frames, strict=True):
            headers = [column for column in frame.columns if column != "row"]
            for spec in region.sources[id].areas:
                for column in dict.fromkeys((spec.code, spec.name, *spec.parents, *spec.when, spec.shape)):
                    if column and column not in headers:
                        near = did_you_mean(column, headers, "Headers found")
                        problems.append(Problem(name, f"no column '{column}' for areas of {spec.type}", column, near))
    if problems:
        raise DeliveryError(problems)


@dataclass
class _Gathering:
    """What has been gathered so far."""

    areas: dict[str, Area]
    pairs: Pairs = field(default_factory=set)
    compositions: Compositions = field(default_factory=dict)
    hectares: dict[str, float] = field(default_factory=dict)

    def compose(self, parent: str, child: Area, year: int | None) -> None:
        """Note a member of a complete list."""
        self.pairs.add((child.id, parent))
        kinds = self.compositions.setdefault(parent, {})
        kinds.setdefault((child.type, child.vintage, year), set()).add(child.id)


def _add_listed(region: Region, gathering: _Gathering) -> None:
    """Areas of the content lie in their parents; where all of a type are listed, they make them up."""
    for area in region.areas:
        listed = region.area_types[area.type].listed
        for parent in area.parents:
            gathering.pairs.add((area.id, parent))
            for year in listed.years() if listed else ():
                if year is None or area.valid_in(year):
                    gathering.compose(parent, area, year)


def _add_from_table(
    region: Region, source: SourceFile, spec: AreasSpec, table: pl.DataFrame, gathering: _Gathering
) -> None:
    type = region.area_types[spec.type]
    vintage = source.vintage if type.vintage_bound else None
    year = None if type.vintage_bound else source.vintage
    for row in _rows(table, spec):
        code = pad_code((row[spec.code] or "").strip(), type.code)
        if not looks_like(code, type.code):
            continue
        area = Area(code, spec.type, Text((row[spec.name] or code).strip()), vintage)
        if _is_unchanged(row, spec) and vintage:
            area = replace(area, same_as=area_id(code, vintage - 1))
        gathering.areas.setdefault(area.id, area)
        for parent in _parents(region, spec, row, code, source.vintage):
            gathering.compose(parent, area, year)
        size = _number(row.get(spec.hectares)) if spec.hectares else None
        if size is not None:
            gathering.hectares.setdefault(area.id, size)


def _borrow_names(areas: dict[str, Area]) -> None:
    """Where a source gives only codes, take the name of the same code in another vintage, the nearest later first."""
    named: dict[str, dict[int, Text]] = {}
    for area in areas.values():
        if area.names.get("nl") != area.code:
            named.setdefault(area.code, {})[area.vintage or 0] = area.names
    for id, area in areas.items():
        if area.names.get("nl") == area.code and area.code in named:
            own = area.vintage or 0
            nearest = min(named[area.code], key=lambda vintage: (vintage < own, abs(vintage - own)))
            areas[id] = replace(area, names=named[area.code][nearest])


def _rows(table: pl.DataFrame, spec: AreasSpec) -> Iterator[dict[str, str | None]]:
    needed = {spec.code, spec.name, *spec.parents, *spec.when, *spec.unchanged, *filter(None, [spec.hectares])}
    for column, value in spec.when.items():
        table = table.filter(pl.col(column) == value)
    yield from table.select([c for c in table.columns if c in needed]).iter_rows(named=True)


def _is_unchanged(row: Mapping[str, str | None], spec: AreasSpec) -> bool:
    return any(row.get(column) in values for column, values in spec.unchanged.items())


def _parents(
    region: Region, spec: AreasSpec, row: Mapping[str, str | None], code: str, vintage: int | None
) -> Iterator[str]:
    for column in spec.parents:
        if row.get(column):
            yield (row[column] or "").strip()
    for parent_type, digits in region.area_types[spec.type].within.items():
        prefix = region.area_types[parent_type].code.rstrip("0")
        own = region.area_types[spec.type].code.rstrip("0")
        bound = region.area_types[parent_type].vintage_bound
        yield area_id(prefix + code.removeprefix(own)[:digits], vintage if bound else None)


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and value >= 0 else None


def _add_groups(region: Region, gathering: _Gathering) -> None:
    """Add the groups; one with a member that nobody knows is refused: its sums would be those of another group."""
    areas, problems = gathering.areas, []
    for id, group in region.groups.items():
        areas.setdefault(id, Area(id, "group", group.name))
        members = list(group.members) or [
            child
            for child, parent in sorted(gathering.pairs)
            if parent == group.members_of and areas[child].type == group.type
        ]
        for member in members:
            if member in areas:
                gathering.compose(id, areas[member], None)
            else:
                near = did_you_mean(member, [area for area in areas if areas[area].type == group.type])
                place = region.place("groups", id, "members")
                problems.append(Problem(place, f"unknown area '{member}' in group '{id}'", "", near))
    if problems:
        raise ContentError(problems)


def _linked(areas: Mapping[str, Area], pairs: Pairs, same: Mapping[str, str]) -> Iterator[Area]:
    parents: dict[str, list[str]] = {}
    for child, parent in sorted(pairs):
        parents.setdefault(child, []).append(parent)
    for id, area in areas.items():
        said = same.get(id) or area.same_as
        yield replace(area, parents=tuple(parents.get(id, ())), same_as=said if said in areas else None)


def membership_frame(places: Places) -> pl.DataFrame:
    """Give for every parent its complete compositions: the members of each kind, also over several steps.

    A group of municipalities is also made up of their neighbourhoods, if those of every one are listed.
    """
    known: Compositions = {}
    rows = [
        (parent, child, *kind)
        for parent in sorted(places.compositions)
        for kind, children in _kinds_of(parent, places.compositions, known).items()
        for child in sorted(children)
        if parent in places.register.areas
    ]
    return pl.DataFrame(rows, schema=MEMBERSHIP, orient="row").sort("parent", "type", "vintage", "year", "child")


def _kinds_of(parent: str, direct: Compositions, known: Compositions) -> dict[Kind, set[str]]:
    if parent in known:
        return known[parent]
    found = {kind: set(children) for kind, children in direct.get(parent, {}).items()}
    known[parent] = found
    for (_, _, year), children in list(found.items()):
        below = [_kinds_of(child, direct, known) for child in sorted(children)]
        for kind in set.intersection(*map(set, below)) if below else set():
            if year is None or kind[2] in (None, year):
                combined = (kind[0], kind[1], year if kind[2] is None else kind[2])
                found.setdefault(combined, set().union(*(kinds[kind] for kinds in below)))
    return found


def location_frame(places: Places) -> pl.DataFrame:
    """Give every (parent, child) pair of areas of which the one lies in the other, also over several steps."""
    up: dict[str, set[str]] = {}
    for child, parent in places.pairs:
        up.setdefault(child, set()).add(parent)
    rows = []
    for id in places.register.areas:
        found: set[str] = set()
        waiting = list(up.get(id, ()))
        while waiting:
            parent = waiting.pop()
            if parent not in found:
                found.add(parent)
                waiting += up.get(parent, ())
        rows += [(parent, id) for parent in found]
    return pl.DataFrame(rows, schema={"parent": pl.String, "child": pl.String}, orient="row").sort("parent", "child")


def places_frame(places: Places) -> pl.DataFrame:
    """Write the areas as a frame, one row each, in a fixed order."""
    rows = [
        {
            "id": area.id,
            "code": area.code,
            "type": area.type,
            "vintage": area.vintage,
            **{f"name_{language}": area.names.get(language) for language in ("nl", "de", "en")},
            "names": json.dumps(dict(area.names), ensure_ascii=False),
            "valid_from": area.valid_from,
            "valid_to": area.valid_to,
            "parents": list(area.parents),
            "same_as": area.same_as,
            "hectares": places.hectares.get(area.id),
        }
        for area in places.register.areas.values()
    ]
    schema: dict[str, Any] = {
        "id": pl.String, "code": pl.String, "type": pl.String, "vintage": pl.Int32,
        "name_nl": pl.String, "name_de": pl.String, "name_en": pl.String, "names": pl.String,
        "valid_from": pl.Int32, "valid_to": pl.Int32, "parents": pl.List(pl.String), "same_as": pl.String,
        "hectares": pl.Float64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema).sort("type", "id")


def read_register(region: Region, frame: pl.DataFrame) -> AreaRegister:
    """Make the register again from the frame that `places_frame` wrote."""
    areas = [
        Area(
            row["code"], row["type"], Text(json.loads(row["names"])), row["vintage"], row["valid_from"],
            row["valid_to"], tuple(row["parents"]), row["same_as"],
        )
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    return AreaRegister.of(region.types(), areas, region.synonyms)
