"""The chapter on what is plausible: every figure beside its own past, and beside the other suppliers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noaber.products.charts.strip_drawing import draw_strip
from noaber.products.delivery_report.document import Cell, Chapter, Head, Part, Table
from noaber.products.delivery_report.drawings import draw_course
from noaber.products.delivery_report.words import Words, verdict
from noaber.products.findings import capital
from noaber.warehouse.delivery_report.figures import COUNTED, MEASURES
from noaber.warehouse.delivery_report.values import Past, Standing, SupplierReport

ODD = ("higher", "lower")


def draw_plausibility(report: SupplierReport, words: Words) -> Chapter:
    """Draw the chapter: what stands out first, then measure by measure."""
    t = words.wording.t
    odd = list(odd_ones(report, words))
    parts = [Part(items=tuple(odd))] if odd else []
    for measure in MEASURES:
        past = words.in_order(row for row in report.past if row.measure == measure)
        standings = words.in_order(row for row in report.standings if row.measure == measure)
        if past:
            tables = [_past(past, measure, words), *([_peers(standings, measure, words)] if standings else [])]
            parts.append(Part(capital(words.measure(measure)), (t(f"report.about.{measure}"),), tables=tuple(tables)))
    return Chapter("aannemelijk", t("report.plausible.title"), tuple(_answers(report, len(odd), words)), tuple(parts))


def _answers(report: SupplierReport, odd: int, words: Words) -> Iterator[str]:
    t = words.wording.t
    compared = [row.usual for row in report.past if row.value is not None] + [row.usual for row in report.standings]
    asked = len([usual for usual in compared if usual])
    if not asked:
        yield t("report.odd.unknown")
    else:
        count = words.wording.number(asked)
        yield t.plural("report.odd", odd, asked=count) if odd else t("report.odd.none", asked=count)
        yield t("report.odd.meaning")


def odd_ones(report: SupplierReport, words: Words) -> Iterator[str]:
    """Say what is higher or lower than usual, with the reason: first beside the own past, then beside the others."""
    t = words.wording.t
    for row in words.in_order(report.past):
        said = verdict(row.value, row.usual)
        if said in ODD and row.usual:
            yield t(
                f"report.odd.past.{said}", measure=words.measure(row.measure), group=capital(words.group(row.group)),
                value=words.value(row.value), middle=words.value(row.usual.middle), usual=_usual(row, words),
            )  # fmt: skip
    for place in words.in_order(report.standings):
        said = verdict(place.value, place.usual)
        if said in ODD and place.usual:
            middle = _valued(place.usual.middle, place, words)
            yield t(
                f"report.odd.peers.{said}", measure=words.measure(place.measure),
                group=capital(words.group(place.group)), value=_valued(place.value, place, words), middle=middle,
                number=len(place.peers),
            )  # fmt: skip


def _usual(row: Past, words: Words) -> str:
    return words.usual(row.usual, whole=row.measure in COUNTED)


def _valued(value: float, place: Standing, words: Words) -> str:
    text = words.value(value, place.rate)
    return words.wording.t("report.per_1000", value=text) if place.rate else text


def _past(rows: Sequence[Past], measure: str, words: Words) -> Table:
    t = words.wording.t
    heads = (
        Head(capital(words.kinds)), Head(words.wording.period(rows[0].series[-1][0]), True),
        Head(t("report.head.middle"), True), Head(t("report.head.usual"), True), Head(t("report.head.course")),
        Head(t("report.head.verdict")),
    )  # fmt: skip
    caption = t("report.past_of", measure=capital(words.measure(measure)))
    return Table(caption, heads, tuple(_past_row(row, words) for row in rows))


def _past_row(row: Past, words: Words) -> tuple[Cell, ...]:
    said = verdict(row.value, row.usual)
    series = "; ".join(f"{words.wording.period(period)}: {words.value(value)}" for period, value in row.series)
    drawn = draw_course([value for _, value in row.series], row.usual)
    middle = words.value(row.usual.middle if row.usual else None)
    return (
        Cell(words.group(row.group), strong=not row.group), Cell(words.value(row.value), number=True),
        Cell(middle, number=True), Cell(_usual(row, words), number=True), Cell(drawing=drawn, alt=series),
        Cell(words.wording.t(f"report.verdict.{said}"), strong=said in ODD),
    )  # fmt: skip


def _peers(rows: Sequence[Standing], measure: str, words: Words) -> Table:
    t, rate = words.wording.t, rows[0].rate
    key = "report.peers_of.rate" if rate else "report.peers_of"
    heads = (
        Head(capital(words.kinds)), Head(t("report.head.you"), True), Head(t("report.head.middle"), True),
        Head(t("report.head.reach"), True), Head(t("report.head.rank"), True), Head(t("report.head.place")),
        Head(t("report.head.verdict")),
    )  # fmt: skip
    caption = t(key, measure=capital(words.measure(measure)))
    return Table(caption, heads, tuple(_peers_row(row, words) for row in rows))


def _peers_row(row: Standing, words: Words) -> tuple[Cell, ...]:
    t = words.wording.t
    said = verdict(row.value, row.usual)
    others = {str(at): value for at, value in enumerate(row.peers)}
    strip = draw_strip("own", {"own": row.value, **others}, {}, [])
    low, high = words.value(row.peers[0], row.rate), words.value(row.peers[-1], row.rate)
    rank = t("report.rank", place=row.highest_first, number=len(row.peers) + 1)
    middle = words.value(row.usual.middle if row.usual else None, row.rate)
    return (
        Cell(words.group(row.group), strong=not row.group), Cell(words.value(row.value, row.rate), number=True),
        Cell(middle, number=True), Cell(t("report.range", low=low, high=high), number=True), Cell(rank, number=True),
        Cell(drawing=strip), Cell(t(f"report.verdict.{said}"), strong=said in ODD),
    )  # fmt: skip
