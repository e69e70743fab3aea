"""What the log says of refusals on the site, of whoever has not signed in too: which page and why, nothing that was
typed, and few entries however many requests there are."""

from __future__ import annotations

import itertools

import pytest
from signed_in import Person
from signing_office import SigningOffice

from noaber.access.audit import AuditWish, Entry, count_entries, read_entries, verify_log
from noaber.access.signing_in import invite
from noaber.vocabulary.languages import LANGUAGES
from noaber.web.app import FORMS

PLACES = itertools.count(1)
GUARDED = (
    "/nl/account", "/nl/account/code", "/nl/beheer", "/nl/beheer/account/0123456789abcdef", "/nl/logboek",
    "/nl/logboek.csv", "/nl/logboek/register", "/nl/inloggen/code",
)  # fmt: skip
TYPED = ("vanalles", "zoekwoord", "sleutel77", "koekje99", "geheim55")


def stranger(site: SigningOffice) -> Person:
    """Give somebody who has not signed in, at a place where nobody was before."""
    return Person(site.app, {}, f"203.0.113.{next(PLACES)}")


def newest(site: SigningOffice) -> Entry:
    """Give the last entry of a refusal."""
    return read_entries(site.desk, AuditWish(kind="refused"), 1)[0]


@pytest.mark.parametrize("path", GUARDED)
def test_a_guarded_page_asked_by_nobody(path: str, signing_office: SigningOffice) -> None:
    """Sends to where one signs in, and is told: by the name of the page, once."""
    person = stranger(signing_office)
    before = count_entries(signing_office.desk, AuditWish())
    for _ in range(3):
        assert "/inloggen" in person.get(f"{path}?q=zoekwoord").header("location")
    assert count_entries(signing_office.desk, AuditWish()) == before + 1
    entry, part = newest(signing_office), path.split("/")[2].partition(".")[0]
    told = {"why": "sign-in-first", "page": part, "status": 303, "from": entry.told["from"]}
    assert (entry.account, entry.told) == ("", told)


@pytest.mark.parametrize("path", [path for path, _ in FORMS])
def test_a_form_from_elsewhere(path: str, signing_office: SigningOffice) -> None:
    """Is told of nobody and of who has signed in, with who; no token of a link stands in the log."""
    address = path.format(language="nl", token=f"vanalles{'x' * 35}", id="0123456789abcdef")
    account, mine = signing_office.account("researcher")
    for person, who in ((stranger(signing_office), ""), (mine, account.id)):
        assert person.post(address, "f" * 64, geheim="geheim55").status == 403
        entry = newest(signing_office)
        assert (entry.account, entry.told["why"], entry.told["status"]) == (who, "form", 403)
        part = path.split("/")[2]
        expected = part if not who else "/nl/wachtwoord" if part == "wachtwoord" else address
        assert entry.told["page"] == expected


def test_guessed_links(signing_office: SigningOffice) -> None:
    """Nothing is there, and the log knows that somebody tries; a link that works is not told."""
    account, person = signing_office.account("housing")
    token = invite(signing_office.desk, account.id)
    for who in (stranger(signing_office), person):
        assert who.get(f"/nl/wachtwoord/{'y' * 43}").status == 404
        assert "yyy" not in newest(signing_office).detail
        assert newest(signing_office).told["status"] == 404
    before = count_entries(signing_office.desk, AuditWish(kind="refused"))
    assert stranger(signing_office).get(f"/nl/wachtwoord/{token}").status == 200
    assert count_entries(signing_office.desk, AuditWish(kind="refused")) == before


def test_half_a_session_is_told_by_its_account(signing_office: SigningOffice) -> None:
    """Whoever knows a password alone, and asks for more."""
    person = signing_office.person("researcher", whole=False)
    assert person.get("/nl/account").status == 303
    assert newest(signing_office).account
    assert newest(signing_office).told["why"] == "sign-in-first"


def test_a_flood_writes_few(signing_office: SigningOffice) -> None:
    """Hundreds of requests of every sort from one place: one entry of each sort, twenty of forgeries, and nothing of
    what was typed."""
    person = stranger(signing_office)
    before = count_entries(signing_office.desk, AuditWish())
    for turn in range(40):
        person.get(f"/nl/beheer/account/zoekwoord{turn}?q=zoekwoord")
        person.get(f"/nl/wachtwoord/sleutel77{turn}")
        person.get(f"/inloggen/terug?code=sleutel77&state={turn}")
        person.post("/nl/account/wachtwoord", "sleutel77", password="geheim55")
        person.post(f"/nl/vanalles{turn}", "sleutel77", geheim="geheim55")
        person.ask("PUT", "/vanalles/beheer", b"geheim55", {})
        Person(signing_office.app, {"__Host-noaber": f"koekje99{turn}"}, person.address).get("/nl/over")
    added = count_entries(signing_office.desk, AuditWish()) - before
    newer = read_entries(signing_office.desk, AuditWish(), added)
    sorts = {(entry.kind, entry.told["why"]) for entry in newer}
    assert sorts == {
        ("refused", "sign-in-first"), ("refused", "form"), ("refused", "absent"),
        ("session-refused", "unknown"), ("sign-in-refused", "provider"),
    }  # fmt: skip
    assert added == 3 + 20 + 20
    for entry in newer:
        assert not any(typed in entry.detail for typed in (*TYPED, person.address)), entry.detail
    assert verify_log(signing_office.desk)[1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_privacy_officer_reads_them_in_words(language: str, signing_office: SigningOffice) -> None:
    """Of every sort."""
    stranger(signing_office).get("/nl/beheer")
    officer = signing_office.person("privacy_officer")
    page = officer.get(f"/{language}/logboek?soort=refused")
    words = {"nl": "eerst inloggen", "de": "erst anmelden", "en": "sign in first"}
    assert words[language] in page.text
    assert "beheer" in page.text
