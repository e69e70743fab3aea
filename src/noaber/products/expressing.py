"""Figures set against others: a base period, a period before, a population, a whole, an area to compare with.

Every way is one operand and one sum over two numbers. Without an operand there is no result but a reason; the result
carries the gravest of both statuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from noaber.products.figures import ABSENT, Figure, Figures
from noaber.products.ways import OVER_TIME, Expression
from noaber.vocabulary.observations import Status, gravest
from noaber.vocabulary.periods import parse_period

Key = tuple[str, str, str]  # area, period, slice
OUTSIDE = Figure(None, "M", reason="outside")


@dataclass(frozen=True)
class Lens:
    """A way of looking with what it needs: `base` is the period that is 100, `before` gives the period a change is
    counted from, `denominators` the populations, `whole` and `inside` the area that is divided and what lies in it,
    `reference` the area to differ from."""

    how: Expression = "waarde"
    points: bool = False
    base: str = ""
    before: Mapping[str, str] = field(default_factory=dict)
    denominators: Figures | None = None
    whole: str = ""
    inside: frozenset[str] = frozenset()
    reference: str = ""


def express(figures: Figures, lens: Lens) -> Figures:
    """Re-express figures; what is hidden, missing, broken or without something to compare with says so instead."""
    if lens.how == "waarde":
        return figures
    find, compute = FIND[lens.how], COMPUTE[lens.how]
    breaks = figures.breaks if lens.how in OVER_TIME else {}
    cells: dict[Key, Figure] = {}
    for key, now in figures.cells.items():
        other, period = find(figures, lens, key)
        broken = broken_between(breaks.get((key[0], key[2]), ()), period, key[1]) if breaks and period else False
        cells[key] = _related(now, other, broken, compute, lens)
    return Figures(cells, figures.names)


def _related(now: Figure, other: Figure, broken: bool, compute: Compute, lens: Lens) -> Figure:
    if now.absence:
        return now
    if other.absence:
        return Figure(None, reason=other.absence if other.absence in ("hidden", "outside") else "base")
    if broken:
        return Figure(None, reason="break")
    value = compute(now.value or 0.0, other.value or 0.0, lens.points)
    status = gravest([Status(now.status), Status(other.status)]).value if now.status != other.status else now.status
    starts = lens.how not in OVER_TIME and (now.series_break or other.series_break)
    return Figure(
        value, status, False, starts, reason="" if value is not None else "base", beyond=now.beyond or other.beyond
    )


# -- what a figure is set against: the figure, and its period where that is another ------------------------------


Found = tuple[Figure, str]


def _base(figures: Figures, lens: Lens, key: Key) -> Found:
    return figures.get(key[0], lens.base, key[2]), lens.base


def _before(figures: Figures, lens: Lens, key: Key) -> Found:
    period = lens.before.get(key[1], "")
    return (figures.get(key[0], period, key[2]), period) if period else (ABSENT, "")


def _population(figures: Figures, lens: Lens, key: Key) -> Found:
    """The population of the same period, or of the year a shorter period lies in."""
    if lens.denominators is None:
        return ABSENT, ""
    exact = lens.denominators.get(key[0], key[1])
    return (exact if not exact.absence else lens.denominators.get(key[0], key[1][:4])), ""


def _whole(figures: Figures, lens: Lens, key: Key) -> Found:
    return (figures.get(lens.whole, key[1], key[2]) if key[0] in lens.inside else OUTSIDE), ""


def _reference(figures: Figures, lens: Lens, key: Key) -> Found:
    return figures.get(lens.reference, key[1], key[2]), ""


Compute = Callable[[float, float, bool], float | None]
FIND: Mapping[Expression, Callable[[Figures, Lens, Key], Found]] = {
    "index": _base,
    "verandering": _before,
    "toename": _before,
    "per1000": _population,
    "aandeel": _whole,
    "verschil": _reference,
}


# -- sums over two numbers: None where the outcome would mislead -------------------------------------------------


def index(now: float, then: float, points: bool = False) -> float | None:
    """Give `now` as index of `then`; none from zero, and none to or from a negative number.

    >>> index(110, 100), index(-22, -14)
    (110.0, None)
    """
    return None if then <= 0 or now < 0 else 100 * now / then


def change(now: float, then: float, points: bool = False) -> float | None:
    """Give the change in percent, or in percentage `points`.

    >>> change(110, 100), change(12, 10, points=True)
    (10.0, 2)
    """
    if points:
        return now - then
    grown = index(now, then)
    return None if grown is None else grown - 100


COMPUTE: Mapping[Expression, Compute] = {
    "index": index,
    "verandering": change,
    "toename": lambda now, then, points: now - then,
    "per1000": lambda now, people, points: 1000 * now / people if people > 0 else None,
    "aandeel": lambda now, whole, points: 100 * now / whole if whole > 0 and now >= 0 else None,
    "verschil": lambda now, theirs, points: now - theirs,
}


# -- periods -----------------------------------------------------------------------------------------------------


def broken_between(breaks: Sequence[str], one: str, other: str) -> bool:
    """Say whether a series starts anew after the earlier and up to the later of two periods."""
    if not breaks:
        return False
    first, last = sorted((parse_period(one), parse_period(other)))
    return any(first < parse_period(period) <= last for period in breaks)


def change_between(figures: Figures, area: str, first: str, last: str, points: bool, slice: str = "") -> Figure:
    """Give the change of an area between two periods, in percent or points, or why it cannot be said."""
    now, then = figures.get(area, last, slice), figures.get(area, first, slice)
    if now.absence or then.absence:
        return Figure(None, reason="hidden" if "hidden" in (now.absence, then.absence) else "missing")
    if broken_between(figures.breaks.get((area, slice), ()), first, last):
        return Figure(None, reason="break")
    value = change(now.value or 0.0, then.value or 0.0, points)
    told = [Status(figure.status) for figure in (now, then) if figure.status != "B"]
    return Figure(value, gravest(told).value, reason="" if value is not None else "base")


@lru_cache(maxsize=4096)
def year_before(period: str) -> str:
    """Give the same period one year earlier.

    >>> year_before("2020-Q3"), year_before("2020")
    ('2019-Q3', '2019')
    """
    now = parse_period(period)
    steps = {"year": 1, "half": 2, "quarter": 4, "month": 12, "week": 52, "day": 365, "hour": 8760}
    return str(now.next(-steps[now.frequency]))


def periods_before(periods: Sequence[str]) -> dict[str, str]:
    """Give for each period the one its change is counted from: a year earlier, so that seasons cancel out; of a
    survey that is not held every year the one before.

    >>> periods_before(["2012", "2016", "2020"]), periods_before(["2019-Q1", "2020-Q1", "2020-Q2"])
    ({'2016': '2012', '2020': '2016'}, {'2020-Q1': '2019-Q1'})
    """
    if not periods:
        return {}
    if parse_period(periods[0]).frequency == "year":
        return dict(zip(periods[1:], periods, strict=False))
    known = set(periods)
    return {period: before for period in periods if (before := year_before(period)) in known}


def is_yearly(before: Mapping[str, str]) -> bool:
    """Say whether every change is counted over exactly a year."""
    return all(year_before(period) == earlier for period, earlier in before.items())
