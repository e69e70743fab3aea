"""The pages of accounts in a real browser: axe, widths, dark, keyboard, and without JavaScript from link to figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from running_sites import served_app
from signed_in import PASSWORD, make_account
from signing_office import SigningOffice

from noaber.access.accounts import Appointment, appoint
from noaber.access.desk import Desk
from noaber.access.requests import Asked, ask_access
from noaber.access.sessions import begin_session
from noaber.access.signing_in import invite
from noaber.web.app import Door, create_app
from noaber.web.release_store import ReleaseStore

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OPEN = ("/nl/inloggen", "/de/toegang", "/en/inloggen")
SIGNED = ("/nl/account", "/de/account/code", "/en/beheer", "/nl/logboek?controle=ja", "/nl/logboek/register",
          "/nl/cijfer/inhabitants?gebieden=GM9003", "/nl/nergens")  # fmt: skip


@pytest.fixture(scope="module")
def site(signing_office: SigningOffice) -> Iterator[tuple[str, Desk, str]]:
    """A running site, its desk by the real clock, and the token of somebody with every duty."""
    desk = replace(signing_office.desk, clock=lambda: datetime.now(UTC))
    door = replace(Door(desk), register=signing_office.register)
    account = make_account(desk, "administrator")
    for role in ("privacy_officer", "inspector"):
        appoint(desk, account.id, Appointment(role, ("GM9003",), "2099-01-01"))
    ask_access(desk, Asked("ben@example.org", "Ben", "municipality", ("GM9001",), "Voor de monitor."), "192.0.2.1")
    with served_app(create_app(ReleaseStore(signing_office.office.releases), door=door)) as base:
        yield base, desk, account.id


@pytest.fixture
def open_page(browser: Any, site: Any) -> Iterator[Any]:
    """Open a page, signed in or not."""
    base, desk, account = site
    contexts = []

    def go(path: str, width: int = 1280, signed: bool = False, **options: Any) -> Any:
        if signed:
            options["extra_http_headers"] = {"cookie": f"__Host-noaber={begin_session(desk, account, True)}"}
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(base + path, wait_until="load")
        return page

    yield go
    for context in contexts:
        context.close()


def faults(page: Any) -> list[str]:
    """What axe finds."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']][:4]}" for rule in found]


@pytest.mark.parametrize(("path", "signed"), [*((path, False) for path in OPEN), *((path, True) for path in SIGNED)])
def test_axe_finds_nothing(path: str, signed: bool, open_page: Any) -> None:
    """In light and dark, wide and on the narrowest phone; nothing wider than the screen."""
    for width, scheme in ((1280, "light"), (390, "dark"), (320, "light")):
        page = open_page(path, width, signed, color_scheme=scheme)
        assert faults(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if signed:
            assert page.locator(".who form").count() == 1


def test_from_link_to_figures_without_javascript(open_page: Any, site: Any) -> None:
    """As somebody does it the first time: link, password, sign in, app, recovery codes, figures, sign out. The page
    that was public before shows more after, though the browser kept it."""
    base, desk, _ = site
    account = make_account(desk, "municipality", ("GM9001",))
    page = open_page("/nl/cijfer/inhabitants?gebieden=BU90010000@2024&tot=2024", java_script_enabled=False)
    assert "Hier staan afgeschermde cijfers" in page.inner_text("body")
    page.goto(f"{base}/nl/wachtwoord/{invite(desk, account.id)}")
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/nl/inloggen")
    page.goto(f"{base}/nl/cijfer/inhabitants?gebieden=BU90010000@2024&tot=2024")
    page.click("text=Inloggen")
    page.fill("#login", account.login)
    page.fill("#password", "not this")
    page.click("main form button")
    assert "lukt niet" in page.inner_text("[role=alert]")
    page.fill("#login", account.login)
    page.fill("#password", PASSWORD)
    page.click("main form button")
    key = page.inner_text("main code").replace(" ", "")
    assert page.locator(".qr svg").bounding_box()["width"] > 150
    page.fill("#code", pyotp.TOTP(key).now())
    page.click("main form button")
    assert page.locator("main .codes code").count() == 10
    page.click("main a.button")
    text = page.inner_text("body")
    assert account.name in text
    assert "711.020.700" in text.replace("\u00a0", ".")
    assert "niet openbaar" in text
    page.click("text=Uitloggen")
    page.wait_for_selector("text=Inloggen")
    page.goto(f"{base}/nl/cijfer/inhabitants?gebieden=BU90010000@2024&tot=2024")
    assert "711.020.700" not in page.inner_text("body")
    page.go_back()
    page.go_back()
    assert "711.020.700" not in page.inner_text("body"), "what was shown is not kept in the browser"
