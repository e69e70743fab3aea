"""The whole way through the site over each database that the house knows: in, a page that is guarded, and the log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyotp
import pytest
from signed_in import PASSWORD, Person, make_account
from signing_office import SigningOffice, make_signing_office
from tiered_office import planted_in

from noaber.access.audit import AuditWish, read_entries, verify_log
from noaber.access.signing_in import invite

FIGURES = "/nl/tabel.json?cijfers=inhabitants&niveau=buurt"
KEY = re.compile(r"<code>((?:[A-Z2-7]{4} ?)+)</code>")


@pytest.fixture
def site(new_url: Callable[[], str], tmp_path: Path) -> Iterator[SigningOffice]:
    """The site with its accounts and log in an empty database."""
    url = new_url()
    made = make_signing_office(tmp_path / "office", url)
    assert made.desk.engine.dialect.name == ("postgresql" if url else "sqlite")
    yield made
    made.desk.engine.dispose()


def sign_in(site: SigningOffice, role: str, *areas: str) -> tuple[str, Person]:
    """Choose a password with a link, sign in with it, take an app into use; gives the account and the browser."""
    account, person = make_account(site.desk, role, areas), site.anybody()
    person.post(f"/nl/wachtwoord/{invite(site.desk, account.id)}", password=PASSWORD, again=PASSWORD)
    person.post("/nl/inloggen", login=account.login, password=PASSWORD)
    assert person.get("/nl/account").header("location").startswith("/nl/inloggen/code"), "half a session is not in"
    key = KEY.findall(person.get("/nl/inloggen/code").text)[0].replace(" ", "")
    assert person.post("/nl/inloggen/code", code=pyotp.TOTP(key).at(site.clock.moment)).status == 200
    return account.id, person


def test_from_the_door_to_the_log(site: SigningOffice) -> None:
    """Password and second step, figures that are not public, a page of another duty, nobody, and what the log says."""
    id, person = sign_in(site, "municipality", "GM9001")
    assert planted_in(person.get(FIGURES).text)
    assert not planted_in(site.anybody().get(FIGURES).text)
    assert person.get("/nl/logboek").status == 403
    assert site.anybody().get("/nl/beheer").status == 303
    assert person.post("/nl/uitloggen", person.token("/nl/account")).status == 303
    kinds = [entry.kind for entry in read_entries(site.desk, AuditWish(account=id), 50)][::-1]
    told = ["account", "invitation", "password", "sign-in", "refused", "second-factor", "seen", "refused", "sign-out"]
    assert [kind for kind in kinds if kind in told] == told
    nobody = read_entries(site.desk, AuditWish(kind="refused"), 1)[0]
    assert (nobody.account, nobody.told["why"]) == ("", "sign-in-first")
    assert verify_log(site.desk)[1] == []


def test_the_privacy_officer_reads_it_on_the_site(site: SigningOffice) -> None:
    """The page, whole and by person, and the file."""
    officer = site.person("privacy_officer")
    id, person = sign_in(site, "municipality", "GM9001")
    person.get(FIGURES)
    page = officer.get(f"/nl/logboek?wie={id}&soort=seen&controle=ja")
    assert page.status == 200
    assert "beschermde cijfers gezien" in page.text
    assert "Het logboek is heel" in page.text
    assert officer.get("/nl/logboek.csv").text.count("\n") > 5


def test_two_pages_at_once_do_not_break_the_chain(site: SigningOffice) -> None:
    """A flood of requests of nobody beside somebody who reads."""
    _, person = sign_in(site, "municipality", "GM9001")
    asked = [person if turn % 2 else site.anybody() for turn in range(16)]
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda one: one.get(FIGURES if one is person else "/nl/beheer").status, asked))
    assert set(replies) == {200, 303}
    assert verify_log(site.desk)[1] == []
    assert len(read_entries(site.desk, AuditWish(kind="refused"), 50)) <= 1 + 1 + 4
