"""Periods of every frequency: years to hours, written ISO-like, ordered in time, able to contain each other."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache, total_ordering
from typing import Literal

from noaber.vocabulary.errors import NotFound, Problem

Frequency = Literal["year", "half", "quarter", "month", "week", "day", "hour"]
FREQUENCIES: tuple[Frequency, ...] = ("year", "half", "quarter", "month", "week", "day", "hour")


@total_ordering
@dataclass(frozen=True)
class Period:
    """A stretch of time of a known frequency, from `start` up to but not including `end`.

    >>> str(Period.of("quarter", 2019, 3)), str(parse_period("2019-05").next())
    ('2019-Q3', '2019-06')
    >>> parse_period("2019").contains(parse_period("2019-W23"))
    True
    """

    frequency: Frequency
    start: datetime

    @classmethod
    def of(cls, frequency: Frequency, year: int, number: int = 1) -> Period:
        """Make the `number`th period (from 1) of that frequency in `year`; ISO year and week for weeks."""
        return cls(frequency, _START[frequency](year, number))

    @classmethod
    def containing(cls, frequency: Frequency, moment: datetime) -> Period:
        """Give the period of that frequency in which a moment lies.

        >>> str(Period.containing("quarter", datetime(1995, 5, 9)))
        '1995-Q2'
        """
        if frequency == "week":
            return cls.of("week", *moment.isocalendar()[:2])
        if frequency in ("day", "hour"):
            return cls(frequency, datetime(moment.year, moment.month, moment.day, moment.hour * (frequency == "hour")))
        return cls.of(frequency, moment.year, (moment.month - 1) // _MONTHS_IN[frequency] + 1)

    @property
    def end(self) -> datetime:
        """The first moment after this period."""
        return self.next().start

    @property
    def last_day(self) -> date:
        """The last day of this period; of an hour, its day."""
        return (self.end - timedelta(hours=1)).date()

    @property
    def year(self) -> int:
        """The year it is counted in: for weeks the ISO year."""
        return self.start.isocalendar().year if self.frequency == "week" else self.start.year

    def next(self, steps: int = 1) -> Period:
        """Give the period `steps` later; negative steps go back."""
        return Period(self.frequency, _STEP[self.frequency](self.start, steps))

    def contains(self, other: Period) -> bool:
        """Say whether `other` lies wholly within this period; a week belongs to the year of its Thursday."""
        if self.frequency == "year" and other.frequency == "week":
            return self.year == other.year
        return self.start <= other.start and other.end <= self.end

    @cached_property
    def _text(self) -> str:
        return _PRINT[self.frequency](self.start)

    def __str__(self) -> str:
        return self._text

    def __lt__(self, other: Period) -> bool:
        return (self.start, FREQUENCIES.index(self.frequency)) < (
            other.start,
            FREQUENCIES.index(other.frequency),
        )


_MONTHS_IN: dict[Frequency, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}


def _months(start: datetime, months: int) -> datetime:
    index = start.year * 12 + start.month - 1 + months
    return start.replace(year=index // 12, month=index % 12 + 1)


def _month_start(width: int) -> Callable[[int, int], datetime]:
    return lambda year, number: datetime(year, (number - 1) * width + 1, 1)


_START: dict[Frequency, Callable[[int, int], datetime]] = {
    "year": lambda year, _: datetime(year, 1, 1),
    "half": _month_start(6),
    "quarter": _month_start(3),
    "month": _month_start(1),
    "week": lambda year, number: datetime.fromisocalendar(year, number, 1),
    "day": lambda year, number: datetime(year, 1, 1) + timedelta(days=number - 1),
    "hour": lambda year, number: datetime(year, 1, 1) + timedelta(hours=number - 1),
}
_STEP: dict[Frequency, Callable[[datetime, int], datetime]] = {
    "year": lambda start, n: _months(start, 12 * n),
    "half": lambda start, n: _months(start, 6 * n),
    "quarter": lambda start, n: _months(start, 3 * n),
    "month": lambda start, n: _months(start, n),
    "week": lambda start, n: start + timedelta(weeks=n),
    "day": lambda start, n: start + timedelta(days=n),
    "hour": lambda start, n: start + timedelta(hours=n),
}
_PRINT: dict[Frequency, Callable[[datetime], str]] = {
    "year": lambda s: f"{s.year:04d}",
    "half": lambda s: f"{s.year:04d}-H{(s.month + 5) // 6}",
    "quarter": lambda s: f"{s.year:04d}-Q{(s.month + 2) // 3}",
    "month": lambda s: f"{s.year:04d}-{s.month:02d}",
    "week": lambda s: f"{s.isocalendar().year:04d}-W{s.isocalendar().week:02d}",
    "day": lambda s: s.date().isoformat(),
    "hour": lambda s: f"{s.date().isoformat()}T{s.hour:02d}",
}
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-H(?P<half>[12])|-Q(?P<quarter>[1-4])|-W(?P<week>\d{2})"
    r"|-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:T(?P<hour>\d{2}))?)?)?"
)


@lru_cache(maxsize=100_000)
def parse_period(text: str) -> Period:
    """Read a period as this house writes it; NotFound says which forms exist.

    >>> parse_period("2019-W23").start.date().isoformat()
    '2019-06-03'
    """
    match = _ISO.fullmatch(text)
    try:
        if match:
            period = _period_of({name: int(part) for name, part in match.groupdict().items() if part})
            if period.end > period.start:
                return period
    except (ValueError, OverflowError):  # no such month, or an end beyond the calendar, as in 9999 for "never"
        pass
    forms = "2019, 2019-H1, 2019-Q3, 2019-05, 2019-W23, 2019-05-03 or 2019-05-03T14"
    raise NotFound(Problem("period", f"'{text}' is no period", forms))


def _period_of(parts: dict[str, int]) -> Period:
    year = parts["year"]
    for frequency in ("half", "quarter", "week"):
        if frequency in parts:
            return Period.of(frequency, year, parts[frequency])
    if "day" in parts:
        moment = datetime(year, parts["month"], parts["day"], parts.get("hour", 0))
        return Period("hour" if "hour" in parts else "day", moment)
    return Period.of("month", year, parts["month"]) if "month" in parts else Period.of("year", year)


_MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        (
            "januari jan januar january", "februari feb februar february", "maart mrt märz march mar",
            "april apr", "mei mai may", "juni jun june", "juli jul july",
            "augustus aug august", "september sep sept", "oktober okt oct october", "november nov",
            "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_CBS = {"JJ": "year", "HJ": "half", "KW": "quarter", "MM": "month", "WW": "week"}
_MARK = re.compile(r"\s*(?P<mark>\*{1,2})\s*$")


@lru_cache(maxsize=100_000)
def parse_supplier_period(text: str) -> tuple[Period, bool]:
    """Read a period as suppliers write it, and whether they call it provisional (`*` or `**`, as StatLine).

    >>> [(str(p), mark) for p, mark in map(parse_supplier_period, ["2022*", "2012KW03", "januari 2003", "20190103"])]
    [('2022', True), ('2012-Q3', False), ('2003-01', False), ('2019-01-03', False)]
    """
    provisional = bool(_MARK.search(text))
    bare = _MARK.sub("", text).strip()
    for pattern, make in _SUPPLIER_FORMS:
        match = pattern.fullmatch(bare)
        if match:
            try:
                return make(*match.groups()), provisional
            except (ValueError, KeyError):
                break
    return parse_period(bare), provisional


def _cbs_period(year: str, kind: str, number: str) -> Period:
    return Period.of(_CBS[kind], int(year), 1 if kind == "JJ" else int(number))  # type: ignore[arg-type]


def _date_period(year: str, month: str, day: str) -> Period:
    return Period("day", datetime(int(year), int(month), int(day)))


_SUPPLIER_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Period]], ...] = (
    (re.compile(r"(\d{4})(JJ|HJ|KW|MM|WW)(\d{1,2})"), _cbs_period),
    (re.compile(r"(\d{4})(\d{2})(\d{2})"), _date_period),
    (re.compile(r"(\d{4})(\d{2})"), lambda y, m: Period.of("month", int(y), int(m))),
    (re.compile(r"([^\W\d]+)\.? (\d{4})"), lambda m, y: Period.of("month", int(y), _MONTH_NAMES[m.lower()])),
    (re.compile(r"(\d{4}) ([^\W\d]+)"), lambda y, m: Period.of("month", int(y), _MONTH_NAMES[m.lower()])),
    (re.compile(r"(\d{4}) (\d)e kwartaal"), lambda y, q: Period.of("quarter", int(y), int(q))),
    (re.compile(r"(\d)e kwartaal (\d{4})"), lambda q, y: Period.of("quarter", int(y), int(q))),
    (re.compile(r"(\d{4})[- ]?[QqKk](\d)"), lambda y, q: Period.of("quarter", int(y), int(q))),
    (re.compile(r"(\d{4}) (\d)e halfjaar"), lambda y, h: Period.of("half", int(y), int(h))),
    (re.compile(r"(\d{1,2})[-.](\d{1,2})[-.](\d{4})"), lambda d, m, y: _date_period(y, m, d)),
    (re.compile(r"(\d{4})\.0"), lambda y: Period.of("year", int(y))),
)


def parse_periods(text: str, known: Iterable[Period] = ()) -> list[Period]:
    """Read a choice of periods: `2019`, `2019,2021`, `2015..2020` (from the known ones, or all between).

    >>> [str(p) for p in parse_periods("2019..2021")]
    ['2019', '2020', '2021']
    """
    chosen: list[Period] = []
    for part in text.split(","):
        first, dots, last = part.strip().partition("..")
        if not dots:
            chosen.append(parse_period(first))
        else:
            chosen += _between(parse_period(first), parse_period(last), list(known))
    return chosen


def _between(first: Period, last: Period, known: list[Period]) -> list[Period]:
    if known:
        return [p for p in sorted(known) if first.start <= p.start and p.end <= last.end]
    steps: list[Period] = []
    period = first
    while period.start <= last.start and len(steps) < 10_000:
        steps.append(period)
        period = period.next()
    return steps


def days_in(period: Period) -> int:
    """Give the number of days in a period, for rates per day.

    >>> days_in(parse_period("2024-02"))
    29
    """
    if period.frequency == "month":
        return calendar.monthrange(period.start.year, period.start.month)[1]
    return (period.end - period.start).days


def first_day(period: Period) -> date:
    """Give the first day of a period."""
    return period.start.date()
