"""Where a number comes from: meaning, way of looking, formula with its values, deliveries, statuses and revisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from noaber.products.addresses import explanation_href, site_href
from noaber.products.composition import Sentence
from noaber.products.explanations.derivation import DerivationView, draw_derivation
from noaber.products.explanations.lexicon import Lexicon
from noaber.products.explanations.origin import Origin
from noaber.products.explanations.revisions import HistoryView, draw_history
from noaber.products.explanations.taking import Taking, say_about, say_value, take_origin
from noaber.products.explanations.tree import (
    Node,
    deliveries_of,
    draw_node,
    figure_of,
    say_in_numbers,
    say_own_formula,
)
from noaber.products.finding_words import draw_finding
from noaber.products.links import Link
from noaber.products.marks import Mark, name_marks
from noaber.products.sharing import Outlook
from noaber.products.source_pages import DeliveryRow, draw_delivery
from noaber.vocabulary.languages import Text
from noaber.warehouse.cards import Explanation

MOST_ON_CARD = 3


@dataclass(frozen=True)
class ExplanationView:
    """Everything page and card show. Facts are (name, text, address)."""

    heading: str
    title: str
    subject: str
    definition: str
    derivation: DerivationView | None
    absence: str
    formula: str
    in_numbers: Sentence
    route: str
    roots: tuple[Node, ...]
    facts: tuple[tuple[str, str, str], ...]
    marks: tuple[Mark, ...]
    notes: str
    breaks: tuple[str, ...]
    deliveries: tuple[DeliveryRow, ...]
    more_deliveries: str
    corrections: tuple[Link, ...]
    findings: tuple[Link, ...]
    history: HistoryView
    taking: Taking
    protection: Link | None = None


def draw_explanation(origin: Origin, lexicon: Lexicon, outlook: Outlook) -> ExplanationView:
    """Draw the explanation of one number."""
    explanation, wording = origin.explanation, lexicon.wording
    subject = lexicon.subject_of(explanation.indicator)
    about, value = say_about(origin, lexicon), say_value(origin, lexicon)
    deliveries = deliveries_of(origin.explanations)
    found = [(finding.check == "corrected", draw_finding(finding, wording)) for finding in origin.findings()]
    roots = tuple(draw_node(one, lexicon) for one in origin.explanations)
    return ExplanationView(
        heading=wording.t("explain.question", value=value) if value else wording.t("explain.question.none"),
        title=f"{about}: {value}" if value else about,
        subject=about,
        definition=subject.definition,
        derivation=draw_derivation(origin.derived, wording) if origin.derived else None,
        absence=_absence(origin, lexicon),
        formula=say_own_formula(explanation, lexicon),
        in_numbers=say_in_numbers(explanation, lexicon),
        route="" if explanation.absent else roots[0].route,
        roots=() if explanation.absent else roots,
        facts=tuple(_facts(origin, lexicon)),
        marks=name_marks(figure_of(explanation), wording),
        notes=explanation.indicator.notes.get(wording.language),
        breaks=tuple(_breaks(origin, lexicon)),
        deliveries=tuple(
            draw_delivery(delivery, lexicon.sources.get(delivery.source, Text(delivery.source)), wording)
            for delivery in deliveries
        ),
        more_deliveries=_more(len(deliveries) - MOST_ON_CARD, lexicon),
        corrections=tuple(link for corrected, link in found if corrected),
        findings=tuple(link for corrected, link in found if not corrected),
        history=draw_history(origin.revisions, subject, wording),
        taking=take_origin(origin, lexicon, outlook),
        protection=_protection(origin, lexicon),
    )


def _protection(origin: Origin, lexicon: Lexicon) -> Link | None:
    """Give where it stands how people are protected, for a number that is hidden or counted from records of people."""
    hidden = figure_of(origin.explanation).absence == "hidden"
    if not hidden and not any(_is_counted(one) for one in origin.explanations):
        return None
    return Link(lexicon.wording.t("explain.protection.link"), site_href(lexicon.wording.language, "certificaat"))


def _is_counted(explanation: Explanation) -> bool:
    """Say whether a number is counted from records, or made of one that is."""
    return explanation.cell.route == "counted" or any(_is_counted(part) for part in explanation.parts)


def _more(count: int, lexicon: Lexicon) -> str:
    return lexicon.wording.t.plural("explain.more_deliveries", count) if count > 0 else ""


def _absence(origin: Origin, lexicon: Lexicon) -> str:
    """Say why there is no number: what is hidden is hidden by the supplier, or because a part of it is."""
    explanation = origin.explanation
    absence = figure_of(explanation).absence
    if not absence:
        return ""
    made = "counted" if explanation.cell.route == "counted" else "made" if explanation.cell.route else "delivered"
    key = f"explain.absent.{explanation.absent or f'{absence}.{made}'}"
    levels = [lexicon.types[id].plural.get(lexicon.wording.language) for id in explanation.indicator.levels]
    periods = explanation.indicator.periods(explanation.cell.area.type)
    ends = [lexicon.wording.period(period) for period in dict.fromkeys((*periods[:1], *periods[-1:]))]
    return lexicon.wording.t(key, levels=lexicon.wording.listing(levels), periods=" – ".join(ends))


def _facts(origin: Origin, lexicon: Lexicon) -> Iterator[tuple[str, str, str]]:
    explanation, wording = origin.explanation, lexicon.wording
    t, cell, language = wording.t, explanation.cell, wording.language
    subject, figure = lexicon.subject_of(explanation.indicator), figure_of(explanation)
    yield t("explain.indicator"), subject.name, lexicon.page(cell)
    yield t("explain.area"), lexicon.area(cell), site_href(language, "gebied", cell.area.id)
    yield t("explain.period"), lexicon.period(explanation), ""
    if cell.slice:
        yield t("explain.slice"), lexicon.slice_name(cell.slice), ""
    if figure.value is not None:
        yield t("explain.value"), subject.value_in_words(figure.value, wording), ""
        if not (cell.route == "counted" and explanation.indicator.rounded_to):
            yield t("explain.exact"), f"{figure.value:.10g}".replace(".", wording.style.decimal), ""
    if explanation.instead:
        instead = explanation.instead
        what = lexicon.area(instead) + (f" ({lexicon.slice_name(instead.slice)})" if instead.slice else "")
        href = explanation_href(language, instead.indicator, instead.area.id, str(instead.period), instead.slice)
        yield t("explain.instead"), what, href
    yield t("explain.release"), lexicon.release, site_href(language, "uitgaven")


def _breaks(origin: Origin, lexicon: Lexicon) -> Iterator[str]:
    """Say where the series starts anew, and why where the content tells."""
    explanation, wording = origin.explanation, lexicon.wording
    told = explanation.indicator.breaks
    here = str(explanation.cell.period)
    if explanation.cell.series_break and here not in told:
        yield wording.t("explain.break.here", period=wording.period(here))
    for period, reason in told.items():
        why = reason.get(wording.language)
        yield f"{wording.period(period)}: {why}" if why else wording.period(period)
