"""What the head of a page says of who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from noaber.products.addresses import site_href
from noaber.products.links import Link
from noaber.products.standing import Standing
from noaber.warehouse.reading import current_reading
from noaber.web.visitors import is_own, visitor_of

if TYPE_CHECKING:
    from noaber.web.visits import Visit


def standing_of(visit: Visit) -> Standing:
    """Give what the head of a page says."""
    t, language, visitor = visit.wording.t, visit.language, visitor_of(visit.request)
    out = site_href(language, "uitloggen")
    rights = Link(t("standing.rights"), site_href(language, "toegang"))
    reading = current_reading()
    beyond = sum(reading.beyond.values()) if reading else 0
    if visitor is None or not visitor.whole:
        path = visit.request.url.path
        back = {} if is_own(path) else {"naar": path}
        part = ("inloggen", "code") if visitor else ("inloggen",)
        link = Link(t("standing.sign_in"), site_href(language, *part, query=back))
        note = t("standing.hidden") if reading and reading.hidden else ""
        return Standing(link, visitor is not None, out, note, rights if note else None)
    link = Link(visitor.account.name, site_href(language, "account"))
    if beyond:
        return Standing(link, True, out, t("standing.beyond"), rights, beyond=True)
    note = t("standing.hidden.signed_in") if reading and reading.hidden else ""
    return Standing(link, True, out, note, rights if note else None)
