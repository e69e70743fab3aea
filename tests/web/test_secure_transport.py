"""A browser that has been at a site over https does not come back without."""

from __future__ import annotations

from typing import Any

import pytest
from signing_office import SigningOffice

from noaber.products.typefaces import Typefaces
from noaber.warehouse.query import Release
from noaber.web.app import create_app
from noaber.web.release_store import FixedRelease

PATHS = ("/nl/", "/", "/nl/niet-hier", "/nl/cijfer/inhabitants.csv", "/robots.txt")


@pytest.mark.parametrize("path", PATHS)
def test_over_https_the_browser_is_told_to_stay(path: str, signing_office: SigningOffice) -> None:
    """In every answer, to who has signed in too, and once."""
    for person in (signing_office.anybody(), signing_office.person("researcher")):
        for _ in range(2):
            assert person.get(path).header("strict-transport-security") == "max-age=31536000"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("address", "told"), [("https://cijfers.example.nl", True), ("http://a.example", False), ("", False)]
)
def test_behind_a_proxy_the_address_of_the_site_tells(
    address: str, told: bool, path: str, small_release: Release, typefaces: Typefaces, visit: Any
) -> None:
    """The server itself is asked over http there; over http alone a browser is told nothing."""
    site = visit(create_app(FixedRelease(small_release), typefaces=typefaces, address=address))
    assert ("strict-transport-security" in site.get(path).headers) == told
