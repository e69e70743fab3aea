"""The chapter on how late is told: what was known after each telling, and what to expect of the newest period."""

from __future__ import annotations

from noaber.products.delivery_report.document import Cell, Chapter, Head, Part, Table
from noaber.products.delivery_report.drawings import draw_steps
from noaber.products.delivery_report.words import Words
from noaber.vocabulary.periods import Period, parse_period
from noaber.warehouse.delivery_report.values import Lag, LagRow

COMPLETE = 0.995
"""From this share on a period is called as good as complete."""


def draw_lag(lag: Lag, words: Words) -> Chapter:
    """Draw the chapter."""
    t = words.wording.t
    newest = lag.rows[-1]
    share = words.share(lag.newest, 1)
    low, high = words.share(lag.lowest, 1), words.share(lag.highest, 1)
    period = words.wording.period_in(newest.period)
    said = [t("report.lag.newest", period=period, share=share, low=low, high=high)]
    if lag.newest < COMPLETE:
        more = words.wording.number(newest.known / lag.newest - newest.known)
        said.append(t("report.lag.more", known=words.wording.number(newest.known), more=more))
    said.append(_provisional(lag, words))
    return Chapter("vertraging", t("report.lag.title"), tuple(said), (Part(tables=(_table(lag, words),)),))


def provisional_periods(lag: Lag) -> list[str]:
    """Give the periods whose figures may still change: those that ended less than `settles` months before the newest
    delivery, and the newest itself where it is not complete."""
    newest = parse_period(lag.rows[-1].period)
    until = Period.containing("month", newest.end).next(-lag.settles).start
    recent = [row.period for row in lag.rows if parse_period(row.period).end > until]
    return recent or ([lag.rows[-1].period] if lag.newest < COMPLETE else [])


def _provisional(lag: Lag, words: Words) -> str:
    periods = provisional_periods(lag)
    named = [words.wording.period(period) for period in periods]
    t = words.wording.t
    return t("report.lag.provisional", periods=words.wording.listing(named)) if periods else t("report.lag.final")


def _table(lag: Lag, words: Words) -> Table:
    t = words.wording.t
    tellings = len(lag.expected)
    heads = (
        Head(t("report.head.about")),
        *(Head(t("report.head.telling", number=number), True) for number in range(1, tellings + 1)),
        Head(t("report.head.known"), True), Head(t("report.head.drawn")),
    )  # fmt: skip
    rows = [_row(row, tellings, words) for row in lag.rows]
    expected = [Cell(words.share(share, 1), number=True, strong=True) for share in lag.expected]
    last = (Cell(t("report.lag.expected"), strong=True), *expected, Cell(), Cell(drawing=draw_steps(lag.expected)))
    return Table(t("report.lag.caption"), heads, (*rows, last), t("report.lag.note"))


def _row(row: LagRow, tellings: int, words: Words) -> tuple[Cell, ...]:
    whole = len(row.shares) == tellings
    said = [words.share(share, 1) for share in row.shares]
    shares = [Cell(text, number=True) for text in (said if whole else [*said[:-1], words.wording.t("report.lag.now")])]
    empty = [Cell("")] * (tellings - len(shares))
    known = Cell(words.wording.number(row.known), number=True)
    return (
        Cell(words.wording.period(row.period)),
        *shares,
        *empty,
        known,
        Cell(drawing=draw_steps(row.shares) if whole else None),
    )
