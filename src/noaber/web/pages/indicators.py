"""The indicator page, its pictures and its downloads: one case, four ways to show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from noaber.products.addresses import site_href
from noaber.products.charts.document_frame import MARGIN, frame_chart
from noaber.products.charts.map_drawing import MapDrawing, draw_map
from noaber.products.charts.map_svg import bare_map, loose_map, map_picture
from noaber.products.charts.ranking_chart import ranking_spec
from noaber.products.charts.rendering import draw_chart, render_png, render_svg
from noaber.products.charts.trend_chart import trend_spec
from noaber.products.choices import MOST_AREAS, print_choice
from noaber.products.coming import say_next
from noaber.products.composition import print_sentence
from noaber.products.control_form import FormNames
from noaber.products.exports.document import ExportDocument, export_document, export_name, mark_document
from noaber.products.exports.selection_data import selection_data
from noaber.products.exports.separated import render_csv, render_data_csv
from noaber.products.exports.spreadsheet_safety import safe_file_name
from noaber.products.exports.workbook import render_xlsx
from noaber.products.figures import Figures
from noaber.products.indicator_case import indicator_href, ranking_period, shared_case
from noaber.products.indicator_page import draw_indicator_page
from noaber.products.indicator_view import IndicatorWords, PageParts
from noaber.products.linking_page import say_links
from noaber.products.map_classes import divide_level
from noaber.products.maps import map_plan
from noaber.products.oembed import discovery
from noaber.products.picture_documents import document_width, frame_words
from noaber.products.pictures import WIDTHS, width_of
from noaber.products.ranking_plan import ranking_plan
from noaber.products.rounding_note import note_rounding
from noaber.products.trends import trend_plan
from noaber.vocabulary.errors import NotFound, Problem
from noaber.web.area_peers import level_words, peers_of
from noaber.web.downloads import XLSX, download, picture
from noaber.web.flow_asking import flows_about
from noaber.web.frozen_links import freeze_address, freeze_page, with_query
from noaber.web.hidden_asking import ask_instead
from noaber.web.indicator_asking import Asked, ask_breakdown, ask_indicator
from noaber.web.indicator_words import area_name, formula_in_words, slice_names
from noaber.web.map_asking import ask_ground, ask_map
from noaber.web.news_asking import coming_of
from noaber.web.not_public import mark_framing, not_public_data, not_public_note
from noaber.web.rendering import Frame
from noaber.web.tabulation_asking import beside_others
from noaber.web.visits import PICTURE_AGE, Visit

NOT_STATE = ("breedte", "uitgave", "versie")
FILE_FORMS = ("data", "document")
LOOSE_MAP = ("kaart", "los")


def show_indicator(request: Request) -> Response:
    """The page of an indicator; an address as a form makes it is sent on to the short one that can be shared."""
    visit = Visit.of(request)
    asked = ask_indicator(visit.release, visit.name("indicator"), visit.query, visit.wording)
    short = _short_address(visit, asked)
    if short:
        return RedirectResponse(short, 302)
    view = draw_indicator_page(asked.case, parts_of(visit, asked), visit.wording)
    theme = visit.release.catalogue.themes[asked.card.theme]
    crumbs = [
        (visit.wording.t("nav.figures"), site_href(visit.language, "cijfers")),
        (theme.names.get(visit.language), site_href(visit.language, "cijfers", theme.id)),
        (asked.case.subject.name, ""),
    ]
    share = visit.share(shared_case(asked.case, visit.wording))
    coming = say_next(coming_of(visit, asked.card.sources), visit.wording)
    frame = Frame(
        view.headline, print_sentence(view.lead), crumbs, share=share, coming=coming, oembed=_discovery(visit)
    )
    return visit.page("indicator.html", view, frame)


def _discovery(visit: Visit) -> str:
    url = visit.request.url
    return discovery(visit.outlook.origin, with_query(url.path, url.query))


def _short_address(visit: Visit, asked: Asked) -> str:
    """Give the short form of an address that was made by the form: it repeats parameters or adds an area."""
    from_form = "erbij" in visit.query or any(len(values) > 1 for values in visit.query.values())
    if not from_form:
        return ""
    query = print_choice(asked.case.choice, asked.case.offer.default)
    return site_href(visit.language, "cijfer", asked.card.id, query=query)


def parts_of(visit: Visit, asked: Asked) -> PageParts:
    """Give what the page needs besides its case: names for the form, words, whether there is a map."""
    known, language, case = visit.release.catalogue, visit.language, asked.case
    breakdown, slices = ask_breakdown(visit.release, asked)
    hidden = ask_instead(visit.release, asked.card.id, breakdown or Figures({}), case.periods, visit.wording)
    return PageParts(
        names=FormNames(
            levels={id: type.plural.get(language) for id, type in known.types.items()},
            slices=case.slice_names,
            dimensions={id: card.names.get(language) for id, card in known.dimensions.items()},
            areas=_area_names(visit, asked),
            peers=peers_of(visit.release, asked.own) if asked.own.type in asked.card.levels else (),
            level=level_words(visit.release, asked.own, visit.wording),
        ),
        words=_words(visit, asked),
        map_base=ask_map(visit.release, asked, visit.wording),
        breakdown=breakdown,
        breakdown_slices=slice_names(visit.release, slices, visit.wording),
        breakdown_instead=hidden,
        synthetic=known.card.synthetic,
        compare=_compare(visit, asked),
        flows=flows_about(visit.release, asked.card, asked.own, case.choice.deel),
    )


def _compare(visit: Visit, asked: Asked) -> str:
    """The table in which another indicator can be set beside this one."""
    case = asked.case
    areas = [*case.choice.gebieden, *case.references][:MOST_AREAS]
    query = beside_others(visit.release, asked.card.id, areas, case.periods)
    return site_href(visit.language, "tabel", query=query)


def _area_names(visit: Visit, asked: Asked) -> dict[str, str]:
    known, choice = visit.release.catalogue.areas, asked.case.choice
    shown = (*choice.gebieden, *choice.vergelijk, *asked.case.offer.default.vergelijk, choice.referentie)
    return {id: area_name(known[id], visit.language) for id in shown if id}


def _words(visit: Visit, asked: Asked) -> IndicatorWords:
    card, language = asked.card, visit.language
    breaks = [
        f"{visit.wording.period(period)}: {text.get(language)}" if text.get(language) else visit.wording.period(period)
        for period, text in card.breaks.items()
    ]
    symbol = f" ({card.unit.symbol})" if card.unit.symbol else ""
    linked = say_links(visit.release.catalogue.findings_on(None, card.id), visit.wording)
    rounded = note_rounding(card, visit.release.catalogue.sources, visit.wording)
    return IndicatorWords(
        unit=card.unit.names.get(language) + symbol,
        formula=formula_in_words(visit.release, card, visit.wording),
        notes=" ".join(filter(None, [card.notes.get(language), rounded, *linked])),
        breaks=tuple(breaks),
    )


def show_picture(request: Request) -> Response:
    """A chart of the page as SVG, in one of the widths that the pages use; with `vorm=document` framed to be taken."""
    visit = Visit.of(request)
    if "document" in visit.query.get("vorm", ()):
        return _picture_file(visit, "svg")
    name, width = visit.name("picture"), "".join(visit.query.get("breedte", ("breed",))[-1:])
    if name not in DRAWN or (width not in WIDTHS and (name, width) != LOOSE_MAP):
        raise NotFound(Problem("", f"no picture '{name}' in width '{width}'"))
    if (name, width) == LOOSE_MAP:
        return _loose_map(visit)
    svg = DRAWN[name](visit, _asked(visit), width_of(width), True).svg
    return Response(svg, headers={"cache-control": PICTURE_AGE}, media_type="image/svg+xml")


def _loose_map(visit: Visit) -> Response:
    """The map as it is put into the page, with its links."""
    svg = loose_map(_map_drawing(visit, _asked(visit)))
    if visit.frozen:
        svg = freeze_page(svg, visit.release.id)
    return Response(svg, headers={"cache-control": PICTURE_AGE}, media_type="image/svg+xml")


def show_png(request: Request) -> Response:
    """A chart of the page as PNG, framed to be taken."""
    return _picture_file(Visit.of(request), "png")


def _picture_file(visit: Visit, kind: str) -> Response:
    """A chart in its exact state as a document: with title, statuses, source, release and address."""
    name, typefaces = visit.name("picture"), visit.request.app.state.typefaces
    if name not in DRAWN:
        raise NotFound(Problem("", f"no picture '{name}'"))
    asked, width = _asked(visit), document_width(name)
    drawn = DRAWN[name](visit, asked, width - 2 * MARGIN, False)
    shared = shared_case(asked.case, visit.wording)
    address = freeze_address(visit.outlook.origin + shared.living, visit.release.id)
    words = frame_words(name, asked.case, _words(visit, asked).unit, address, visit.outlook, visit.wording)
    framing = mark_framing(replace(words, alt=drawn.alt), not_public_note(visit.request, visit.wording))
    svg = frame_chart(drawn.svg, framing, width, typefaces if kind == "svg" else None)
    body = render_png(svg, typefaces) if kind == "png" else svg.encode("utf-8")
    return picture(body, f"{export_name(asked.case, visit.release.catalogue.card)}-{safe_file_name(name)}", kind)


class Drawn(NamedTuple):
    """A chart as SVG and in words."""

    svg: str
    alt: str


def _draw_trend(visit: Visit, asked: Asked, width: int, whole: bool) -> Drawn:
    return _draw(visit, trend_spec(trend_plan(asked.case, asked.case.shown, visit.wording), width), whole)


def _draw_ranking(visit: Visit, asked: Asked, width: int, whole: bool) -> Drawn:
    return _draw(visit, ranking_spec(ranking_plan(asked.case, asked.case.shown, visit.wording), width), whole)


def _draw(visit: Visit, spec: dict[str, Any], whole: bool) -> Drawn:
    typefaces = visit.request.app.state.typefaces
    svg = render_svg(spec, typefaces) if whole else draw_chart(spec, typefaces)
    return Drawn(svg, str(spec.get("description", "")))


def _draw_map(visit: Visit, asked: Asked, width: int, whole: bool) -> Drawn:
    drawing = _map_drawing(visit, asked)
    svg = map_picture(drawing, width, visit.request.app.state.typefaces) if whole else bare_map(drawing, width)
    return Drawn(svg, drawing.plan.alt)


def _map_drawing(visit: Visit, asked: Asked) -> MapDrawing:
    case, ground = asked.case, ask_ground(visit.release, asked)
    if ground is None:
        raise NotFound(Problem("", "no shapes at this level"))
    period = ranking_period(case, case.shown)
    division = divide_level(case, case.shown, period, visit.wording)
    return draw_map(map_plan(case, case.shown, period, division, visit.wording), ground)


DRAWN: Mapping[str, Callable[[Visit, Asked, int, bool], Drawn]] = {
    "trend": _draw_trend, "ranglijst": _draw_ranking, "kaart": _draw_map,
}  # fmt: skip
"""How each picture is drawn in a width: as a whole by itself (with typefaces and dark colours), or bare for a frame."""


def download_csv(request: Request) -> Response:
    """The table as CSV: for people in their own number format, or with `vorm=data` for programs."""
    visit = Visit.of(request)
    if "data" in visit.query.get("vorm", ()):
        case, card = _asked(visit).case, visit.release.catalogue.card
        note = not_public_note(visit.request, visit.wording)
        return download(
            render_data_csv(case, card, note).encode("utf-8"), f"{export_name(case, card)}-data.csv", "text/csv"
        )
    document = _document(visit)
    return download(render_csv(document, visit.language).encode("utf-8"), f"{document.file_name}.csv", "text/csv")


def download_xlsx(request: Request) -> Response:
    """The table as a workbook."""
    visit = Visit.of(request)
    document = _document(visit)
    return download(render_xlsx(document), f"{document.file_name}.xlsx", XLSX)


def download_json(request: Request) -> Response:
    """What the page shows as JSON, for programs."""
    visit = Visit.of(request)
    asked = _asked(visit)
    words, card = _words(visit, asked), visit.release.catalogue.card
    address = indicator_href(asked.case, visit.wording, asked.case.choice)
    data = selection_data(asked.case, words, card, address, visit.wording)
    return visit.data(data | not_public_data(visit.request, visit.wording), export_name(asked.case, card))


def _asked(visit: Visit) -> Asked:
    state = {
        key: values
        for key, values in visit.query.items()
        if key not in NOT_STATE and not (key == "vorm" and values[-1] in FILE_FORMS)
    }
    return ask_indicator(visit.release, visit.name("indicator"), state, visit.wording)


def _document(visit: Visit) -> ExportDocument:
    asked = _asked(visit)
    words, card = _words(visit, asked), visit.release.catalogue.card
    document = export_document(asked.case, words, card, str(visit.request.url), visit.wording)
    return mark_document(document, not_public_note(visit.request, visit.wording), visit.wording)
