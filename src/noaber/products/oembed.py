"""What an editor of another site is told when somebody pastes an address of an indicator page (oEmbed 1.0)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from noaber.products.embedding import PANELS, WIDTH, Embed, draw_snippet, embed_address, embed_title
from noaber.products.indicator_case import IndicatorCase
from noaber.products.sharing import Outlook
from noaber.products.wording import Wording

PAGE = re.compile(r"/(nl|de|en)/(?:cijfer/([^/]+)|ingesloten/([^/]+)/([^/]+))")
FRAGMENTS = {"getallen": "tabel"}
CACHE_SECONDS = 86_400


@dataclass(frozen=True)
class Pasted:
    """An address that was pasted, read: language, indicator, panel and the choice."""

    language: str
    indicator: str
    panel: str
    query: dict[str, list[str]]


def read_pasted(address: str, origin: str) -> Pasted | None:
    """Read an address of this site; None where it is another's, or no page that can be embedded.

    >>> read_pasted("https://x.example/nl/cijfer/a?van=2012#kaart", "https://x.example").panel
    'kaart'
    """
    parts = urlsplit(address)
    found = PAGE.fullmatch(parts.path)
    if found is None or parts.netloc != urlsplit(origin).netloc or parts.scheme not in ("http", "https"):
        return None
    language, page, framed, panel = found.groups()
    panel = panel or FRAGMENTS.get(parts.fragment, parts.fragment)
    return Pasted(language, unquote(page or framed), panel if panel in PANELS else "trend", parse_qs(parts.query))


def discovery(origin: str, address: str) -> str:
    """Give the address that tells how a page can be embedded; it stands in the head of that page."""
    return f"{origin}/oembed?{urlencode({'url': origin + address, 'format': 'json'})}"


def draw_oembed(
    case: IndicatorCase, panel: str, embed: Embed, outlook: Outlook, release: str, wording: Wording, width: int = WIDTH
) -> dict[str, Any]:
    """Give the answer: a frame of at most the asked width and height."""
    title = embed_title(case, wording)
    address = outlook.origin + embed_address(case, panel, embed, release)
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": outlook.card.office.get(wording.language),
        "provider_url": f"{outlook.origin}/{wording.language}/",
        "cache_age": CACHE_SECONDS,
        "html": draw_snippet(address, title, embed.hoogte),
        "width": width,
        "height": embed.hoogte,
    }
