"""The chapters on records that contradict each other, and on the supplier's own codes."""

from __future__ import annotations

from noaber.products.delivery_report.document import Cell, Chapter, Head, Part, Table, numbers
from noaber.products.delivery_report.words import Words
from noaber.products.findings import capital
from noaber.warehouse.delivery_report.values import CodeFacts, Codes, SupplierReport


def draw_contradictions(report: SupplierReport, words: Words) -> Chapter:
    """Draw the chapter: every rule that was asked, and the lines that break it."""
    t, number = words.wording.t, words.wording.number
    broken = [found for found in report.contradictions if found.lines]
    rows = len({line for found in broken for line in found.lines})
    answers = [t.plural("report.broken", rows) if rows else t("report.broken.none", rules=len(report.contradictions))]
    if report.unregistered is not None:
        count = report.unregistered
        answers.append(t.plural("report.unregistered", count) if count else t("report.unregistered.none"))
    heads = tuple(Head(t(f"report.head.{name}"), name == "rows") for name in ("rule", "rows", "lines"))
    ordered = sorted(report.contradictions, key=lambda found: not found.lines)
    table = Table(
        t("report.broken.caption"), heads,
        tuple(
            (
                Cell(t(f"report.rule.{found.rule}"), strong=bool(found.lines)),
                Cell(number(len(found.lines)), number=True), Cell(words.lines(found.lines)),
            )
            for found in ordered
        ),
        t("report.broken.note"),
    )  # fmt: skip
    return Chapter("tegenspraak", t("report.broken.title"), tuple(answers), (Part(tables=(table,)),))


def draw_codes(codes: Codes, words: Words) -> Chapter:
    """Draw the chapter: unknown codes, then how often each known one occurs."""
    t = words.wording.t
    count = sum(code.count for code in codes.unknown) + codes.untold
    answers = [t.plural("report.codes.apart", count) if count else t("report.codes.none")]
    if codes.untold:
        answers.append(t.plural("report.codes.untold", codes.untold))
    if codes.unused:
        answers.append(t.plural("report.codes.unused", codes.unused))
    parts = [Part(t("report.codes.unknown"), tables=(_unknown(codes, words),))] if codes.unknown else []
    parts.append(Part(t("report.codes.known"), tables=(_known(codes, words),)))
    return Chapter("codes", t("report.codes.title", column=words.column(codes.column)), tuple(answers), tuple(parts))


def _unknown(codes: Codes, words: Words) -> Table:
    t = words.wording.t
    heads = tuple(Head(t(f"report.head.{name}"), name == "rows") for name in ("code", "rows", "near"))
    listed = words.source.columns[codes.column].codes
    rows = tuple(
        (
            Cell(code.code, code=True), Cell(words.wording.number(code.count), number=True),
            Cell(f"{code.near} ({words.group(listed[code.near])})" if code.near else t("report.codes.no_near")),
        )
        for code in codes.unknown
    )  # fmt: skip
    return Table(t("report.codes.unknown.caption"), heads, rows)


def _known(codes: Codes, words: Words) -> Table:
    t = words.wording.t
    heads = (
        Head(t("report.head.code")), Head(capital(words.kinds)), Head(t("report.head.now"), True),
        Head(t("report.head.before"), True), Head(t("report.head.seen")),
    )  # fmt: skip
    rows = tuple(_code(fact, words) for fact in codes.known)
    several = len({fact.category for fact in codes.known}) < len(codes.known)
    return Table(t("report.codes.known.caption"), heads, rows, t("report.codes.note") if several else "")


def _code(fact: CodeFacts, words: Words) -> tuple[Cell, ...]:
    number = words.wording.number
    first, last = words.wording.period(fact.first), words.wording.period(fact.last)
    seen = first if first == last else words.wording.t("report.range", low=first, high=last)
    counts = numbers(number(fact.now), number(fact.before))
    return Cell(fact.code, code=True), Cell(words.group(fact.category)), *counts, Cell(seen)
