"""From an address to the figures behind a page of flows: which area is meant, of what it is made, and its flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import polars as pl

from noaber.methods.flows import mark_unknown
from noaber.products.choices import BadAddress
from noaber.products.flows.case import KIND, FlowCase
from noaber.products.flows.choice import FlowChoice, FlowOffer, Query, parse_flows
from noaber.products.flows.gathering import Around, Seen, Sketch, cross, gather_rest, look_around, sketch
from noaber.products.rounding_note import note_rounding
from noaber.products.wording import Wording
from noaber.vocabulary.errors import NotFound, Problem, did_you_mean
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.sights import PUBLIC
from noaber.warehouse.cards import AreaCard, FlowCard, IndicatorCard
from noaber.warehouse.flows import Flows, flow_slices
from noaber.warehouse.query import Release
from noaber.web.flow_hidden_asking import ask_flows_instead
from noaber.web.indicator_words import area_name, home_names, slice_label, slice_names, source_lines, subject_of

MOST_IN_MATRIX = 40


@dataclass(frozen=True)
class AskedFlows:
    """A page's case with the cards behind it."""

    case: FlowCase
    card: IndicatorCard
    own: AreaCard


@dataclass(frozen=True)
class _Ground:
    """The areas a page is about: those the own area is made of, and those of the matrix and the map, in `within`."""

    members: tuple[AreaCard, ...]
    matrix: tuple[AreaCard, ...]
    within: AreaCard


def flow_cards(release: Release, ids: Iterable[str]) -> list[IndicatorCard]:
    """Give which of these indicators have a page of flows."""
    known = release.catalogue
    cards = [known.indicators[id] for id in ids if id in known.flows and id in known.indicators]
    return [card for card in cards if card.visible and card.periods(known.flows[card.id].area_type)]


def flows_about(release: Release, card: IndicatorCard, area: AreaCard, deel: str) -> dict[str, str]:
    """Give what to ask the page of flows for to see an area in a category; nothing where there is no such page."""
    if not flow_cards(release, [card.id]):
        return {}
    flow = release.catalogue.flows[card.id]
    if not _members(release, flow, area, card.periods(flow.area_type)[-1]):
        return {}
    return {"gebied": area.id, "deel": deel if deel in _slices(release, card.id) else ""}


def ask_flows(release: Release, id: str, query: Query, wording: Wording) -> AskedFlows:
    """Gather a page of flows; NotFound or BadAddress where the address asks for what is not there."""
    known, card = release.catalogue, release.catalogue.indicator(id)
    if not flow_cards(release, [id]):
        near = [other.id for other in flow_cards(release, known.flows)]
        raise NotFound(Problem("indicator", f"'{id}' has no flows", "", did_you_mean(id, near, "Flows")))
    named = "".join(query.get("gebied", ())[-1:]).strip()
    own = known.area(named or known.card.home)
    offer = _offer(release, card)
    choice = parse_flows(query, offer, own.id)
    ground = _ground(release, known.flows[id], own, choice.periode)
    case = _case(release, card, choice, offer, ground, wording)
    return AskedFlows(replace(case, instead=ask_flows_instead(release, card, case, wording)), card, own)


def _offer(release: Release, card: IndicatorCard) -> FlowOffer:
    known = release.catalogue
    level = known.flows[card.id].area_type
    periods = card.periods(level)
    default = FlowChoice(gebied=known.area(known.card.home).id, periode=periods[-1], niveau=level)
    return FlowOffer(periods, _slices(release, card.id), _levels(release, card, level), default)


@lru_cache(maxsize=64)
def _slices(release: Release, id: str) -> tuple[str, ...]:
    return tuple(flow_slices(release.catalogue, release.catalogue.indicator(id)))


def _levels(release: Release, card: IndicatorCard, level: str) -> list[str]:
    """The levels that partners can be listed at: that of the flows, and larger ones in which every area lies."""
    known = release.catalogue
    order = [id for id in known.types if known.types[id].level]
    larger = order[: order.index(level)] if level in order else []
    counts = {part.level: part.areas for part in card.coverage}
    return [level, *(id for id in reversed(larger) if counts.get(id, 0) > 1)]


def _ground(release: Release, flow: FlowCard, own: AreaCard, period: str) -> _Ground:
    members = _members(release, flow, own, period)
    if not members:
        raise BadAddress(Problem("gebied", f"'{own.names.get('nl')}'"))
    known = release.catalogue
    home = known.area(known.card.home)
    inside = {area.id for area in _members(release, flow, home, period)}
    ids = {area.id for area in members}
    near = [home] if ids <= inside or ids >= inside else []
    for within in (*near, own, *(known.areas[id] for id in own.parents if id in known.areas), home):
        matrix = _members(release, flow, within, period)
        if 1 < len(matrix) <= MOST_IN_MATRIX:
            return _Ground(members, matrix, within)
    return _Ground(members, members[:MOST_IN_MATRIX], own)


