"""Where figures come from: the explanation of one number, sources, releases."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from noaber.products.addresses import site_href
from noaber.products.certificate_page import draw_certificate_page
from noaber.products.explanations.data import explanation_data
from noaber.products.explanations.lexicon import Lexicon
from noaber.products.explanations.origin import Origin
from noaber.products.explanations.page import draw_explanation
from noaber.products.linking_page import draw_links_page
from noaber.products.release_page import draw_releases_page
from noaber.products.sharing import Shared
from noaber.products.source_pages import draw_source_page, draw_sources_page
from noaber.vocabulary.errors import NotFound, Problem, did_you_mean
from noaber.warehouse.sealing import find_certificate, looks_whole
from noaber.web.explaining import ask_origin
from noaber.web.figure_asking import visible_cards
from noaber.web.not_public import not_public_data
from noaber.web.rendering import Frame
from noaber.web.visits import Visit


def show_explanation(request: Request) -> Response:
    """Where one number comes from: as a page, or with `vorm=kaart` as the card that is laid over one."""
    visit = Visit.of(request)
    origin, lexicon = _origin(visit)
    view = draw_explanation(origin, lexicon, visit.outlook)
    if "kaart" in visit.query.get("vorm", ()):
        return visit.part("explanation_card.html", view)
    card, cell = origin.explanation.indicator, origin.explanation.cell
    page = lexicon.page(cell)
    crumbs = [
        (visit.wording.t("nav.figures"), site_href(visit.language, "cijfers")),
        (card.names.get(visit.language), page),
        (visit.wording.t("explain.title"), ""),
    ]
    share = visit.share(Shared(view.title, view.taking.page))
    frame = Frame(view.title, view.definition, crumbs, indexable=not origin.explanation.absent, share=share)
    return visit.page("explanation.html", view, frame)


def download_explanation(request: Request) -> Response:
    """The same as JSON, for programs."""
    visit = Visit.of(request)
    origin, lexicon = _origin(visit)
    data = explanation_data(origin, lexicon, visit.outlook)
    return visit.data(data | not_public_data(request, visit.wording))


def _origin(visit: Visit) -> tuple[Origin, Lexicon]:
    names = (visit.name("indicator"), visit.name("area"), visit.name("period"))
    origin, lexicon = ask_origin(visit.release, *names, visit.query, visit.wording)
    revisions = visit.store.revisions(visit.release, origin.explanation.cell)
    return replace(origin, revisions=tuple(revisions)), lexicon


def show_sources(request: Request) -> Response:
    """The list of sources."""
    visit = Visit.of(request)
    known = visit.release.catalogue
    linked = bool(known.links)
    view = draw_sources_page(list(known.sources.values()), known.deliveries.values(), visit.wording, linked)
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
    linked = any(link.source == id for link in known.links)
    withdrawn = visit.release.manifest.get("withdrawn", ())
    view = draw_source_page(card, deliveries, findings, indicators, visit.wording, linked, withdrawn)
    crumbs = [(visit.wording.t("nav.sources"), site_href(visit.language, "bronnen")), (view.name, "")]
    return visit.page("source.html", view, Frame(view.name, view.lead, crumbs))


def show_links(request: Request) -> Response:
    """How sources without a common number were linked, and how well."""
    visit = Visit.of(request)
    view = draw_links_page(visit.release.catalogue, visit.wording)
    crumbs = [(visit.wording.t("nav.sources"), site_href(visit.language, "bronnen")), (view.title, "")]
    return visit.page("links.html", view, Frame(view.title, view.lead, crumbs))


def show_certificate(request: Request) -> Response:
    """How it was checked that a release gives nobody away. Looked at anew for each visit: no cache keeps the page."""
    visit = Visit.of(request)
    known = visit.release.catalogue
    names = {card.id: card.names.get(visit.language) for card in visible_cards(visit.release)}
    sources = {id: card.names.get(visit.language) for id, card in known.sources.items()}
    folder = visit.release.folder
    view = draw_certificate_page(find_certificate(folder), names, sources, visit.wording, whole=looks_whole(folder))
    crumbs = [(visit.wording.t("nav.releases"), site_href(visit.language, "uitgaven")), (view.title, "")]
    page = visit.page("certificate.html", view, Frame(view.title, view.lead, crumbs))
    page.headers["cache-control"] = "no-store"
    return page


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
