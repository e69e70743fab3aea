"""The page of flows, its map as a document and its downloads: one case, several ways to show it."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from noaber.products.addresses import site_href
from noaber.products.charts.document_frame import MARGIN, frame_chart
from noaber.products.charts.flow_drawing import draw_flow_map
from noaber.products.charts.flow_svg import render_flow_map
from noaber.products.charts.rendering import render_png
from noaber.products.composition import print_sentence
from noaber.products.exports.document import ExportDocument, mark_document
from noaber.products.exports.separated import render_csv
from noaber.products.exports.workbook import render_xlsx
from noaber.products.flows.case import shared_flows
from noaber.products.flows.map_plan import flow_map_plan
from noaber.products.flows.page import draw_flow_page
from noaber.products.flows.programs import flow_json, render_flow_data
from noaber.products.flows.taking import (
    flow_file,
    flow_frame_words,
    list_document,
    matrix_document,
)
from noaber.products.picture_documents import WIDTH
from noaber.vocabulary.errors import NotFound, Problem
from noaber.web.downloads import XLSX, download, picture
from noaber.web.flow_asking import AskedFlows, ask_flows
from noaber.web.frozen_links import freeze_address
from noaber.web.not_public import mark_framing, not_public_note
from noaber.web.rendering import Frame
from noaber.web.visits import Visit


def show_flows(request: Request) -> Response:
    """The page."""
    visit = Visit.of(request)
    asked = _asked(visit)
    known, wording = visit.release.catalogue, visit.wording
    view = draw_flow_page(asked.case, known.card.synthetic, wording)
    theme = known.themes[asked.card.theme]
    crumbs = [
        (wording.t("nav.figures"), site_href(visit.language, "cijfers")),
        (theme.names.get(visit.language), site_href(visit.language, "cijfers", theme.id)),
        (view.indicator_name, view.indicator),
        (wording.t("flows.crumb"), ""),
    ]
    share = visit.share(shared_flows(asked.case, wording))
    return visit.page("flows.html", view, Frame(view.headline, print_sentence(view.lead), crumbs, share=share))


def _asked(visit: Visit) -> AskedFlows:
    return ask_flows(visit.release, visit.name("indicator"), visit.query, visit.wording)


def show_flow_svg(request: Request) -> Response:
    """The map as SVG, framed to be taken."""
    return _map_file(Visit.of(request), "svg")


def show_flow_png(request: Request) -> Response:
    """The map as PNG, framed to be taken."""
    return _map_file(Visit.of(request), "png")


def _map_file(visit: Visit, kind: str) -> Response:
    case, typefaces = _asked(visit).case, visit.request.app.state.typefaces
    plan = flow_map_plan(case, visit.wording)
    if plan is None:
        raise NotFound(Problem("", "no map of these flows"))
    address = freeze_address(visit.outlook.origin + shared_flows(case, visit.wording).living, visit.release.id)
    framing = replace(flow_frame_words(case, address, visit.outlook, visit.wording), alt=plan.alt)
    framing = mark_framing(framing, not_public_note(visit.request, visit.wording))
    chart = render_flow_map(draw_flow_map(plan, WIDTH - 2 * MARGIN))
    svg = frame_chart(chart, framing, WIDTH, typefaces if kind == "svg" else None)
    body = render_png(svg, typefaces) if kind == "png" else svg.encode("utf-8")
    return picture(body, flow_file(case, visit.release.catalogue.card), kind)


def download_flows_csv(request: Request) -> Response:
    """All partners as CSV, or with `vorm=matrix` the matrix; with `vorm=data` the flows for programs."""
    visit = Visit.of(request)
    if "data" in visit.query.get("vorm", ()):
        case, card = _asked(visit).case, visit.release.catalogue.card
        body = render_flow_data(case, card, visit.wording, not_public_note(visit.request, visit.wording))
        return download(body.encode("utf-8"), f"{flow_file(case, card)}-data.csv", "text/csv")
    rows, matrix = _documents(visit)
    document, tail = (matrix, "-matrix") if "matrix" in visit.query.get("vorm", ()) else (rows, "")
    return download(render_csv(document, visit.language).encode("utf-8"), f"{document.file_name}{tail}.csv", "text/csv")


def download_flows_xlsx(request: Request) -> Response:
    """The list and the matrix as sheets of one workbook."""
    visit = Visit.of(request)
    rows, matrix = _documents(visit)
    return download(render_xlsx(rows, (matrix,)), f"{rows.file_name}.xlsx", XLSX)


def download_flows_json(request: Request) -> Response:
    """Figures, partners and matrix for programs."""
    visit = Visit.of(request)
    case, card = _asked(visit).case, visit.release.catalogue.card
    body = flow_json(case, card, visit.wording, not_public_note(visit.request, visit.wording)).encode("utf-8")
    return download(body, f"{flow_file(case, card)}.json", "application/json")


def _documents(visit: Visit) -> tuple[ExportDocument, ExportDocument]:
    case, card, address = _asked(visit).case, visit.release.catalogue.card, str(visit.request.url)
    rows = list_document(case, card, address, visit.wording), matrix_document(case, card, address, visit.wording)
    note = not_public_note(visit.request, visit.wording)
    return mark_document(rows[0], note, visit.wording), mark_document(rows[1], note, visit.wording)