def _members(release: Release, flow: FlowCard, area: AreaCard, period: str) -> tuple[AreaCard, ...]:
    """Give the areas at the level of the flows that an area is made of in a period: itself, or its complete list."""
    if area.type == flow.area_type:
        return (area,)
    year = parse_period(period).start.year
    bound = release.catalogue.types[flow.area_type].vintage_bound
    return tuple(release.members(area, flow.area_type, year if bound else None, year))


@lru_cache(maxsize=16)
def _read(release: Release, id: str, period: str, slice: str) -> Flows:
    """Give all flows of a period; kept, because a release never changes and every choice begins with them."""
    return release.flows(id, period, slice)


def _flows_of(release: Release, id: str, period: str, slice: str) -> Flows:
    """Give the flows of a period, kept where they are public: whoever reads others is told to the log each time."""
    return _read(release, id, period, slice) if release.sight == PUBLIC else release.flows(id, period, slice)


def _whole_flows(release: Release, choice: FlowChoice, id: str, ground: _Ground) -> Flows:
    """Give the flows, with those of areas that should have told and did not as unknown."""
    flows = _flows_of(release, id, choice.periode, choice.deel)
    expected = list(dict.fromkeys(area.id for area in (*ground.members, *ground.matrix)))
    silent = [area for area in expected if area not in flows.told]
    tells = "origin" if release.catalogue.flows[id].leads == "to" else "destination"
    return replace(flows, frame=mark_unknown(flows.frame, silent, expected, tells)) if silent else flows


def _case(
    release: Release, card: IndicatorCard, choice: FlowChoice, offer: FlowOffer, ground: _Ground, wording: Wording
) -> FlowCase:
    known, flow = release.catalogue, release.catalogue.flows[card.id]
    flows = _whole_flows(release, choice, card.id, ground)
    frame, members = flows.frame, frozenset(area.id for area in ground.members)
    ends = sorted({*frame["origin"], *frame["destination"]})
    seen = Seen(choice.gebied, members, _places(release, ends, choice.niveau, flow.area_type))
    around = look_around(frame, seen, KIND[choice.richting])
    listed = around.order[: int(choice.top)]
    sources = source_lines(release, card, wording)
    shapes = release.shapes(ground.matrix)
    return FlowCase(
        subject=subject_of(release, card, wording),
        choice=choice,
        offer=offer,
        members=members,
        around=around,
        rest=gather_rest(frame, seen, listed) if len(listed) < len(around.order) else {},
        matrix=cross(frame, [area.id for area in _by_name(ground.matrix, wording)]),
        drawn=_sketch(frame, seen, around, shapes, choice),
        told=flows.told,
        beyond=flows.beyond,
        names=_names(release, (*ends, *around.order, choice.gebied, *seen.members), seen, wording),
        codes={id: known.areas[id].code for id in (*ends, *members)},
        shapes=shapes,
        flow=flow,
        ground_name=area_name(ground.within, wording.language),
        level_names={id: known.types[id].plural.get(wording.language) for id in offer.levels},
        slice_names=slice_names(release, offer.slices, wording),
        slice_label=slice_label(release, offer.slices, wording),
        sources=sources,
        suppliers=tuple(dict.fromkeys(source.supplier for source in sources)),
        notes=" ".join(filter(None, [card.notes.get(wording.language), note_rounding(card, known.sources, wording)])),
        suggestions=home_names(release, wording.language),
    )


def _places(release: Release, areas: Iterable[str], level: str, own_level: str) -> dict[str, str]:
    """Say in which area of a level each area lies; itself at its own level."""
    known = release.catalogue.areas
    if level == own_level:
        return {}
    above = {area: [id for id in known[area].parents if id in known and known[id].type == level] for area in areas}
    return {area: parents[0] for area, parents in above.items() if parents}


def _sketch(
    frame: pl.DataFrame, seen: Seen, around: Around, shapes: Mapping[str, Any], choice: FlowChoice
) -> Sketch | None:
    if not _has_map(seen, shapes):
        return None
    return sketch(frame, seen, around, shapes, KIND[choice.richting], int(choice.top))


def _has_map(seen: Seen, shapes: Mapping[str, Any]) -> bool:
    return len(shapes) > 1 and bool(seen.members & shapes.keys())


def _by_name(areas: Iterable[AreaCard], wording: Wording) -> list[AreaCard]:
    return sorted(areas, key=lambda area: area_name(area, wording.language).casefold())


def _names(release: Release, ids: Iterable[str], seen: Seen, wording: Wording) -> dict[str, str]:
    """Name areas; of a larger place in which the own area lies, only the rest is meant."""
    known = release.catalogue.areas
    names = {id: area_name(known[id], wording.language) for id in ids}
    own = {seen.places[area] for area in seen.members if area in seen.places} - {seen.own}
    return names | {id: wording.t("flows.rest_of", area=names[id]) for id in own & names.keys()}
