"""Where figures come from: the explanation of one number, sources, releases."""

from __future__ import annotations

from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response

from noaber.products.addresses import site_href
from noaber.products.explanation_page import Lexicon, draw_explanation_page
from noaber.products.release_page import draw_releases_page
from noaber.products.source_pages import draw_source_page, draw_sources_page
from noaber.vocabulary.errors import NotFound, Problem, did_you_mean
from noaber.warehouse.cards import Explanation
from noaber.warehouse.query import Release
from noaber.web.area_scope import lineage
from noaber.web.figure_asking import visible_cards
from noaber.web.indicator_words import name_operand, name_slice, subject_of
from noaber.web.rendering import Frame
from noaber.web.visits import Visit


def show_explanation(request: Request) -> Response:
    """Where one number comes from."""
    visit = Visit.of(request)
    known, wording = visit.release.catalogue, visit.wording
    slice = "".join(visit.query.get("slice", ())[-1:])
    explanation = explain_line(visit.release, visit.name("indicator"), visit.name("area"), visit.name("period"), slice)
    lexicon = Lexicon(
        subject_of=lambda card: subject_of(visit.release, card, wording),
        sources={id: card.names for id, card in known.sources.items()},
        types=known.types,
        slice_name=lambda text: name_slice(visit.release, text, wording),
        operand_name=lambda operand: name_operand(visit.release, operand, wording),
        release=known.card.id,
    )
    view = draw_explanation_page(explanation, lexicon, wording)
    card = explanation.indicator
    page = site_href(visit.language, "cijfer", card.id, query={"gebieden": explanation.cell.area.id, "deel": slice})
    crumbs = [
        (wording.t("nav.figures"), site_href(visit.language, "cijfers")),
        (card.names.get(visit.language), page),
        (wording.t("explain.title"), ""),
    ]
    return visit.page("explanation.html", view, Frame(view.heading, view.lead, crumbs))


def explain_line(release: Release, indicator: str, area: str, period: str, slice: str) -> Explanation:
    """Explain a number of an area, else of the same place in another vintage: pages show a place as one series."""
    try:
        return release.explain(indicator, area, period, slice)
    except NotFound:
        for same in lineage(release, release.catalogue.area(area)):
            with suppress(NotFound):
                return release.explain(indicator, same.id, period, slice)
        raise


def show_sources(request: Request) -> Response:
    """The list of sources."""
    visit = Visit.of(request)
    known = visit.release.catalogue
    view = draw_sources_page(list(known.sources.values()), known.deliveries.values(), visit.wording)
    title = visit.wording.t("sources.title")
    return visit.page("sources.html", view, Frame(title, view.lead, [(title, "")]))


def show_source(request: Request) -> Response:
    """One source with its deliveries and what the checks found."""
    visit = Visit.of(request)
    known, id = visit.release.catalogue, visit.name("source")
    card = known.sources.get(id)
    if card is None:
        raise NotFound(Problem("source", f"unknown source '{id}'", "", did_you_mean(id, list(known.sources))))
    deliveries = [delivery for delivery in known.deliveries.values() if delivery.source == id]
    findings = [finding for finding in known.findings if finding.source == id]
    indicators = [(c.id, c.names.get(visit.language)) for c in visible_cards(visit.release, card.indicators)]
    view = draw_source_page(card, deliveries, findings, indicators, visit.wording)
    crumbs = [(visit.wording.t("nav.sources"), site_href(visit.language, "bronnen")), (view.name, "")]
    return visit.page("source.html", view, Frame(view.name, view.lead, crumbs))


def show_releases(request: Request) -> Response:
    """The current release, the earlier ones and the difference."""
    visit = Visit.of(request)
    names = {card.id: card.names.get(visit.language) for card in visible_cards(visit.release)}
    manifest, others = visit.release.manifest, visit.store.earlier()
    if visit.frozen:
        before = [other for other in others if other["built_at"] <= manifest["built_at"]]
        others = [other for other in before if other["id"] != visit.release.id]
    view = draw_releases_page(manifest, others, names, visit.wording)
    title = visit.wording.t("releases.title")
    return visit.page("releases.html", view, Frame(title, view.lead, [(title, "")]))
