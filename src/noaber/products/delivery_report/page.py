"""A report as a document: who it is for and what it is about, the answers in short, what is asked, and its chapters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from noaber.products.delivery_report.completeness import draw_completeness
from noaber.products.delivery_report.document import Cell, Chapter, Document, Part
from noaber.products.delivery_report.lag import draw_lag
from noaber.products.delivery_report.plausibility import draw_plausibility, odd_ones
from noaber.products.delivery_report.records import draw_codes, draw_contradictions
from noaber.products.delivery_report.words import Words
from noaber.products.source_pages import say_day
from noaber.warehouse.delivery_report.values import SupplierReport


def draw_report(report: SupplierReport, words: Words, today: date) -> Document:
    """Draw the report of one supplier."""
    t, wording = words.wording.t, words.wording
    source, supplier = str(words.source.name.get(wording.language)), report.names.get(wording.language)
    period = wording.period(report.period)
    return Document(
        language=wording.language,
        title=t("report.title", source=source, supplier=supplier, period=period),
        kicker=t("report.kicker", office=words.region.file.office.get(wording.language)),
        heading=t("report.heading", source=source, supplier=supplier, period=period),
        notices=tuple(_notices(report, words)),
        facts=tuple(_facts(report, words, supplier, today)),
        short=Part(t("report.short"), items=tuple(_short(report, words))),
        asked=Part(t("report.asked"), items=tuple(_asked(report, words))),
        chapters=(*_chapters(report, words), _method(report, words)),
        contents=t("report.contents"),
        foot=t("report.foot", source=source, supplier=supplier, period=period),
        page_of=t("report.page_of"),
    )


def _notices(report: SupplierReport, words: Words) -> Iterator[tuple[str, str]]:
    t = words.wording.t
    yield t("report.class"), t("report.class.text", minimum=report.minimum)
    if report.synthetic:
        yield t("synthetic.title"), t("report.synthetic")


def _facts(report: SupplierReport, words: Words, supplier: str, today: date) -> Iterator[tuple[str, Cell]]:
    t, wording, delivery = words.wording.t, words.wording, report.completeness.delivery
    yield t("source.supplier"), Cell(supplier)
    yield t("report.fact.period"), Cell(wording.period(report.period))
    yield t("delivery.file"), Cell(delivery.file, code=True)
    yield t("delivery.received"), Cell(say_day(delivery.received_at, wording))
    yield t("report.fact.dated"), Cell(say_day(delivery.dated, wording))
    yield t("report.fact.basis"), Cell(words.source.legal_basis)
    yield t("report.fact.made"), Cell(wording.date(today))
    if words.region.file.contact:
        yield t("processing.contact"), Cell(words.region.file.contact)
    yield t("delivery.hash"), Cell(delivery.sha256, code=True)


def _chapters(report: SupplierReport, words: Words) -> Iterator[Chapter]:
    yield draw_completeness(report.completeness, words)
    if report.lag:
        yield draw_lag(report.lag, words)
    yield draw_plausibility(report, words)
    yield draw_contradictions(report, words)
    if report.codes:
        yield draw_codes(report.codes, words)


def _short(report: SupplierReport, words: Words) -> Iterator[str]:
    """Say the first answer of every chapter."""
    for chapter in _chapters(report, words):
        yield chapter.answers[0]


def _asked(report: SupplierReport, words: Words) -> Iterator[str]:
    """Say what the supplier is asked to do; that nothing is, where nothing is."""
    t = words.wording.t
    wishes = list(_wishes(report, words))
    yield from wishes or [t("report.ask.nothing")]


def _wishes(report: SupplierReport, words: Words) -> Iterator[str]:
    t, found = words.wording.t, report.completeness
    if found.missing:
        yield t("report.ask.missing", periods=words.wording.listing([words.wording.period(p) for p in found.missing]))
    if found.delivery.apart:
        yield t.plural("report.ask.apart", found.delivery.apart)
    if report.codes and report.codes.unknown:
        yield t("report.ask.codes", codes=words.wording.listing([code.code for code in report.codes.unknown]))
    odd = len(list(odd_ones(report, words)))
    if odd:
        yield t.plural("report.ask.odd", odd)
    if any(part.lines for part in report.contradictions if part.rule not in ("again", "turned")):
        yield t("report.ask.broken")


def _method(report: SupplierReport, words: Words) -> Chapter:
    t = words.wording.t
    said = [t("report.method.aggregates"), t("report.method.last"), t("report.method.past")]
    if report.standings:
        said.append(t("report.method.peers", minimum=report.minimum))
    said.append(t("report.method.usual"))
    if report.lag:
        said.append(t("report.method.lag"))
    return Chapter("werkwijze", t("report.method.title"), (), (Part(texts=tuple(said)),))
