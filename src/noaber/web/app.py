"""The website as an application: which address is which page, and what stands around them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from noaber.products.typefaces import Typefaces
from noaber.vocabulary.errors import NoaberError
from noaber.vocabulary.languages import LANGUAGES
from noaber.web.address_limits import AddressLimit
from noaber.web.answer_shelf import AnswerShelf
from noaber.web.frozen_links import FrozenLinks, frozen_id
from noaber.web.pages.areas import show_areas
from noaber.web.pages.embedding import show_embedded, show_embedding, show_oembed
from noaber.web.pages.failures import show_failure, show_http_failure, show_too_long, show_trouble
from noaber.web.pages.figures import show_theme, show_themes
from noaber.web.pages.finding import show_search, show_suggestions
from noaber.web.pages.flows import (
    download_flows_csv,
    download_flows_json,
    download_flows_xlsx,
    show_flow_png,
    show_flow_svg,
    show_flows,
)
from noaber.web.pages.home import show_home
from noaber.web.pages.indicators import (
    download_csv,
    download_json,
    download_xlsx,
    show_indicator,
    show_picture,
    show_png,
)
from noaber.web.pages.news import show_feed, show_news
from noaber.web.pages.origins import (
    download_explanation,
    show_explanation,
    show_links,
    show_releases,
    show_source,
    show_sources,
)
from noaber.web.pages.profiles import show_area
from noaber.web.pages.revisions import download_revisions, download_revisions_json, show_revisions
from noaber.web.pages.tabulations import (
    download_tabulation_csv,
    download_tabulation_json,
    download_tabulation_xlsx,
    show_tabulation,
)
from noaber.web.pages.texts import show_about, show_access
from noaber.web.release_store import ReleaseSource
from noaber.web.rendering import Renderer
from noaber.web.response_cache import App, ResponseCache, Scope
from noaber.web.security_headers import SecurityHeaders
from noaber.web.static_files import StaticFiles

PAGES: tuple[tuple[str, Callable[[Request], Response]], ...] = (
    ("/{language}/", show_home),
    ("/{language}/cijfers", show_themes),
    ("/{language}/cijfers/{theme}", show_theme),
    ("/{language}/cijfer/{indicator}.csv", download_csv),
    ("/{language}/cijfer/{indicator}.xlsx", download_xlsx),
    ("/{language}/cijfer/{indicator}.json", download_json),
    ("/{language}/cijfer/{indicator}/{picture}.svg", show_picture),
    ("/{language}/cijfer/{indicator}/{picture}.png", show_png),
    ("/{language}/cijfer/{indicator}/herzieningen.csv", download_revisions),
    ("/{language}/cijfer/{indicator}/herzieningen.json", download_revisions_json),
    ("/{language}/cijfer/{indicator}/herzieningen", show_revisions),
    ("/{language}/cijfer/{indicator}", show_indicator),
    ("/{language}/ingesloten/{indicator}/{panel}", show_embedded),
    ("/{language}/insluiten/{indicator}/{panel}", show_embedding),
    ("/{language}/stromen/{indicator}.csv", download_flows_csv),
    ("/{language}/stromen/{indicator}.xlsx", download_flows_xlsx),
    ("/{language}/stromen/{indicator}.json", download_flows_json),
    ("/{language}/stromen/{indicator}/kaart.svg", show_flow_svg),
    ("/{language}/stromen/{indicator}/kaart.png", show_flow_png),
    ("/{language}/stromen/{indicator}", show_flows),
    ("/{language}/tabel", show_tabulation),
    ("/{language}/tabel.csv", download_tabulation_csv),
    ("/{language}/tabel.xlsx", download_tabulation_xlsx),
    ("/{language}/tabel.json", download_tabulation_json),
    ("/{language}/gebieden", show_areas),
    ("/{language}/gebied/{area}", show_area),
    ("/{language}/bronnen", show_sources),
    ("/{language}/bron/{source}", show_source),
    ("/{language}/koppelingen", show_links),
    ("/{language}/uitgaven", show_releases),
    ("/{language}/nieuws", show_news),
    ("/{language}/nieuws.atom", show_feed),
    ("/{language}/uitleg/{indicator}/{area}/{period}.json", download_explanation),
    ("/{language}/uitleg/{indicator}/{area}/{period}", show_explanation),
    ("/{language}/zoek", show_search),
    ("/{language}/zoek.json", show_suggestions),
    ("/{language}/over", show_about),
    ("/{language}/toegankelijkheid", show_access),
    ("/{language}/te-lang", show_too_long),
    ("/{language}/te-lang.json", show_too_long),
)


def create_app(
    store: ReleaseSource,
    style: Path | None = None,
    cache_bytes: int = 128_000_000,
    typefaces: Typefaces | None = None,
    address: str = "",
    today: Callable[[], date] = date.today,
    shelf: AnswerShelf | None = None,
) -> App:
    """Make the website of one region: `store` gives its releases, `style` is a style sheet laid over the house's own.

    `address` is that of the site where pages should not tell the one they were asked at; `today` dates citations.
    The result is an ASGI application. Pages are kept in memory up to `cache_bytes` and made anew for a new release; on
    the `shelf` they are there for other processes.
    """
    static = StaticFiles(style, typefaces)
    routes = [Route(path, page, methods=["GET"]) for path, page in PAGES]
    routes += [
        Route("/", _choose_language, methods=["GET"]),
        Route("/oembed", show_oembed, methods=["GET"]),
        Route("/robots.txt", lambda request: PlainTextResponse("User-agent: *\nAllow: /\n"), methods=["GET"]),
        Route("/statisch/{version}/{name:path}", static.respond, methods=["GET"]),
    ]
    handlers = {NoaberError: show_failure, HTTPException: show_http_failure, Exception: show_trouble}
    site = Starlette(routes=routes, exception_handlers=handlers)
    site.state.store = store
    site.state.typefaces = typefaces
    site.state.address = address.rstrip("/")
    site.state.today = today
    site.state.renderer = Renderer(static.href, static.own_style, static.fonts)

    def edition(scope: Scope) -> str:
        try:
            release = frozen_id(scope["query_string"].decode("latin-1")) or store.current().id
        except NoaberError:
            return "none"
        return f"{release} {static.version} {today()}"

    edition({"query_string": b""})  # opens the release now, so that the first reader does not wait for it
    return ResponseCache(AddressLimit(FrozenLinks(SecurityHeaders(site))), edition, cache_bytes, shelf)


def _choose_language(request: Request) -> Response:
    """Send a visitor without an address to his own language, Dutch where it is none of ours."""
    wanted = [part.split(";")[0].strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
    language = next((code for code in wanted if code in LANGUAGES), "nl")
    headers = {"vary": "accept-language", "cache-control": "no-store"}
    return RedirectResponse(f"/{language}/", 302, headers)
