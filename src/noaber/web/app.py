"""The website as an application: which address is which page, and what stands around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from noaber.access.desk import Desk
from noaber.products.processing import ProcessingRegister
from noaber.products.typefaces import Typefaces
from noaber.vocabulary.errors import NoaberError
from noaber.vocabulary.languages import LANGUAGES
from noaber.web.address_limits import AddressLimit
from noaber.web.answer_shelf import AnswerShelf
from noaber.web.forms import Handler, NotSignedIn, taking
from noaber.web.frozen_links import FrozenLinks, frozen_id
from noaber.web.own_pages import send_to_sign_in
from noaber.web.pages.account import (
    show_account,
    show_factor,
    show_rights,
    take_ended,
    take_factor,
    take_new_password,
    take_request,
)
from noaber.web.pages.administration import (
    show_administration,
    show_one_account,
    take_change,
    take_decision,
    take_new_account,
)
from noaber.web.pages.areas import show_areas
from noaber.web.pages.auditing import download_audit, show_audit, show_register
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
    show_certificate,
    show_explanation,
    show_links,
    show_releases,
    show_source,
    show_sources,
)
from noaber.web.pages.profiles import show_area
from noaber.web.pages.revisions import download_revisions, download_revisions_json, show_revisions
from noaber.web.pages.signing_in import (
    RETURNS,
    begin_outside,
    end_outside,
    show_code,
    show_invitation,
    show_sign_in,
    take_code,
    take_password,
    take_sign_in,
    take_sign_out,
)
from noaber.web.pages.tabulations import (
    download_tabulation_csv,
    download_tabulation_json,
    download_tabulation_xlsx,
    show_tabulation,
)
from noaber.web.pages.texts import show_about, show_access
from noaber.web.release_store import OpenedSights, ReleaseSource
from noaber.web.rendering import Renderer
from noaber.web.response_cache import App, ResponseCache, Scope
from noaber.web.security_headers import SecurityHeaders
from noaber.web.static_files import StaticFiles
from noaber.web.visitors import Doorkeeper

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
    ("/{language}/certificaat", show_certificate),
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

OWN_PAGES: tuple[tuple[str, Callable[[Request], Response]], ...] = (
    ("/{language}/inloggen", show_sign_in),
    ("/{language}/inloggen/code", show_code),
    ("/{language}/inloggen/extern", begin_outside),
    (RETURNS, end_outside),
    ("/{language}/wachtwoord/{token}", show_invitation),
    ("/{language}/account", show_account),
    ("/{language}/account/code", show_factor),
    ("/{language}/toegang", show_rights),
    ("/{language}/beheer", show_administration),
    ("/{language}/beheer/account/{id}", show_one_account),
    ("/{language}/logboek", show_audit),
    ("/{language}/logboek.csv", download_audit),
    ("/{language}/logboek/register", show_register),
)
"""Pages that are made for one visitor; they are there where the region says who may see what."""
FORMS: tuple[tuple[str, Handler], ...] = (
    ("/{language}/inloggen", take_sign_in),
    ("/{language}/inloggen/code", take_code),
    ("/{language}/uitloggen", take_sign_out),
    ("/{language}/wachtwoord/{token}", take_password),
    ("/{language}/account/wachtwoord", take_new_password),
    ("/{language}/account/sessies", take_ended),
    ("/{language}/account/code", take_factor),
    ("/{language}/toegang", take_request),
    ("/{language}/beheer", take_new_account),
    ("/{language}/beheer/account/{id}", take_change),
    ("/{language}/beheer/verzoek/{id}", take_decision),
)
"""What is sent to be changed, each with a token of the page it comes from."""


@dataclass(frozen=True)
class Door:
    """What a site with accounts needs: the desk, the secret of this site at a provider of identities, how many proxies
    of our own stand before it, and the register of processing by language."""

    desk: Desk
    client_secret: str = field(default="", repr=False)
    proxies: int = 0
    register: Callable[[str], ProcessingRegister] | None = None


def create_app(
    store: ReleaseSource,
    style: Path | None = None,
    cache_bytes: int = 128_000_000,
    typefaces: Typefaces | None = None,
    address: str = "",
    today: Callable[[], date] = date.today,
    shelf: AnswerShelf | None = None,
    door: Door | None = None,
) -> App:
    """Make the website of one region: `store` gives its releases, `style` is a style sheet laid over the house's own.

    `address` is that of the site where pages should not tell the one they were asked at; `today` dates citations.
    The result is an ASGI application. Pages are kept in memory up to `cache_bytes` and made anew for a new release; on
    the `shelf` they are there for other processes. With a `door` people can sign in and see what they have a right to.
    """
    static = StaticFiles(style, typefaces)
    routes = [Route(path, page, methods=["GET"]) for path, page in PAGES]
    routes += [
        Route("/", _choose_language, methods=["GET"]),
        Route("/oembed", show_oembed, methods=["GET"]),
        Route("/robots.txt", lambda request: PlainTextResponse("User-agent: *\nAllow: /\n"), methods=["GET"]),
        Route("/statisch/{version}/{name:path}", static.respond, methods=["GET"]),
    ]
    if door is not None:
        routes += [Route(path, page, methods=["GET"]) for path, page in OWN_PAGES]
        routes += [Route(path, taking(handle), methods=["POST"]) for path, handle in FORMS]
    handlers = {
        NotSignedIn: send_to_sign_in,
        NoaberError: show_failure,
        HTTPException: show_http_failure,
        Exception: show_trouble,
    }
    site = Starlette(routes=routes, exception_handlers=handlers)
    site.state.store = store
    site.state.typefaces = typefaces
    site.state.address = address.rstrip("/")
    site.state.today = today
    site.state.desk = door.desk if door else None
    site.state.client_secret = door.client_secret if door else ""
    site.state.register = door.register if door else None
    site.state.sights = OpenedSights()
    site.state.renderer = Renderer(static.href, static.own_style, static.fonts)

    def edition(scope: Scope) -> str:
        try:
            release = frozen_id(scope["query_string"].decode("latin-1")) or store.current().id
        except NoaberError:
            return "none"
        return f"{release} {static.version} {today()}"

    edition({"query_string": b""})  # opens the release now, so that the first reader does not wait for it
    made = AddressLimit(FrozenLinks(SecurityHeaders(site, address.startswith("https:"))))
    kept = ResponseCache(made, edition, cache_bytes, shelf)
    return Doorkeeper(kept, made, door.desk, door.proxies) if door else kept


def _choose_language(request: Request) -> Response:
    """Send a visitor without an address to his own language, Dutch where it is none of ours."""
    wanted = [part.split(";")[0].strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
    language = next((code for code in wanted if code in LANGUAGES), "nl")
    headers = {"vary": "accept-language", "cache-control": "no-store"}
    return RedirectResponse(f"/{language}/", 302, headers)
