"""Web addresses: composed from content with every part quoted, followed only on the same machine."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import SplitResult, quote, urlencode, urljoin, urlsplit, urlunsplit

from noaber.vocabulary.errors import FetchError, Problem

_PORTS = {"http": 80, "https": 443}


def compose_address(base: str, *parts: str, query: Mapping[str, str] | None = None) -> str:
    """Address below `base`; each part is one step of the path, whatever characters it has.

    >>> compose_address("https://example.org/v1", "a/b", query={"$filter": "Naam eq 'é & co'"})
    'https://example.org/v1/a%2Fb?$filter=Naam%20eq%20%27%C3%A9%20%26%20co%27'
    """
    path = "".join("/" + quote(part, safe="") for part in parts)
    asked = urlencode(query or {}, quote_via=quote, safe="$,:")
    return base + path + (f"?{asked}" if asked else "")


def follow_link(address: str, link: str) -> str:
    """Where a link or redirect found at `address` leads; a FetchError where that is another machine.

    CBS has handed out http links behind an https service: such a link is followed over https.

    >>> follow_link("https://example.org/a?b", "http://example.org/a?$skip=10")
    'https://example.org/a?$skip=10'
    """
    try:
        here, there = urlsplit(address), urlsplit(urljoin(address, link))
        _ = there.port
    except ValueError as error:
        raise FetchError(Problem(address, f"gives a link that is no address: '{link[:200]}'")) from error
    if here.scheme == "https" and there.scheme == "http" and there.port in (None, 80):
        there = there._replace(scheme="https", netloc=there.hostname or "")
    if _machine(here) != _machine(there):
        raise FetchError(
            Problem(
                address,
                f"leads to another machine: '{there.scheme}://{there.netloc}'",
                f"an address on '{here.netloc}'",
                "Change `base` in the source file if the supplier has moved.",
            )
        )
    return urlunsplit(there)


def _machine(parts: SplitResult) -> tuple[str, str, int | None, str | None]:
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme), parts.username
