"""What a reader composes a table of, read from and written to the address: the URL is the state."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from noaber.products.choices import BadAddress
from noaber.vocabulary.errors import Problem, did_you_mean
from noaber.vocabulary.periods import parse_period
from noaber.warehouse.catalogue import Catalogue

MOST_INDICATORS = 200
MOST_AREAS = 400
MOST_PAGES = 10_000
COLUMNS = ("periode", "cijfer", "deel")
SHOWN_PERIODS = 10
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Tabulation:
    """The state of the page. Field names are what stands in the address.

    `gebieden` are chosen one by one and then count alone; else all areas of `niveau` that lie in `binnen`. `delen` is
    empty for totals, a dimension, or "alle". `kolommen` is what runs across; the rest runs down.
    """

    cijfers: tuple[str, ...]
    gebieden: tuple[str, ...] = ()
    niveau: str = ""
    binnen: str = ""
    van: str = ""
    tot: str = ""
    delen: str = ""
    kolommen: str = "periode"
    blad: int = 1
    grafieken: str = ""  # "ja": with a chart of each indicator above the table


@dataclass(frozen=True)
class TabulationOffer:
    """What can be chosen beside the indicators: levels, periods in order, dimensions."""

    levels: tuple[str, ...]
    periods: tuple[str, ...]
    dimensions: tuple[str, ...]


def make_tabulation_offer(known: Catalogue, indicators: Sequence[str], meant: Collection[str] = ()) -> TabulationOffer:
    """Give what can be chosen for these indicators together, with the periods of the levels that are meant (of the
    default level where none is); of several frequencies the one that has the most periods."""
    cards = [known.indicators[id] for id in indicators]
    covered = {part.level for card in cards for part in card.coverage}
    levels = tuple(id for id, card in known.types.items() if id in covered and card.level)
    shown = set(meant) & covered or {_default_level(known, levels)[0]}
    by_frequency: dict[str, dict[str, None]] = {}
    for text in sorted(
        {part.period for card in cards for part in card.coverage if part.level in shown}, key=parse_period
    ):
        by_frequency.setdefault(parse_period(text).frequency, {})[text] = None
    return TabulationOffer(
        levels=levels,
        periods=tuple(max(by_frequency.values(), key=len, default={})),
        dimensions=tuple(dict.fromkeys(d for card in cards for d in card.dimensions if d in known.dimensions)),
    )


def read_levels(known: Catalogue, query: Query) -> frozenset[str]:
    """Give the levels of the areas that are asked for, or the level; nothing where neither is said."""
    areas = _parts(query, "gebieden")
    return frozenset(known.area(text).type for text in areas) if areas else frozenset(query.get("niveau", ())[-1:])


def _default_level(known: Catalogue, levels: Sequence[str]) -> tuple[str, bool]:
    """Give the largest level within the region and True; else the largest level there is, and False."""
    inside = {known.areas[id].type for id in known.members.get(known.area(known.card.home).id, ())}
    within = [level for level in levels if level in inside]
    return next(iter([*within, *levels]), ""), bool(within)


def read_indicators(known: Catalogue, query: Query) -> tuple[str, ...]:
    """Give the indicators asked for; NotFound with the nearest where one is unknown."""
    ids = [id for id in _parts(query, "cijfers") if known.indicator(id).visible]
    return tuple(dict.fromkeys(ids))[:MOST_INDICATORS]


def parse_tabulation(known: Catalogue, query: Query, indicators: tuple[str, ...], offer: TabulationOffer) -> Tabulation:
    """Read the choice; all that cannot be is reported at once as `BadAddress`, an unknown area as NotFound."""
    problems: list[Problem] = []

    def one(name: str, allowed: Sequence[str], default: str) -> str:
        text = "".join(query.get(name, ())[-1:]).strip()
        if text and text not in allowed:
            problems.append(Problem(name, f"'{text[:40]}'", "", did_you_mean(text[:40], list(allowed))))
        return text if text in allowed else default

    default = default_tabulation(known, indicators, offer)
    within = "".join(query.get("binnen", ())[-1:]).strip()
    chosen = Tabulation(
        cijfers=indicators,
        gebieden=tuple(dict.fromkeys(known.area(text).id for text in _parts(query, "gebieden")))[:MOST_AREAS],
        niveau=one("niveau", offer.levels, default.niveau),
        binnen=within if within == "-" else known.area(within).id if within else default.binnen,
        van=one("van", offer.periods, default.van),
        tot=one("tot", offer.periods, default.tot),
        delen=one("delen", ("alle", *offer.dimensions), ""),
        kolommen=one("kolommen", COLUMNS, default.kolommen),
        blad=_page(query, problems),
        grafieken=one("grafieken", ("ja",), ""),
    )
    if problems:
        raise BadAddress(problems)
    return _in_order(chosen, offer.periods)


def _in_order(choice: Tabulation, periods: Sequence[str]) -> Tabulation:
    """Put periods that were chosen backwards the right way round."""
    if choice.van and choice.tot and periods.index(choice.van) > periods.index(choice.tot):
        return replace(choice, van=choice.tot, tot=choice.van)
    return choice


def default_tabulation(known: Catalogue, indicators: tuple[str, ...], offer: TabulationOffer) -> Tabulation:
    """Give what is shown when only indicators are chosen: the region's largest level, its last ten periods."""
    level, inside = _default_level(known, offer.levels)
    last = offer.periods[-SHOWN_PERIODS:]
    return Tabulation(
        cijfers=indicators,
        niveau=level,
        binnen=known.area(known.card.home).id if inside else "-",
        van=last[0] if last else "",
        tot=last[-1] if last else "",
    )


def _parts(query: Query, name: str) -> list[str]:
    said = [part.strip() for value in query.get(name, ()) for part in value.split(",")]
    return [part for part in said if part]


def _page(query: Query, problems: list[Problem]) -> int:
    text = "".join(query.get("blad", ())[-1:]) or "1"
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_PAGES:
        return int(text)
    problems.append(Problem("blad", f"'{text[:20]}'", f"1..{MOST_PAGES}"))
    return 1


def print_tabulation(choice: Tabulation, default: Tabulation) -> dict[str, str]:
    """Write a choice as the parameters of an address: the indicators, and what differs from the defaults.

    >>> print_tabulation(Tabulation(("a", "b"), van="2012"), Tabulation(("a", "b")))
    {'cijfers': 'a,b', 'van': '2012'}
    """
    said = {}
    for field in fields(Tabulation):
        value = getattr(choice, field.name)
        if field.name == "cijfers" or value != getattr(default, field.name):
            said[field.name] = ",".join(value) if isinstance(value, tuple) else str(value)
    return said
