"""The control bar of an indicator page: what is chosen and what can be chosen, as a plain form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from noaber.products.addresses import site_href
from noaber.products.indicator_case import IndicatorCase, indicator_href
from noaber.products.links import Link
from noaber.products.peers import Peers, choose_peers, draw_peer_links
from noaber.products.standings import Level
from noaber.products.wording import Wording
from noaber.vocabulary.periods import parse_period

MOST_BASES = 60  # of more periods only the first of each year is listed as a base
KEPT = ("volgorde", "draai", "vorm", "indeling", "klassen", "grenzen")
LISTED = 800  # more periods than this are not listed but typed


@dataclass(frozen=True)
class Option:
    """One entry of a list to choose from."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Pill:
    """An area that is chosen or can be compared with."""

    id: str
    name: str
    role: str
    checked: bool = True


@dataclass(frozen=True)
class Typed:
    """Periods that are too many to list and are typed instead: the kind of field, the chosen two and the bounds."""

    kind: str
    first: str
    last: str
    least: str
    most: str


@dataclass(frozen=True)
class ControlForm:
    """Everything the form shows."""

    action: str
    pills: tuple[Pill, ...]
    references: tuple[Pill, ...]
    suggestions: tuple[str, ...]
    levels: tuple[Option, ...]
    first: tuple[Option, ...]
    last: tuple[Option, ...]
    expressions: tuple[Option, ...]
    kept: tuple[tuple[str, str], ...]
    bases: tuple[Option, ...]
    differ_from: tuple[Option, ...]
    slices: tuple[Option, ...]
    dimensions: tuple[Option, ...]
    reset: str
    typed: Typed | None = None
    rolling: int = 0
    like: tuple[Link, ...] = ()


@dataclass(frozen=True)
class FormNames:
    """Names of what can be chosen: levels, slices and dimensions by id, and of areas that can be compared with."""

    levels: Mapping[str, str]
    slices: Mapping[str, str]
    dimensions: Mapping[str, str]
    areas: Mapping[str, str]
    peers: Sequence[Peers] = ()
    level: Level = field(default_factory=Level)  # among which areas the own one is ranked


def draw_form(case: IndicatorCase, names: FormNames, wording: Wording) -> ControlForm:
    """Draw the form for a choice."""
    choice, default = case.choice, case.offer.default
    action = site_href(wording.language, "cijfer", case.subject.id)
    listed = case.offer.periods if len(case.offer.periods) <= LISTED else ()
    periods = {p: wording.period(p, case.subject.moment if len(p) > 4 else "") for p in listed}
    total = {"": wording.t("form.total")}
    ways = case.possible_ways
    return ControlForm(
        action=action,
        pills=tuple(Pill(a, names.areas.get(a, a), case.role(a)) for a in choice.gebieden),
        references=_references(case, names),
        suggestions=tuple(case.suggestions),
        levels=_options(case.offer.levels, names.levels, choice.niveau),
        first=_options(listed, periods, choice.van),
        last=_options(tuple(reversed(listed)), periods, choice.tot),
        expressions=_options(ways, {way: wording.t(f"expression.{way}") for way in ways}, choice.als),
        kept=tuple((n, str(v)) for n in KEPT if (v := getattr(choice, n)) != getattr(default, n)),
        bases=_bases(case, periods, wording),
        differ_from=_differ_from(case, names),
        slices=_options(("", *case.offer.slices), total | dict(names.slices), choice.deel) if case.offer.slices else (),
        dimensions=_options(
            ("", *case.offer.dimensions), {"": wording.t("form.none")} | dict(names.dimensions), choice.uitsplitsing
        )
        if case.offer.dimensions
        else (),
        reset=action if choice != default else "",
        typed=None if listed else _typed(case),
        rolling=choice.laatste,
        like=draw_peer_links(names.peers, names.level, lambda peers: _like_href(case, peers, wording), wording),
    )


def _like_href(case: IndicatorCase, peers: Peers, wording: Wording) -> str:
    """The address that compares the own area with its peers; of a level that is too many to draw, its ranking."""
    offered = case.offer.levels
    level = next((level for level in offered if level == case.offer.default.niveau), case.choice.niveau)
    choice = choose_peers(case.choice, case.own, peers, level)
    ranked = peers.kind == "level" and len(choice.gebieden) == 1
    return indicator_href(case, wording, choice) + ("#ranglijst" if ranked else "")


def _bases(case: IndicatorCase, periods: Mapping[str, str], wording: Wording) -> tuple[Option, ...]:
    """The periods that can be 100; first that which is unless another is chosen."""
    if "index" not in case.possible_ways or not periods:
        return ()
    years = {period[:4]: period for period in reversed(case.offer.periods)}
    if len(periods) > MOST_BASES:
        periods = {period: periods[period] for period in reversed(years.values())}
    return _options(("", *periods), {"": wording.t("form.basis.first"), **periods}, case.choice.basis)


def _differ_from(case: IndicatorCase, names: FormNames) -> tuple[Option, ...]:
    """The areas that figures can be set against: references and chosen areas."""
    if "verschil" not in case.possible_ways:
        return ()
    choice, default = case.choice, case.offer.default
    known = dict.fromkeys((case.reference, *default.vergelijk, *choice.vergelijk, *choice.gebieden))
    return _options([area for area in known if area], names.areas, case.reference)


def _typed(case: IndicatorCase) -> Typed | None:
    periods = case.offer.periods
    if not periods:
        return None
    kind = "date" if parse_period(periods[0]).frequency == "day" else "text"
    return Typed(kind, case.choice.van, case.choice.tot, periods[0], periods[-1])


def _references(case: IndicatorCase, names: FormNames) -> tuple[Pill, ...]:
    """The usual references, ticked or not, and any other that was chosen."""
    known = dict.fromkeys((*case.choice.vergelijk, *case.offer.default.vergelijk))
    return tuple(
        Pill(area, names.areas.get(area, area), case.role(area) if area in case.references else "ref1",
             area in case.choice.vergelijk)
        for area in known
        if area not in case.choice.gebieden
    )  # fmt: skip


def _options(values: Iterable[str], texts: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, texts.get(value, value), value == chosen) for value in values)
