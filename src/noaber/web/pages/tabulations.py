"""The composed table: its page, and the whole of it as CSV and as workbook."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from noaber.products.addresses import site_href
from noaber.products.exports.selection_data import STATUSES, release_data
from noaber.products.exports.spreadsheet_safety import safe_file_name
from noaber.products.exports.tabulation_book import BookPlan, tabulation_book
from noaber.products.exports.tabulation_data import tabulation_json
from noaber.products.exports.tabulation_rows import Named, tabulation_csv
from noaber.products.source_pages import say_day
from noaber.products.tabulations.choice import print_tabulation
from noaber.products.tabulations.page import TabulationCase, TabulationNames, draw_tabulation_page
from noaber.products.wording import Wording
from noaber.vocabulary.errors import NoaberError, Problem
from noaber.warehouse.cards import AreaCard, IndicatorCard
from noaber.warehouse.query import Release
from noaber.web.area_scope import home_areas
from noaber.web.downloads import XLSX, download_headers
from noaber.web.figure_asking import shelves
from noaber.web.hidden_asking import name_instead_in
from noaber.web.indicator_words import name_slice, source_lines, subject_of
from noaber.web.not_public import say_not_public
from noaber.web.rendering import Frame
from noaber.web.tabulation_asking import AskedTabulation, ask_hidden, ask_tabulation, page_of, pivot_page, selection_of
from noaber.web.visits import Visit

MOST_IN_FILE = 5_000_000
MOST_IN_BOOK = 1_500_000
PIECE = 1 << 18


class TooMuch(NoaberError):
    """More is asked for than one file may hold."""

    code, http_status = "too-much", 413


def show_tabulation(request: Request) -> Response:
    """The page: the form, and the first cells of what is chosen."""
    visit = Visit.of(request)
    asked = ask_tabulation(visit.release, visit.query, visit.language)
    if any(len(values) > 1 for values in visit.query.values()):  # as a form writes it: send on to the short address
        short = print_tabulation(asked.choice, asked.default)
        return RedirectResponse(site_href(visit.language, "tabel", query=short), 302)
    view = draw_tabulation_page(_case(visit, asked), visit.wording)
    crumbs = [(visit.wording.t("nav.figures"), site_href(visit.language, "cijfers")), (view.heading, "")]
    return visit.page("tabulation.html", view, Frame(view.heading, view.lead, crumbs, indexable=False))


def _case(visit: Visit, asked: AskedTabulation) -> TabulationCase:
    release, known, language = visit.release, visit.release.catalogue, visit.language
    places, pages = page_of(release, asked)
    pivot, rest = pivot_page(release, asked, places)
    slices = {row.deel for row in pivot.rows} | (set(pivot.columns) if asked.choice.kolommen == "deel" else set())
    chosen = {*places, *asked.choice.gebieden}
    home = known.area(known.card.home)
    size = release.estimate(selection_of(release, asked)) if asked.choice.cijfers else 0
    return TabulationCase(
        choice=asked.choice,
        default=asked.default,
        offer=asked.offer,
        pivot=pivot,
        pages=pages,
        size=size,
        subjects={id: subject_of(release, known.indicators[id], visit.wording) for id in asked.choice.cijfers},
        names=TabulationNames(
            areas=_name_areas(visit, asked, chosen),
            slices={text: name_slice(release, text, visit.wording) for text in slices if text},
            levels={id: type.plural.get(language) for id, type in known.types.items()},
            dimensions={id: card.names.get(language) for id, card in known.dimensions.items()},
        ),
        shelves=shelves(release, visit.wording),
        within=[(area.id, area.names.get(language)) for area in _within(release, asked, home.id)],
        synthetic=known.card.synthetic,
        too_large=size > MOST_IN_FILE,
        rest=rest,
        instead=ask_hidden(release, asked, pivot, visit.wording),
    )


def _name_areas(visit: Visit, asked: AskedTabulation, chosen: Iterable[str]) -> dict[str, str]:
    """Name areas; those of an older division say so, since a newer one may have the same name."""
    known, wording = visit.release.catalogue.areas, visit.wording
    newest = max((area.vintage or 0 for line in asked.places.values() for area in line), default=0)
    names = {id: known[id].names.get(visit.language) for id in chosen}
    older = {id: known[id].vintage for id in names if (known[id].vintage or newest) < newest}
    return names | {id: wording.t("area.vintage.name", name=names[id], year=year) for id, year in older.items()}


def _within(release: Release, asked: AskedTabulation, home: str) -> list[AreaCard]:
    """Areas to choose within: the region, its municipalities, and what was chosen."""
    known = release.catalogue.areas
    chosen = asked.choice.binnen
    ids = [home, *(area.id for area in home_areas(release)), *([chosen] if chosen in known else [])]
    return [known[id] for id in dict.fromkeys(ids)]


def download_tabulation_csv(request: Request) -> Response:
    """The whole table, one figure a row, sent while it is made; packed where the reader can unpack."""
    visit = Visit.of(request)
    asked, named = _whole(visit, MOST_IN_FILE)
    pieces = tabulation_csv(visit.release.chunks(selection_of(visit.release, asked)), named, visit.wording)
    return _streamed(visit, pieces, _headers(visit, "csv"), "text/csv")


def download_tabulation_json(request: Request) -> Response:
    """The whole table as JSON, one figure after another, sent while it is made."""
    visit = Visit.of(request)
    asked, named = _whole(visit, MOST_IN_FILE)
    about = tabulation_about(visit, asked, named)
    pieces = tabulation_json(visit.release.chunks(selection_of(visit.release, asked)), named, about, visit.wording)
    headers = _headers(visit, "json")
    headers["content-disposition"] = headers["content-disposition"].replace("attachment", "inline")
    return _streamed(visit, pieces, headers, "application/json")


def tabulation_about(visit: Visit, asked: AskedTabulation, named: Named) -> dict[str, Any]:
    """Say what a composed table is of: release, address, indicators with their sources, statuses in words."""
    release, wording = visit.release, visit.wording
    cards = [release.catalogue.indicators[id] for id in asked.choice.cijfers]
    query = print_tabulation(replace(asked.choice, blad=1), asked.default)
    return {
        "release": release_data(release.catalogue.card),
        "language": visit.language,
        "address": site_href(visit.language, "tabel", query=query),
        "indicators": [_indicator_about(visit, card) for card in cards],
        "statuses": {status: wording.t(f"status.{status}") for status in STATUSES},
        **({"not_public": named.not_public} if named.not_public else {}),
    }


def _indicator_about(visit: Visit, card: IndicatorCard) -> dict[str, Any]:
    language = visit.language
    return {
        "id": card.id,
        "name": card.names.get(language),
        "definition": card.definitions.get(language),
        "unit": card.unit.names.get(language),
        "decimals": card.decimals,
        "sources": [line.id for line in source_lines(visit.release, card, visit.wording)],
    }


def _streamed(visit: Visit, pieces: Iterable[bytes], headers: dict[str, str], type: str) -> Response:
    """Send a file while it is made, packed where the reader can unpack."""
    if "gzip" in visit.request.headers.get("accept-encoding", ""):
        headers |= {"content-encoding": "gzip", "vary": "accept-encoding"}
        pieces = _packed(pieces)
    return StreamingResponse(pieces, headers=headers, media_type=type)


def _packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(1, wbits=31)
    for piece in pieces:
        yield packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()


def download_tabulation_xlsx(request: Request) -> Response:
    """The whole table as a workbook with a sheet per indicator."""
    visit = Visit.of(request)
    asked, named = _whole(visit, MOST_IN_BOOK)
    frames = visit.release.chunks(selection_of(visit.release, asked))
    book = tabulation_book(frames, named, _book_plan(visit, asked, named.not_public), visit.wording)
    cleared = BackgroundTask(Path.unlink, book, missing_ok=True)
    headers = _headers(visit, "xlsx") | {"content-length": str(book.stat().st_size)}
    return StreamingResponse(_pieces(book), headers=headers, media_type=XLSX, background=cleared)


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            yield piece


def _whole(visit: Visit, most: int) -> tuple[AskedTabulation, Named]:
    """Give what is asked for and the names in it; refused where it is more than a file may hold."""
    asked = ask_tabulation(visit.release, visit.query, visit.language)
    size = visit.release.estimate(selection_of(visit.release, asked)) if asked.choice.cijfers else 0
    if size > most:
        number = visit.wording.number
        raise TooMuch(Problem("cijfers", number(size), number(most), visit.wording.t("tabulation.too_large")))
    named = _named(visit.release, visit.language)
    beyond = bool(asked.choice.cijfers) and visit.release.has_beyond(selection_of(visit.release, asked))
    return asked, replace(named, not_public=say_not_public(visit.request, visit.wording)) if beyond else named


@lru_cache(maxsize=6)
def _named(release: Release, language: str) -> Named:
    known = release.catalogue
    return Named(
        indicators={card.key: (id, card.names.get(language)) for id, card in known.indicators.items()},
        areas={
            area.key: (area.code, str(area.vintage or ""), area.names.get(language)) for area in known.areas.values()
        },
        periods={key: str(period) for key, period in known.period_of.items()},
        slice=_slice_namer(release, language),
        release=release.id,
        synthetic=known.card.synthetic,
    )


def _slice_namer(release: Release, language: str) -> Callable[[int], tuple[str, str]]:
    @lru_cache(maxsize=100_000)
    def name(key: int) -> tuple[str, str]:
        text = release.catalogue.slice_of[key]
        return text, name_slice(release, text, Wording.of(language))

    return name


def _book_plan(visit: Visit, asked: AskedTabulation, not_public: str) -> BookPlan:
    release, known, t = visit.release, visit.release.catalogue, visit.wording.t
    cards = [known.indicators[id] for id in asked.choice.cijfers]
    notes = [
        (t("export.title"), t("tabulation.heading")),
        *([(t("export.not_public"), not_public)] if not_public else []),
        *([(t("export.synthetic"), t("export.synthetic.text"))] if known.card.synthetic else []),
        (t("export.release"), known.card.id),
        (t("export.built"), say_day(known.card.built_at, visit.wording)),
        (t("export.address"), str(visit.request.url)),
    ]
    for card in cards:
        sources = "; ".join(f"{s.supplier}, {s.name} ({s.licence})" for s in source_lines(release, card, visit.wording))
        definition = card.definitions.get(visit.language)
        notes.append((card.names.get(visit.language), f"{definition} {t('export.sources')}: {sources}."))
    name = name_instead_in(release, visit.wording)
    return BookPlan(
        notes=notes,
        subjects={card.key: subject_of(release, card, visit.wording) for card in cards},
        corners=(t("column.area"), t("column.code"), t("tabulation.field.deel")),
        notes_title=t("export.sheet.notes"),
        built=known.card.built_at,
        instead=lambda above: name((above[0], above[1], 0, above[2])),
    )


def _headers(visit: Visit, ending: str) -> dict[str, str]:
    return download_headers(f"{safe_file_name('tabel', visit.release.id)}.{ending}")
