"""From the flows of a period to the figures of a page: of one area or group, its partners, the map and the matrix.

All sums and ratios are those of `noaber.methods.flows`; here they are asked for and looked up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from noaber.methods.flows import gather_flows, measure_areas, measure_pairs, measure_partners
from noaber.products.figures import Figure

ELSEWHERE, REST = "elsewhere", "rest"
"""Ids of what is no area: everywhere outside the matrix or map, and the partners beyond those listed."""
MOST_FAR = 10
"""Most places outside the map that are named at its edge."""
NOBODY = Figure(0.0)
UNKNOWN = Figure(None, "M")

Pairs = Mapping[tuple[str, str], Figure]
"""Figures by origin and destination, or by area and kind."""


@dataclass(frozen=True)
class Seen:
    """How flows are looked at: an area or group, the areas it is made of, and the larger places others are put into."""

    own: str
    members: frozenset[str]
    places: Mapping[str, str]


@dataclass(frozen=True)
class Around:
    """What is told of one area as a whole: its own kinds, and per partner (area, or larger place) what goes out, comes
    in, net and shares; partners in order of size."""

    own: Pairs
    partners: Pairs
    order: tuple[str, ...]


@dataclass(frozen=True)
class Crossing:
    """The flows between areas, all others taken together as `ELSEWHERE`, and what is told of each."""

    areas: tuple[str, ...]
    flows: Pairs
    told: Pairs
    nets: Pairs


@dataclass(frozen=True)
class Sketch:
    """The flows of a map: between the areas on it, and the figures of the own area with each of the `far` places at its
    edge, the others taken together as `ELSEWHERE`. Of an own area that is one place, only flows with a place in `met`
    are drawn between areas; None where all may be."""

    inside: Crossing
    far: tuple[str, ...]
    edge: Pairs
    met: frozenset[str] | None = None


def look_around(flows: pl.DataFrame, seen: Seen, by: str) -> Around:
    """Gather the flows of an area with its partners; `by` is the kind that partners are ordered by."""
    gathered = _gathered(flows, seen)
    told = _figures(measure_areas(gathered).filter(pl.col("area") == seen.own), ("area", "kind"))
    partners = _figures(measure_partners(gathered, seen.own), ("partner", "kind"))
    ids = dict.fromkeys(partner for partner, _ in partners)
    return Around(told, partners, tuple(sorted(ids, key=lambda id: _size(partners, id, by))))


def gather_rest(flows: pl.DataFrame, seen: Seen, listed: Collection[str]) -> Pairs:
    """Take all partners that are not listed together as `REST`: the same kinds as of a partner."""
    gathered = _gathered(flows, seen)
    ids = {*gathered["origin"], *gathered["destination"]}
    rest = gather_flows(gathered, dict.fromkeys(ids - {seen.own, *listed}, REST))
    return _figures(measure_partners(rest, seen.own).filter(pl.col("partner") == REST), ("partner", "kind"))


def cross(flows: pl.DataFrame, areas: Iterable[str], with_nets: bool = False) -> Crossing:
    """Gather the flows from, to and between areas, and their balances if asked; those outside are `ELSEWHERE`."""
    inside = tuple(areas)
    touching = _touching(flows, inside)
    ids = {*touching["origin"], *touching["destination"]}
    gathered = gather_flows(touching, dict.fromkeys(ids - {*inside}, ELSEWHERE))
    told = measure_areas(gathered)
    nets = measure_pairs(gathered).filter(pl.col("kind") == "net") if with_nets else None
    return Crossing(
        areas=inside,
        flows=_figures(gathered, ("origin", "destination")),
        told=_figures(told.filter(pl.col("area").is_in(list(inside))), ("area", "kind")),
        nets={} if nets is None else _figures(nets, ("a", "b")),
    )


def sketch(flows: pl.DataFrame, seen: Seen, known: Around, areas: Collection[str], by: str, most: int) -> Sketch:
    """Gather the flows of a map: between the areas on it, and of the own area as a whole with what lies outside;
    `known` is what is told around it where partners are areas. As in a list of `most` partners these are drawn by
    themselves, all others together; a group has flows of its parts on the map besides."""
    alone = replace(seen, places={})
    around = look_around(flows, alone, by) if seen.places else known
    listed = around.order[:most]
    far = tuple(id for id in listed if id not in areas)[:MOST_FAR]
    met = frozenset(listed) if len(seen.members) == 1 else None
    rest = gather_rest(flows, alone, {*far, *(areas if met is None else met & {*areas})})
    named = {(id, kind): figure for (id, kind), figure in around.partners.items() if id in far}
    others = {(ELSEWHERE, kind): figure for (_, kind), figure in rest.items()}
    return Sketch(cross(flows, areas, by == "net"), far, {**named, **others}, met)


def _gathered(flows: pl.DataFrame, seen: Seen) -> pl.DataFrame:
    return gather_flows(_touching(flows, seen.members), {**seen.places, **dict.fromkeys(seen.members, seen.own)})


def _touching(flows: pl.DataFrame, areas: Collection[str]) -> pl.DataFrame:
    inside = list(areas)
    return flows.filter(pl.col("origin").is_in(inside) | pl.col("destination").is_in(inside))


def _figures(frame: pl.DataFrame, keys: tuple[str, str]) -> dict[tuple[str, str], Figure]:
    columns = (*keys, "value", "status", "hidden")
    return {
        (one, other): Figure(None if hidden else value, status, hidden)
        for one, other, value, status, hidden in frame.select(columns).iter_rows()
    }


def _size(partners: Pairs, id: str, by: str) -> tuple[bool, float, str]:
    """Largest first, whatever its sign; without a number last."""
    value = partners[id, by].value
    return value is None, -abs(value or 0.0), id
