"""The areas of a build: those of the content and those that sources make known, with their links and shapes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from noaber.content.read import Region
from noaber.content.source import AreasSpec, SourceFile
from noaber.methods.aggregate import MEMBERSHIP
from noaber.vocabulary.areas import Area, AreaRegister, area_id, looks_like, pad_code
from noaber.vocabulary.languages import Text

Links = dict[tuple[str, str], int | None]
"""(child id, parent id) -> year in which that was stated; None where it always holds."""


@dataclass(frozen=True)
class Places:
    """All areas of a build and how they lie in each other; `hectares` as published."""

    register: AreaRegister
    links: Links
    hectares: Mapping[str, float]


def build_places(region: Region, tables: Mapping[str, list[pl.DataFrame]]) -> Places:
    """Gather areas from content, groups and sources (`tables`: per source, its deliveries' tables of text)."""
    areas: dict[str, Area] = {area.id: area for area in region.areas}
    links: Links = {(area.id, parent): None for area in region.areas for parent in area.parents}
    hectares: dict[str, float] = {}
    for id, frames in tables.items():
        source = region.sources[id]
        for spec in source.areas:
            for frame in frames:
                _add_from_table(region, source, spec, frame, (areas, links, hectares))
    _add_groups(region, areas, links)
    _borrow_names(areas)
    known = {link: year for link, year in links.items() if link[1] in areas}
    register = AreaRegister.of(region.types(), _linked(areas, known, region.same), region.synonyms)
    return Places(register, known, hectares)


def _add_from_table(
    region: Region,
    source: SourceFile,
    spec: AreasSpec,
    table: pl.DataFrame,
    into: tuple[dict[str, Area], Links, dict[str, float]],
) -> None:
    areas, links, hectares = into
    type = region.area_types[spec.type]
    vintage = source.vintage if type.vintage_bound else None
    for row in _rows(table, spec):
        code = pad_code((row[spec.code] or "").strip(), type.code)
        if not looks_like(code, type.code):
            continue
        area = Area(code, spec.type, Text((row[spec.name] or code).strip()), vintage)
        if _is_unchanged(row, spec) and vintage:
            area = replace(area, same_as=area_id(code, vintage - 1))
        areas.setdefault(area.id, area)
        year = None if type.vintage_bound else source.vintage
        for parent in _parents(region, spec, row, code, source.vintage):
            links.setdefault((area.id, parent), year)
        size = _number(row.get(spec.hectares)) if spec.hectares else None
        if size is not None:
            hectares.setdefault(area.id, size)


def _borrow_names(areas: dict[str, Area]) -> None:
    """Where a source gives only codes, take the name of the same code in another vintage, the nearest later first."""
    named = {(a.code, a.vintage or 0): a.names for a in areas.values() if a.names.get("nl") != a.code}
    for id, area in areas.items():
        others = sorted((v < (area.vintage or 0), v) for code, v in named if code == area.code)
        if others and area.names.get("nl") == area.code:
            areas[id] = replace(area, names=named[(area.code, others[0][1])])


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


def _add_groups(region: Region, areas: dict[str, Area], links: Links) -> None:
    for id, group in region.groups.items():
        areas.setdefault(id, Area(id, "group", group.name))
        members = list(group.members) or [
            child for (child, parent) in list(links) if parent == group.members_of and areas[child].type == group.type
        ]
        links.update({(member, id): None for member in members if member in areas})


def _linked(areas: Mapping[str, Area], links: Links, same: Mapping[str, str]) -> Iterator[Area]:
    parents: dict[str, list[str]] = {}
    for child, parent in links:
        parents.setdefault(child, []).append(parent)
    for id, area in areas.items():
        said = same.get(id) or area.same_as
        yield replace(area, parents=tuple(parents.get(id, ())), same_as=said if said in areas else None)


def closed_membership(places: Places) -> pl.DataFrame:
    """Give every (parent, child) pair, also over several steps, with the child's type and the year it was stated."""
    up: dict[str, list[tuple[str, int | None]]] = {}
    for (child, parent), year in places.links.items():
        up.setdefault(child, []).append((parent, year))
    rows = []
    for id, area in places.register.areas.items():
        for above, stated in _ancestors(id, up).items():
            rows.append((above, id, area.type, area.vintage, stated))
    return pl.DataFrame(rows, schema=MEMBERSHIP, orient="row").sort("parent", "type", "vintage", "child")


def _ancestors(id: str, up: Mapping[str, list[tuple[str, int | None]]]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    waiting: list[tuple[str, int | None]] = list(up.get(id, ()))
    while waiting:
        parent, year = waiting.pop(0)
        if parent in found and (found[parent] is None or year is not None):
            continue
        found[parent] = year
        waiting += [(further, y if year is None else year) for further, y in up.get(parent, ())]
    return found


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
            row["code"], row["type"], Text(json.loads(row["names"])), row["vintage"], row["valid_from"], row["valid_to"],
            tuple(row["parents"]), row["same_as"],
        )
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    return AreaRegister.of(region.types(), areas, region.synonyms)
