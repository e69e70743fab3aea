"""The indicator page, its pictures and its downloads: one case, four ways to show it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from noaber.products.addresses import site_href
from noaber.products.charts.document_frame import MARGIN, frame_chart
from noaber.products.charts.map_chart import map_spec
from noaber.products.charts.ranking_chart import ranking_spec
from noaber.products.charts.rendering import draw_chart, render_png, render_svg
from noaber.products.charts.trend_chart import trend_spec
from noaber.products.choices import print_choice
from noaber.products.composition import print_sentence
from noaber.products.control_form import FormNames
from noaber.products.exports.document import ExportDocument, export_document, export_name
from noaber.products.exports.selection_data import selection_data
from noaber.products.exports.separated import render_csv, render_data_csv
from noaber.products.exports.spreadsheet_safety import safe_file_name
from noaber.products.exports.workbook import render_xlsx
from noaber.products.indicator_case import indicator_href, ranking_period, shared_case
from noaber.products.indicator_page import draw_indicator_page
from noaber.products.indicator_view import IndicatorWords, PageParts
from noaber.products.maps import map_plan
from noaber.products.picture_documents import document_width, frame_words
from noaber.products.pictures import WIDTHS, width_of
from noaber.products.ranking_plan import ranking_plan
from noaber.products.trends import trend_plan
from noaber.vocabulary.errors import NotFound, Problem
from noaber.warehouse.query import Release
from noaber.web.frozen_links import freeze_address
from noaber.web.indicator_asking import Asked, ask_breakdown, ask_indicator
from noaber.web.indicator_words import area_name, formula_in_words, slice_names
from noaber.web.rendering import Frame
from noaber.web.visits import PAGE_AGE, PICTURE_AGE, Visit

NOT_STATE = ("breedte", "uitgave", "versie", "vorm")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_indicator(request: Request) -> Response:
    """The page of an indicator; an address as a form makes it is sent on to the short one that can be shared."""
    visit = Visit.of(request)
    asked = ask_indicator(visit.release, visit.name("indicator"), visit.query, visit.wording)
    short = _short_address(visit, asked)
    if short:
        return RedirectResponse(short, 302)
    view = draw_indicator_page(asked.case, _parts(visit, asked), visit.wording)
    theme = visit.release.catalogue.themes[asked.card.theme]
    crumbs = [
        (visit.wording.t("nav.figures"), site_href(visit.language, "cijfers")),
        (theme.names.get(visit.language), site_href(visit.language, "cijfers", theme.id)),
        (asked.case.subject.name, ""),
    ]
    share = visit.share(shared_case(asked.case, visit.wording))
    return visit.page("indicator.html", view, Frame(view.headline, print_sentence(view.lead), crumbs, share=share))


def _short_address(visit: Visit, asked: Asked) -> str:
    """Give the short form of an address that was made by the form: it repeats parameters or adds an area."""
    from_form = "erbij" in visit.query or any(len(values) > 1 for values in visit.query.values())
    if not from_form:
        return ""
    query = print_choice(asked.case.choice, asked.case.offer.default)
    return site_href(visit.language, "cijfer", asked.card.id, query=query)


def _parts(visit: Visit, asked: Asked) -> PageParts:
    known, language, case = visit.release.catalogue, visit.language, asked.case
    breakdown, slices = ask_breakdown(visit.release, asked)
    return PageParts(
        names=FormNames(
            levels={id: type.plural.get(language) for id, type in known.types.items()},
            slices=case.slice_names,
            dimensions={id: card.names.get(language) for id, card in known.dimensions.items()},
            areas=_area_names(visit, asked),
        ),
        words=_words(visit, asked),
        has_map=bool(_mapped(visit.release, tuple(case.level_areas))),
        breakdown=breakdown,
        breakdown_slices=slice_names(visit.release, slices, visit.wording),
        synthetic=known.card.synthetic,
    )


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
    return IndicatorWords(
        unit=card.unit.names.get(language) + symbol,
        formula=formula_in_words(visit.release, card, visit.wording),
        notes=card.notes.get(language),
        breaks=tuple(breaks),
    )


@lru_cache(maxsize=256)
def _mapped(release: Release, areas: tuple[str, ...]) -> frozenset[str]:
    """Give which of these areas have a shape; kept, because a release never changes."""
    return frozenset(release.shapes([release.catalogue.areas[id] for id in areas]))


def show_picture(request: Request) -> Response:
    """A chart of the page as SVG, in one of the widths that the pages use; with `vorm=document` framed to be taken."""
    visit = Visit.of(request)
    if "document" in visit.query.get("vorm", ()):
        return _picture_file(visit, "svg")
    name, width = visit.name("picture"), "".join(visit.query.get("breedte", ("breed",))[-1:])
    if name not in DRAWN or width not in WIDTHS:
        raise NotFound(Problem("", f"no picture '{name}' in width '{width}'"))
    asked = _asked(visit)
    svg = render_svg(DRAWN[name](visit, asked, width_of(width)), request.app.state.typefaces)
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
    spec = DRAWN[name](visit, asked, width - 2 * MARGIN)
    shared = shared_case(asked.case, visit.wording)
    address = freeze_address(visit.outlook.origin + shared.living, visit.release.id)
    words = frame_words(name, asked.case, _words(visit, asked).unit, address, visit.outlook, visit.wording)
    framing = replace(words, alt=str(spec.get("description", "")))
    svg = frame_chart(draw_chart(spec, typefaces), framing, width, typefaces if kind == "svg" else None)
    body = render_png(svg, typefaces) if kind == "png" else svg.encode("utf-8")
    file = f"{export_name(asked.case, visit.release.catalogue.card)}-{safe_file_name(name)}.{kind}"
    headers = {"cache-control": PICTURE_AGE, "content-disposition": f'inline; filename="{file}"'}
    return Response(body, headers=headers, media_type="image/png" if kind == "png" else "image/svg+xml")


def _draw_trend(visit: Visit, asked: Asked, width: int) -> dict[str, object]:
    return trend_spec(trend_plan(asked.case, asked.case.shown, visit.wording), width)


def _draw_ranking(visit: Visit, asked: Asked, width: int) -> dict[str, object]:
    return ranking_spec(ranking_plan(asked.case, asked.case.shown, visit.wording), width)


def _draw_map(visit: Visit, asked: Asked, width: int) -> dict[str, object]:
    case, known = asked.case, visit.release.catalogue.areas
    shapes = visit.release.shapes([known[id] for id in case.level_areas])
    if not shapes:
        raise NotFound(Problem("", "no shapes at this level"))
    figures = case.shown
    return map_spec(map_plan(case, figures, ranking_period(case, figures), shapes, visit.wording), width)


DRAWN = {"trend": _draw_trend, "ranglijst": _draw_ranking, "kaart": _draw_map}


def download_csv(request: Request) -> Response:
    """The table as CSV: for people in their own number format, or with `vorm=data` for programs."""
    visit = Visit.of(request)
    if "data" in visit.query.get("vorm", ()):
        case, card = _asked(visit).case, visit.release.catalogue.card
        return _download(render_data_csv(case, card).encode("utf-8"), f"{export_name(case, card)}-data.csv", "text/csv")
    document = _document(visit)
    return _download(render_csv(document, visit.language).encode("utf-8"), f"{document.file_name}.csv", "text/csv")


def download_xlsx(request: Request) -> Response:
    """The table as a workbook."""
    visit = Visit.of(request)
    document = _document(visit)
    return _download(render_xlsx(document), f"{document.file_name}.xlsx", XLSX)


def download_json(request: Request) -> Response:
    """What the page shows as JSON, for programs."""
    visit = Visit.of(request)
    asked = _asked(visit)
    words, card = _words(visit, asked), visit.release.catalogue.card
    address = indicator_href(asked.case, visit.wording, asked.case.choice)
    data = selection_data(asked.case, words, card, address, visit.wording)
    return visit.data(data, export_name(asked.case, card))


def _asked(visit: Visit) -> Asked:
    state = {key: values for key, values in visit.query.items() if key not in NOT_STATE}
    return ask_indicator(visit.release, visit.name("indicator"), state, visit.wording)


def _document(visit: Visit) -> ExportDocument:
    asked = _asked(visit)
    words, card = _words(visit, asked), visit.release.catalogue.card
    return export_document(asked.case, words, card, str(visit.request.url), visit.wording)


def _download(body: bytes, name: str, type: str) -> Response:
    headers = {
        "cache-control": PAGE_AGE,
        "content-disposition": f'attachment; filename="{name}"',
        "x-robots-tag": "noindex",
    }
    return Response(body, headers=headers, media_type=type)
