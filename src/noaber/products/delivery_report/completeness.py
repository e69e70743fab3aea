"""The chapter on what came in: rows, deliveries before, rows set apart, periods and columns."""

from __future__ import annotations

from collections.abc import Iterator

from noaber.products.delivery_report.document import Cell, Chapter, Head, Part, Table, numbers
from noaber.products.delivery_report.drawings import draw_bars
from noaber.products.delivery_report.words import Words, verdict
from noaber.products.findings import capital
from noaber.products.source_pages import say_day
from noaber.warehouse.delivery_report.values import Apart, ColumnFacts, Completeness, DeliveryFacts

NEXT_STEP = {
    "again": "once", "unknown_code": "list", "unknown_area": "list", "ragged": "export", "pattern": "export",
    "unclear": "ask", "sum": "ask",
}  # fmt: skip
"""What the supplier is asked to do about rows set apart; to mend and send them again where nothing else is said."""


def draw_completeness(found: Completeness, words: Words) -> Chapter:
    """Draw the chapter."""
    t = words.wording.t
    parts = [
        Part(t("report.past.title"), tables=(_deliveries(found, words),)),
        Part(t("report.apart.title"), tuple(_about_apart(found, words)), tables=tuple(_apart(found, words))),
        Part(t("report.periods.title"), tables=(_periods(found, words),)),
        Part(t("report.columns.title"), (_dropped(found, words),), tables=(_columns(found, words),)),
    ]
    return Chapter("compleet", t("report.completeness.title"), tuple(_answers(found, words)), tuple(parts))


def _answers(found: Completeness, words: Words) -> Iterator[str]:
    t, number, now = words.wording.t, words.wording.number, found.delivery
    share = words.share(now.apart, now.received)
    yield t("report.rows", received=number(now.received), kept=number(now.kept), apart=number(now.apart), share=share)
    if found.too_bad:
        yield t("report.too_bad", most=number(words.source.tolerate_pct, 0, "%"))
    said = verdict(now.received, found.usual)
    if found.usual:
        usual = words.usual(found.usual, whole=True)
        yield t(f"report.rows.{said}", middle=number(found.usual.middle), usual=usual, number=len(found.past))
    else:
        yield t("report.rows.unknown")
    if found.missing:
        periods = [words.wording.period(period) for period in found.missing]
        yield t("report.missing", periods=words.wording.listing(periods))
    if now.forgotten:
        yield t.plural("report.forgotten", now.forgotten)


def _deliveries(found: Completeness, words: Words) -> Table:
    t = words.wording.t
    shown = [*found.past, found.delivery]
    most = max(facts.received for facts in shown)
    heads = (
        Head(t("report.head.delivery")), Head(t("delivery.received")), Head(t("report.head.rows"), True),
        Head(t("report.head.kept"), True), Head(t("report.head.apart"), True), Head(t("report.head.share"), True),
        Head(t("report.head.drawn")),
    )  # fmt: skip
    note = t("report.past.note") if found.usual else ""
    middle = found.usual.middle if found.usual else None
    rows = tuple(_delivery(facts, words, most, middle, facts is found.delivery) for facts in shown)
    return Table(t("report.past.caption"), heads, rows, note)


def _delivery(facts: DeliveryFacts, words: Words, most: int, usual: float | None, now: bool) -> tuple[Cell, ...]:
    number = words.wording.number
    bar = draw_bars([facts.received], max(most, usual or 0), usual)
    counts = numbers(number(facts.received), number(facts.kept), number(facts.apart))
    return (
        Cell(words.wording.period(facts.told), strong=now), Cell(say_day(facts.received_at, words.wording)), *counts,
        Cell(words.share(facts.apart, facts.received), number=True), Cell(drawing=bar),
    )  # fmt: skip


def _about_apart(found: Completeness, words: Words) -> Iterator[str]:
    t = words.wording.t
    yield t("report.apart.lead") if found.apart else t("report.apart.none")
    if found.delivery.masked:
        yield t.plural("report.masked", found.delivery.masked)


def _apart(found: Completeness, words: Words) -> Iterator[Table]:
    t = words.wording.t
    if found.apart:
        heads = tuple(
            Head(t(f"report.head.{name}"), name == "rows") for name in ("why", "rows", "lines", "expected", "step")
        )
        yield Table(t("report.apart.caption"), heads, tuple(_apart_row(part, found, words) for part in found.apart))


def _apart_row(part: Apart, found: Completeness, words: Words) -> tuple[Cell, ...]:
    t = words.wording.t
    header = next((fact.header for fact in found.columns if fact.column == part.column and fact.header), "")
    why = t(f"report.apart.{part.kind}")
    named = t("report.in_column", why=why, column=header or words.column(part.column)) if part.column else why
    step = t(f"report.step.{NEXT_STEP.get(part.kind, 'mend')}")
    return (
        Cell(capital(named)), Cell(words.wording.number(len(part.lines)), number=True), Cell(words.lines(part.lines)),
        Cell(_expected(part, words)), Cell(step),
    )  # fmt: skip


def _expected(part: Apart, words: Words) -> str:
    """Say what was expected in the place of what stood there, from what the source declares."""
    spec = words.source.columns.get(part.column)
    number = words.wording.number
    values = {
        "low": number(spec.min) if spec and spec.min is not None else "",
        "high": number(spec.max) if spec and spec.max is not None else "",
        "codes": number(len(spec.codes)) if spec else "",
        "column": words.column(part.column) if part.column else "",
    }
    return words.wording.t(f"report.expected.{part.kind}", **values)


def _periods(found: Completeness, words: Words) -> Table:
    t, number = words.wording.t, words.wording.number
    names = ("about", "first", "again", "withdrawn")
    heads = tuple(Head(t(f"report.head.{name}"), name != "about") for name in names)
    rows = tuple(
        (
            Cell(words.wording.period(part.period)),
            *numbers(number(part.first), number(part.again), number(part.withdrawn)),
        )
        for part in found.periods
    )
    return Table(t("report.periods.caption"), heads, rows, t("report.periods.note"))


def _dropped(found: Completeness, words: Words) -> str:
    t = words.wording.t
    dropped = found.delivery.dropped
    return t.plural("report.dropped", dropped) if dropped else t("report.dropped.none")


def _columns(found: Completeness, words: Words) -> Table:
    t = words.wording.t
    heads = tuple(Head(t(f"report.head.{name}")) for name in ("column", "header"))
    return Table(t("report.columns.caption"), heads, tuple(_column(fact, words) for fact in found.columns))


def _column(fact: ColumnFacts, words: Words) -> tuple[Cell, ...]:
    t = words.wording.t
    name = Cell(words.column(fact.column))
    if fact.header:
        return name, Cell(fact.header, code=True)
    if fact.in_name:
        return name, Cell(t("report.columns.in_name"))
    return name, Cell(
        t("report.columns.optional" if fact.optional else "report.columns.lacking"), strong=not fact.optional
    )
