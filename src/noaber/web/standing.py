"""What the head of a page says of who is signed in."""

from __future__ import annotations

from starlette.requests import Request

from noaber.products.addresses import site_href
from noaber.products.links import Link
from noaber.products.standing import Standing
from noaber.products.wording import Wording
from noaber.warehouse.reading import current_reading
from noaber.web.frozen_links import with_query, without_release
from noaber.web.visitors import is_own, visitor_of

LONGEST_BACK = 800


def standing_of(request: Request, wording: Wording) -> Standing | None:
    """Give what the head of a page says; None on a site where nobody signs in."""
    if request.app.state.desk is None:
        return None
    visitor = visitor_of(request)
    out = site_href(wording.language, "uitloggen")
    if visitor is None or not visitor.whole:
        return _outside(request, wording, visitor is not None, out)
    link = Link(visitor.account.name, site_href(wording.language, "account"))
    key = "standing.beyond" if _beyond() else "standing.hidden.signed_in" if _hidden() else ""
    return _standing(link, True, out, key, wording)


def _outside(request: Request, wording: Wording, half: bool, out: str) -> Standing:
    path, here = request.url.path, with_query(request.url.path, without_release(request.url.query))
    back = {} if is_own(path) else {"naar": here if len(here) < LONGEST_BACK else path}
    part = ("inloggen", "code") if half else ("inloggen",)
    link = Link(wording.t("standing.sign_in"), site_href(wording.language, *part, query=back))
    return _standing(link, half, out, "standing.hidden" if _hidden() else "", wording)


def _standing(link: Link, signed_in: bool, out: str, key: str, wording: Wording) -> Standing:
    rights = Link(wording.t("standing.rights"), site_href(wording.language, "toegang")) if key else None
    return Standing(link, signed_in, out, wording.t(key) if key else "", rights, key == "standing.beyond")


def _beyond() -> bool:
    reading = current_reading()
    return reading is not None and bool(reading.beyond)


def _hidden() -> bool:
    reading = current_reading()
    return reading is not None and bool(reading.hidden)
