"""Addresses of pages: the one place that knows what a link to a page of the site looks like."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, quote_plus


def site_href(language: str, *parts: str, query: Mapping[str, str] | None = None) -> str:
    """Give the address of a page.

    >>> site_href("nl", "gebied", "BU01530000@2021"), site_href("en"), site_href("de", "zoek", query={"q": "a b"})
    ('/nl/gebied/BU01530000@2021', '/en/', '/de/zoek?q=a+b')
    """
    path = f"/{language}/" + "/".join(map(_quoted, parts))
    asked = "&".join(f"{name}={quote_part(value)}" for name, value in query.items() if value) if query else ""
    return f"{path}?{asked}" if asked else path


@lru_cache(maxsize=20_000)
def _quoted(part: str) -> str:
    return quote(part, safe="@=;,.-_~+")


@lru_cache(maxsize=20_000)
def quote_part(value: str) -> str:
    """Give a value as it stands among the parameters of an address.

    >>> quote_part("BU01530000@2021"), quote_part("a b")
    ('BU01530000@2021', 'a+b')
    """
    return quote_plus(value, safe=",;=@.")


def explanation_href(
    language: str, indicator: str, area: str, period: str, slice: str = "", way: Mapping[str, str] | None = None
) -> str:
    """Give the address of the page that says where a number comes from; `way` names how it is looked at."""
    return site_href(language, "uitleg", indicator, area, period, query={"slice": slice, **(way or {})})


def change_href(
    language: str, indicator: str, area: str, ends: tuple[str, str], how: str = "verandering", slice: str = ""
) -> str:
    """Give the address of the explanation of a change between two periods."""
    return explanation_href(language, indicator, area, ends[1], slice, {"als": how, "vorige": ends[0]})


def switch_language(path: str, query: str, language: str) -> str:
    """Give the same page in another language.

    >>> switch_language("/nl/cijfer/x", "van=2012", "de")
    '/de/cijfer/x?van=2012'
    """
    rest = path.lstrip("/").partition("/")[2]
    return f"/{language}/{quote(rest, safe='@=;,.-_~+/')}" + (f"?{query}" if query else "")
