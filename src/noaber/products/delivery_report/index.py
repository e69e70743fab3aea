"""The index of a round of reports: every supplier with its delivery in a line, and those that delivered nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from noaber.products.delivery_report.document import Cell, Document, Head, Part, Table, numbers
from noaber.products.delivery_report.plausibility import odd_ones
from noaber.products.delivery_report.words import Words
from noaber.products.source_pages import say_day
from noaber.vocabulary.languages import Text
from noaber.warehouse.delivery_report.values import SupplierReport


def draw_index(
    reports: Sequence[tuple[SupplierReport, str]], lacking: Sequence[Text], period: str, words: Words, today: date
) -> Document:
    """Draw the index of reports, each with the name of its file; `lacking` are suppliers without a delivery."""
    t, wording = words.wording.t, words.wording
    source, named = str(words.source.name.get(wording.language)), wording.period(period)
    ordered = sorted(reports, key=lambda part: part[0].names.get(wording.language))
    rows = tuple(_row(report, file, words) for report, file in ordered)
    names = ("supplier", "received", "rows", "apart", "complete", "odd", "broken")
    heads = tuple(Head(t(f"report.index.{name}"), name not in ("supplier", "received")) for name in names)
    table = Table(t("report.index.caption"), heads, rows, t("report.index.note"))
    missing = wording.listing([text.get(wording.language) for text in lacking])
    said = [
        t.plural("report.index.lead", len(reports)),
        *([t("report.index.lacking", names=missing)] if lacking else []),
    ]
    notices = list(_notices([report for report, _ in reports], words))
    return Document(
        language=wording.language,
        title=t("report.index.title", source=source, period=named),
        kicker=t("report.kicker", office=words.region.file.office.get(wording.language)),
        heading=t("report.index.heading", source=source, period=named),
        notices=tuple(notices),
        facts=((t("report.fact.made"), Cell(wording.date(today))),),
        short=Part("", tuple(said), tables=(table,)),
        asked=Part(),
        chapters=(),
        contents="",
        foot=t("report.index.title", source=source, period=named),
        page_of=t("report.page_of"),
    )


def _notices(reports: Sequence[SupplierReport], words: Words) -> Iterator[tuple[str, str]]:
    t = words.wording.t
    yield t("report.index.class"), t("report.index.class.text")
    if any(report.synthetic for report in reports):
        yield t("synthetic.title"), t("report.synthetic")


def _row(report: SupplierReport, file: str, words: Words) -> tuple[Cell, ...]:
    delivery, number = report.completeness.delivery, words.wording.number
    broken = len({line for found in report.contradictions for line in found.lines})
    share = words.share(report.lag.newest, 1) if report.lag else words.wording.t("report.no_value")
    name = Cell(report.names.get(words.wording.language), href=file)
    counts = numbers(number(delivery.received), number(delivery.apart), share)
    odd = len(list(odd_ones(report, words)))
    return name, Cell(say_day(delivery.received_at, words.wording)), *counts, *numbers(number(odd), number(broken))
