"""Accounts on the site: signing in by its pages, sessions that are none, and what is tried to see what is another's."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from signed_in import PASSWORD, Person, let_in, make_account
from signing_office import SigningOffice
from tiered_office import make_tiers, planted_in

from noaber.access.accounts import Appointment, appoint, change_account, find_account, list_accounts
from noaber.access.attempts import BY_ACCOUNT
from noaber.access.audit import AuditWish, count_entries, read_entries
from noaber.access.database import writing
from noaber.access.signing_in import invite
from noaber.vocabulary.languages import LANGUAGES
from noaber.web.app import Door, create_app
from noaber.web.release_store import ReleaseStore

OWN = "/nl/tabel.json?cijfers=inhabitants&niveau=buurt"
KEPT = "/nl/cijfer/inhabitants.json?gebieden=BU90010000@2024,BU90030000@2024,GM9003&tot=2024"
KEY = re.compile(r"<code>((?:[A-Z2-7]{4} ?)+)</code>")


def chosen(site: SigningOffice, role: str, *areas: str) -> tuple[Any, Person]:
    """Make an account, and let its holder choose a password with the one-time link."""
    account = make_account(site.desk, role, areas)
    person = site.anybody()
    link = f"/nl/wachtwoord/{invite(site.desk, account.id)}"
    assert person.post(link, password=PASSWORD, again=PASSWORD).header("location") == "/nl/inloggen"
    assert person.get(link).status == 404
    return account, person


def seen(site: SigningOffice, kind: str) -> int:
    """Count the entries of a kind."""
    return count_entries(site.desk, AuditWish(kind=kind))


# -- the way in


def test_from_link_to_figures(signing_office: SigningOffice) -> None:
    """A password by a one-time link, an app by its QR code, and then the page that was wanted, with its figures."""
    account, person = chosen(signing_office, "municipality", "GM9001")
    reply = person.post("/nl/inloggen", login=account.login, password=PASSWORD, naar=OWN)
    at = reply.header("location")
    assert at.startswith("/nl/inloggen/code?naar=")
    assert not planted_in(person.get(OWN).text), "half a session sees what everybody sees"
    page = person.get(at)
    assert "<svg" in page.text
    key = KEY.findall(page.text)[0].replace(" ", "")
    half = person.cookies["__Host-noaber"]
    app = pyotp.TOTP(key)
    reply = person.post("/nl/inloggen/code", person.token(at), code=app.at(signing_office.clock.moment), naar=OWN)
    assert len(re.findall(r"<code>[a-z2-9]{4}(?:-[a-z2-9]{4}){3}</code>", reply.text)) == 10
    assert person.cookies["__Host-noaber"] != half, "the token changes with what it is worth"
    assert planted_in(person.get(OWN).text)
    person.post("/nl/uitloggen", person.token("/nl/account"))
    assert "__Host-noaber" not in person.cookies
    signing_office.clock.pass_by(minutes=2)
    person.post("/nl/inloggen", login=account.login, password=PASSWORD)
    code = app.at(signing_office.clock.moment)
    assert person.post("/nl/inloggen/code", code="000000").status == 401
    assert person.post("/nl/inloggen/code", code=code, naar=OWN).header("location") == OWN
    other = let_in(signing_office.desk, signing_office.app, find_account(signing_office.desk, account.id), whole=False)
    assert other.post("/nl/inloggen/code", code=code).status == 401, "the same code again"


def test_half_a_session_takes_no_other_app_into_use(signing_office: SigningOffice) -> None:
    """Who knows a password alone cannot put an app of his own in the place of the one there is."""
    account, person = chosen(signing_office, "municipality", "GM9001")
    person.post("/nl/inloggen", login=account.login, password=PASSWORD)
    key = KEY.findall(person.get("/nl/inloggen/code").text)[0].replace(" ", "")
    person.post("/nl/inloggen/code", code=pyotp.TOTP(key).at(signing_office.clock.moment))
    thief = signing_office.anybody()
    thief.post("/nl/inloggen", login=account.login, password=PASSWORD)
    assert not KEY.findall(thief.get("/nl/inloggen/code").text)
    assert thief.get("/nl/account/code").status == 303
    assert thief.post("/nl/account/code", thief.token("/nl/inloggen/code"), code="123456").status == 303
    assert thief.get("/nl/account").status == 303


def test_who_finds_a_screen_open_cannot_guess_the_code_of_the_app(signing_office: SigningOffice) -> None:
    """Another app needs a code of the one there is: six guesses, then a quarter of an hour not even the right one."""
    account, person = chosen(signing_office, "municipality", "GM9001")
    person.post("/nl/inloggen", login=account.login, password=PASSWORD)
    old = pyotp.TOTP(KEY.findall(person.get("/nl/inloggen/code").text)[0].replace(" ", ""))
    person.post("/nl/inloggen/code", code=old.at(signing_office.clock.moment))
    signing_office.clock.pass_by(minutes=2)
    new = pyotp.TOTP(KEY.findall(person.get("/nl/account/code").text)[0].replace(" ", ""))

    def changed(code: str) -> int:
        return person.post("/nl/account/code", old=code, code=new.at(signing_office.clock.moment)).status

    assert [changed("000000") for _ in range(6)] == [401] * 6
    assert changed(old.at(signing_office.clock.moment)) == 401
    signing_office.clock.pass_by(minutes=16)
    assert changed(old.at(signing_office.clock.moment)) == 200


def test_the_key_of_an_app_is_told_to_one_session_alone(signing_office: SigningOffice) -> None:
    """Whoever looked at it in another session does not know the app that is taken into use later."""
    account, _ = chosen(signing_office, "municipality", "GM9001")
    told = []
    for _ in range(2):
        person = signing_office.anybody()
        person.post("/nl/inloggen", login=account.login, password=PASSWORD)
        seen = [KEY.findall(person.get("/nl/inloggen/code").text)[0] for _ in range(2)]
        assert seen[0] == seen[1]
        told.append(seen[0])
    assert told[0] != told[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_say_the_same(language: str, signing_office: SigningOffice) -> None:
    """Of a name that is there, one that is not, and one that is locked: same page, same status."""
    account, _ = chosen(signing_office, "housing")
    locked, _ = chosen(signing_office, "housing")
    change_account(signing_office.desk, locked.id, "lock")
    pages = set()
    for login, password in ((account.login, "wrong"), ("nobody@example.org", PASSWORD), (locked.login, PASSWORD)):
        person = signing_office.anybody()
        reply = person.post(f"/{language}/inloggen", login=login, password=password)
        pages.add((reply.status, re.sub(r"[0-9a-f]{64}", "", reply.text)))
        assert "__Host-noaber" not in person.cookies
    assert len(pages) == 1
    assert pages.pop()[0] == 401


def test_too_many_attempts(signing_office: SigningOffice) -> None:
    """The right password helps no more for a while, and the page says what to do."""
    account, person = chosen(signing_office, "housing")
    for _ in range(BY_ACCOUNT.most):
        person.post("/nl/inloggen", login=account.login, password="wrong")
    reply = person.post("/nl/inloggen", login=account.login, password=PASSWORD)
    assert reply.status == 429
    assert "kwartier" in reply.text
    signing_office.clock.pass_by(seconds=BY_ACCOUNT.seconds + 1)
    assert person.post("/nl/inloggen", login=account.login, password=PASSWORD).status == 303


def test_a_session_from_before_is_not_taken_over(signing_office: SigningOffice) -> None:
    """A token that somebody put into the browser does not become the session of who signs in there."""
    account, person = chosen(signing_office, "housing")
    planted = signing_office.person("housing")
    known = person.cookies["__Host-noaber"] = planted.cookies["__Host-noaber"]
    person.post("/nl/inloggen", person.token("/nl/inloggen"), login=account.login, password=PASSWORD)
    assert person.cookies["__Host-noaber"] != known
    assert planted.get("/nl/account").status == 303


# -- sessions that are none


@pytest.mark.parametrize("token", ["x", "a" * 43, "", "é", "' OR 1=1 --", "A" * 4000])
def test_a_forged_cookie_is_no_session(token: str, signing_office: SigningOffice) -> None:
    """It sees what everybody sees, the browser forgets it, and the log knows."""
    before = seen(signing_office, "session-refused")
    person = Person(signing_office.app, {"__Host-noaber": token}, f"192.0.2.{200 + len(token) % 50}")
    reply = person.get(OWN)
    assert reply.status == 200
    assert not planted_in(reply.text)
    assert person.get("/nl/account").status == 303
    if token and token.isascii() and '"' not in token and " " not in token:
        assert "Max-Age=0" in reply.header("set-cookie")
        assert seen(signing_office, "session-refused") > before


def test_a_session_that_is_over(signing_office: SigningOffice) -> None:
    """Is told with whose it was."""
    account, person = signing_office.account("researcher")
    assert planted_in(person.get(OWN).text)
    signing_office.clock.pass_by(hours=1, seconds=1)
    assert not planted_in(person.get(OWN).text)
    entry = read_entries(signing_office.desk, AuditWish(kind="session-refused"), 1)[0]
    assert (entry.account, entry.told["why"]) == (account.id, "over")


def test_rights_that_end_end_at_once(signing_office: SigningOffice) -> None:
    """At the last day of a role, another role, a lock."""
    desk = signing_office.desk
    account, person = signing_office.account("researcher")
    assert planted_in(person.get(OWN).text)
    appoint(desk, account.id, Appointment("researcher", (), (desk.today - timedelta(days=1)).isoformat()))
    person = let_in(desk, signing_office.app, find_account(desk, account.id))
    assert person.get("/nl/account").status == 200
    assert not planted_in(person.get(OWN).text)
    change_account(desk, account.id, "lock")
    assert person.get("/nl/account").status == 303


# -- what is another's


@dataclass(frozen=True)
class Crossing:
    """People who ask the same address by turns, their accounts, and what was logged before and after."""

    site: SigningOffice
    accounts: dict[str, str]
    people: dict[str, Person]

    @classmethod
    def of(cls, site: SigningOffice) -> Crossing:
        """Three who see different things, and somebody who has not signed in."""
        known = {
            "researcher": site.account("researcher"),
            "GM9001": site.account("municipality", "GM9001"),
            "GM9003": site.account("municipality", "GM9003"),
        }
        people = {who: person for who, (_, person) in known.items()}
        return cls(
            site, {who: account.id for who, (account, _) in known.items()}, {**people, "anybody": site.anybody()}
        )

    def told(self, who: str) -> list[dict[str, Any]]:
        """Give what the log tells that somebody was shown."""
        wish = AuditWish(account=self.accounts[who], kind="seen")
        return [entry.told for entry in read_entries(self.site.desk, wish, 50)]


@pytest.fixture
def crossing(signing_office: SigningOffice) -> Crossing:
    """New people, before they ask."""
    return Crossing.of(signing_office)


def test_answers_do_not_cross(crossing: Crossing) -> None:
    """The same address for one after the other, with what a cache would be asked by: each gets his own, again and
    again, and who has not signed in gets the public answer from the cache."""
    people = crossing.people
    first = {who: person.get(KEPT) for who, person in people.items()}
    assert len({reply.content for reply in first.values()}) == 4
    tag = first["anybody"].header("etag")
    assert tag
    for _ in range(3):
        for who, person in people.items():
            again = person.get(KEPT, **{"if-none-match": tag})
            assert again.status == (304 if who == "anybody" else 200)
            assert person.get(KEPT).content == first[who].content
    assert "cookie" in first["anybody"].header("vary"), "caches on the way have to tell visitors apart too"


def test_the_log_does_not_cross(crossing: Crossing) -> None:
    """Of each who sees more it tells every answer, always the same: his tier, no fewer figures than he was shown, and
    only areas of which he sees any; of who has not signed in nothing. Nothing is refused: each gets what is his."""
    before = count_entries(crossing.site.desk, AuditWish())
    shown = {who: planted_in(person.get(KEPT).text) for who, person in crossing.people.items()}
    for person in [*crossing.people.values()] * 2:
        person.get(KEPT)
    for who in crossing.accounts:
        told = crossing.told(who)
        assert len(told) == 3, who
        assert told[0] == told[1] == told[2]
        assert told[0]["tier"] == ("internal" if who == "researcher" else "partner")
        assert told[0]["figures"] >= len(shown[who]) > 0
    areas = {who: {area.partition("@")[0][:6] for area in crossing.told(who)[0]["areas"]} for who in crossing.accounts}
    assert not {area[2:] for area in areas["GM9001"]} & {area[2:] for area in areas["GM9003"]}
    assert count_entries(crossing.site.desk, AuditWish()) == before + 3 * len(crossing.accounts)


@pytest.mark.parametrize(
    "more",
    [
        "&rol=researcher",
        "&role=researcher&tier=internal",
        "&sight=internal",
        "&areas=GM9003",
        "&noaber.visitor=1",
        "#x",
    ],
)
def test_parameters_give_no_rights(more: str, signing_office: SigningOffice) -> None:
    """Whatever is added to an address, or sent as a header, means nothing: the answer is that of the plain address, and
    the log tells the same of both. Nothing is asked for that could be refused."""
    account, person = signing_office.account("municipality", "GM9001")
    sent = {"x-forwarded-user": "researcher", "x-role": "researcher", "authorization": "Bearer x", "forwarded": "for=1"}
    refused = seen(signing_office, "refused")
    for who in (person, signing_office.anybody()):
        plain, tampered = who.get(OWN), who.get(OWN + more, **sent)
        assert (tampered.status, tampered.content) == (plain.status, plain.content)
        assert bool(planted_in(plain.text)) == (who is person)
    told = read_entries(signing_office.desk, AuditWish(account=account.id), 20)
    assert [entry.kind for entry in told[:2]] == ["seen", "seen"]
    assert told[0].told == told[1].told
    assert seen(signing_office, "refused") == refused


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nl/cijfer/inhabitants?uitgave=../internal", 404),
        ("/nl/cijfer/inhabitants.json?gebieden=GM9001,internal.duckdb", 404),
        ("/nl/cijfer/inhabitants?niveau=internal", 400),
        ("/nl/tabel.csv?cijfers=inhabitants,women_share&niveau=gemeente", 404),
        ("/nl/uitleg/women_share/GM9001/2024-Q4.json?rol=researcher", 404),
    ],
)
def test_parameters_that_mean_something_wrong_are_refused(
    path: str, status: int, signing_office: SigningOffice
) -> None:
    """And logged, with who, on which page and how; not with the parameters."""
    account, person = signing_office.account("municipality", "GM9001")
    assert person.get(path).status == status
    entry = read_entries(signing_office.desk, AuditWish(kind="refused"), 1)[0]
    assert entry.account == account.id
    assert entry.told == {"page": path.partition("?")[0], "method": "GET", "status": status}


@pytest.mark.parametrize(("field", "value"), [("role", "administrator"), ("role", "researcher"), ("whole", "1")])
def test_fields_give_no_rights(field: str, value: str, signing_office: SigningOffice) -> None:
    """What is added to a form: a role that is not asked for is refused and logged, another field means nothing."""
    account, person = signing_office.account("municipality", "GM9001")
    wanted = {"role": "housing", "reason": "Werk", field: value}
    before = seen(signing_office, "refused")
    status = person.post("/nl/toegang", **wanted).status
    assert (status, seen(signing_office, "refused") - before) == ((400, 1) if field == "role" else (200, 0))
    after = find_account(signing_office.desk, account.id)
    assert [(one.role, one.areas) for one in after.appointments] == [("municipality", ("GM9001",))]


def test_guessing_ids(signing_office: SigningOffice) -> None:
    """Of indicators that are not for me, of accounts, sessions, requests and links: denied and logged, and an indicator
    that I may not see is answered as one that does not exist."""
    person, desk = signing_office.person("municipality", "GM9001"), signing_office.desk
    other = make_account(desk, "researcher")
    pages = {
        id: re.sub(rf"{id}|[0-9a-f]{{64}}", "", person.get(f"/nl/cijfer/{id}.json").text)
        for id in ("women_share", "womxn_share")
    }
    assert pages["women_share"] == pages["womxn_share"]
    for path, status in (
        ("/nl/cijfer/women_share", 404), ("/nl/uitleg/women_share/GM9001/2024-Q4", 404),
        (f"/nl/beheer/account/{other.id}", 403), ("/nl/beheer/account/1", 403), ("/nl/wachtwoord/x", 404),
    ):  # fmt: skip
        before = seen(signing_office, "refused")
        assert person.get(path).status == status
        assert seen(signing_office, "refused") == before + 1
    theirs = let_in(desk, signing_office.app, other)
    token = person.token("/nl/account")
    hash = re.findall(r'name="session" value="([0-9a-f]{64})"', theirs.get("/nl/account").text)
    for session in (*hash, "0" * 64):
        person.post("/nl/account/sessies", token, session=session)
    assert theirs.get("/nl/account").status == 200


@pytest.mark.parametrize("role", ["researcher", "inspector", "counter"])
def test_earlier_releases_are_seen_with_the_same_rights(role: str, signing_office: SigningOffice) -> None:
    """A frozen address, and what earlier releases said of a figure."""
    site = signing_office
    person = site.person(role)
    release = site.office.release().id
    frozen = person.get(f"{OWN}&uitgave={release}")
    assert planted_in(frozen.text) == planted_in(person.get(OWN).text) != set()
    assert frozen.header("cache-control") == "private, no-store"
    assert not planted_in(site.anybody().get(f"{OWN}&uitgave={release}").text)


def test_revisions_are_seen_with_the_same_rights(tmp_path: Any) -> None:
    """Of a figure that an earlier release has in its tiers only: shown to who may see it, and logged."""
    from running_sites import send_next_quarter
    from signing_office import make_signing_office

    site = make_signing_office(tmp_path / "office")
    send_next_quarter(site.office)
    site.office.build()
    make_tiers((site.office.releases / "current").resolve())
    path = "/nl/cijfer/inhabitants/herzieningen?gebied=BU90010000"
    researcher, mine, theirs = (
        site.person("researcher"), site.person("municipality", "GM9001"), site.person("municipality", "GM9003"),
    )  # fmt: skip
    end = time.monotonic() + 30
    while len(_releases_seen(site, researcher, path)) < 2 and time.monotonic() < end:
        time.sleep(0.2)  # readers get the release before until the new one is open
    assert planted_in(researcher.get(path).text) == planted_in(mine.get(path).text) != set()
    assert len(_releases_seen(site, researcher, path)) == 2
    assert not planted_in(theirs.get(path).text)
    assert not planted_in(site.anybody().get(path).text)


def _releases_seen(site: Any, visitor: Any, path: str) -> list[str]:
    assert visitor.get(path).status == 200
    return list(read_entries(site.desk, AuditWish(kind="seen"), 1)[0].told["releases"])


# -- the log comes first


def test_what_cannot_be_logged_is_not_given(tmp_path: Any) -> None:
    """When the log is gone, so are the figures; what is public still goes out."""
    from signing_office import make_signing_office

    site = make_signing_office(tmp_path / "office")
    person = site.person("researcher")
    assert planted_in(person.get(OWN).text)
    with writing(site.desk.engine) as connection:
        connection.exec_driver_sql("ALTER TABLE audit RENAME TO gone")
    for path in (OWN, "/nl/gebied/GM9001", "/nl/tabel.csv?cijfers=inhabitants&niveau=buurt"):
        try:
            shown = planted_in(person.get(path).text)
        except Exception:
            continue  # the server closes the connection
        assert not shown, path
    assert site.anybody().get(OWN).status == 200


def test_the_log_says_what_was_seen(signing_office: SigningOffice) -> None:
    """Who, what, of which release and tier, how many; no name of a person, and nothing where all is public."""
    account, person = signing_office.account("municipality", "GM9001")
    before = seen(signing_office, "seen")
    person.get("/nl/over")
    person.get("/nl/cijfer/inhabitants?gebieden=GM9001")
    assert seen(signing_office, "seen") == before
    shown = planted_in(person.get(OWN).text)
    entry = read_entries(signing_office.desk, AuditWish(kind="seen"), 1)[0]
    assert entry.account == account.id
    assert entry.told["indicators"] == ["inhabitants"]
    told = {area.partition("@")[0] for area in entry.told["areas"]}
    assert told == {signing_office.planted[digits].area for digits in shown}
    assert entry.told["figures"] == len(shown)
    assert entry.told["tier"] == "partner"
    assert entry.told["releases"] == [signing_office.office.release().id]
    assert account.login not in entry.detail


# -- headers


def test_own_pages_keep_the_strict_headers(signing_office: SigningOffice) -> None:
    """Policy, no sniffing, nothing kept, no frame elsewhere, no sharing with other origins."""
    person = signing_office.person("administrator")
    for path in ("/nl/inloggen", "/nl/account", "/nl/toegang", "/nl/beheer", "/nl/ingesloten/inhabitants/trend", OWN):
        reply = person.get(path)
        policy = reply.header("content-security-policy")
        assert "script-src 'self'" in policy
        assert "form-action 'self'" in policy
        assert "frame-ancestors 'self'" in policy
        assert reply.header("x-content-type-options") == "nosniff"
        assert reply.header("cache-control") == "private, no-store"
        assert reply.header("cross-origin-resource-policy") == "same-origin"
        assert not reply.header("access-control-allow-origin")
    assert "frame-ancestors *" in signing_office.anybody().get("/nl/ingesloten/inhabitants/trend").header(
        "content-security-policy"
    )


def test_a_site_without_rights_has_no_doors(signing_office: SigningOffice) -> None:
    """No page to sign in, no link to it, and no cookie."""
    bare = Person(create_app(ReleaseStore(signing_office.office.releases)))
    for path in ("/nl/inloggen", "/nl/account", "/nl/beheer", "/nl/logboek", "/nl/toegang"):
        assert bare.get(path).status == 404
    assert "inloggen" not in bare.get("/nl/").text
    assert not bare.cookies


def test_behind_a_proxy_addresses_are_told_apart(signing_office: SigningOffice) -> None:
    """And nobody chooses the address he is braked by."""
    desk = signing_office.desk
    app = create_app(ReleaseStore(signing_office.office.releases), door=Door(desk, proxies=1))
    places = []
    for said in ("6.6.6.6, 192.0.2.10", "7.7.7.7, 192.0.2.10", "192.0.2.11"):
        person = Person(app)
        person.post("/nl/inloggen", headers={"x-forwarded-for": said}, login="nobody@example.org", password="x")
        places.append(read_entries(desk, AuditWish(kind="sign-in-refused"), 1)[0].told["from"])
    assert places[0] == places[1] != places[2]


# -- administration


def test_a_request_becomes_an_account(signing_office: SigningOffice) -> None:
    """Asked by somebody without an account, granted until a day for other areas than asked, used with the link."""
    asking, administrator = signing_office.anybody(), signing_office.person("administrator")
    wanted = {
        "name": "Greet",
        "login": "greet@example.org",
        "role": "municipality",
        "areas": "A-stad",
        "reason": "Werk",
    }
    assert "ontvangen" in asking.post("/nl/toegang", **wanted).text
    page = administrator.get("/nl/beheer").text
    id = re.findall(r"/nl/beheer/verzoek/([0-9a-f]{16})", page)[-1]
    assert "Greet (greet@example.org): Gemeente, A-stad" in page
    token = administrator.token("/nl/beheer")
    assert administrator.post(f"/nl/beheer/verzoek/{id}", token, act="grant", areas="GM9002").status == 400
    day = (signing_office.desk.today + timedelta(days=30)).isoformat()
    reply = administrator.post(f"/nl/beheer/verzoek/{id}", token, act="grant", areas="GM9002", until=day)
    link = re.findall(r"<code>https://localhost(/nl/wachtwoord/[\w-]+)</code>", reply.text)[0]
    assert asking.post(link, password=PASSWORD, again=PASSWORD).status == 303
    account = next(one for one in list_accounts(signing_office.desk) if one.login == "greet@example.org")
    assert [(one.role, one.areas, one.until) for one in account.appointments] == [("municipality", ("GM9002",), day)]
    assert administrator.post(f"/nl/beheer/verzoek/{id}", token, act="refuse").status == 404


def test_whether_there_is_an_account_is_not_said(signing_office: SigningOffice) -> None:
    """To who asks for access with the address of another."""
    account = make_account(signing_office.desk, "housing")
    asked = {"name": "X", "role": "housing", "reason": "Werk"}
    pages = {
        re.sub(r"[0-9a-f]{64}", "", signing_office.anybody().post("/nl/toegang", login=login, **asked).text)
        for login in (account.login, "new@example.org")
    }
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("field", "value"), [("role", "researcher"), ("role", "emperor"), ("login", "no address"), ("name", " "),
                         ("reason", ""), ("reason", "x" * 1001), ("areas", "Atlantis")],
)  # fmt: skip
def test_a_request_that_cannot_be_taken(field: str, value: str, signing_office: SigningOffice) -> None:
    """Roles that are not asked for, names that are none; what was typed stays."""
    wanted = {"name": "Henk", "login": "henk@example.org", "role": "housing", "areas": "", "reason": "Werk"}
    reply = signing_office.anybody().post("/nl/toegang", **(wanted | {field: value}))
    assert reply.status == 400
    assert 'id="fout"' in reply.text
    assert field == "name" or 'value="Henk"' in reply.text


def test_administrators_change_others_not_themselves(signing_office: SigningOffice) -> None:
    """Nobody gives himself a role, or grants his own request."""
    own, administrator = signing_office.account("administrator")
    other = make_account(signing_office.desk, "")
    token = administrator.token("/nl/beheer")
    for act in ("appoint", "dismiss", "lock", "unlock", "reset", "expires"):
        sent = {"act": act, "role": "researcher", "until": "2099-01-01"}
        assert administrator.post(f"/nl/beheer/account/{own.id}", token, **sent).status == 403, act
    administrator.post("/nl/toegang", role="housing", reason="Werk")
    id = re.findall(r"/nl/beheer/verzoek/([0-9a-f]{16})", administrator.get("/nl/beheer").text)[-1]
    assert administrator.post(f"/nl/beheer/verzoek/{id}", token, act="grant", until="2099-01-01").status == 403
    at = f"/nl/beheer/account/{other.id}"
    assert "Wonen" in administrator.post(at, token, act="appoint", role="housing", until="2099-01-01").text
    assert administrator.post(at, token, act="appoint", role="housing", until="").status == 400
    assert administrator.post(at, token, act="lock").status == 200
    assert find_account(signing_office.desk, other.id).locked
    assert "/nl/wachtwoord/" in administrator.post(at, token, act="reset").text


def test_one_changes_ones_own_password(signing_office: SigningOffice) -> None:
    """With the one there is; other sessions end, this one goes on."""
    account, person = chosen(signing_office, "housing")
    person.post("/nl/inloggen", login=account.login, password=PASSWORD)
    other = let_in(signing_office.desk, signing_office.app, account)
    token, new = person.token("/nl/account"), "zes ganzen op het ijs"
    change = {"old": PASSWORD, "password": new, "again": new}
    for wrong in ({"old": "x"}, {"again": "x"}, {"password": "kort", "again": "kort"}):
        assert person.post("/nl/account/wachtwoord", token, **(change | wrong)).status == 400
    assert "geldt" in person.post("/nl/account/wachtwoord", token, **change).text
    assert other.get("/nl/account").status == 303
    assert person.get("/nl/account").status == 200


# -- the log for the privacy officer


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_privacy_officer_reads_the_log(language: str, signing_office: SigningOffice) -> None:
    """In words, whole, as a file, and with the register of processing beside it; reading it is logged too."""
    account, person = signing_office.account("municipality", "GM9001")
    person.get(OWN)
    officer = signing_office.person("privacy_officer")
    before = seen(signing_office, "audit-read")
    page = officer.get(f"/{language}/logboek?wie={account.id}&soort=seen&controle=ja")
    assert page.status == 200
    assert account.name in page.text
    assert "BU90010000" not in page.text, "areas have names"
    assert "{" not in page.text.split("<main")[1]
    file = officer.get(f"/{language}/logboek.csv")
    assert file.text.count("\n") > 10
    assert file.text.startswith("number,at,kind,account,detail,previous,hash")
    register = officer.get(f"/{language}/logboek/register").text
    assert "Bureau Drieland" in register or "Three Lands" in register or "Büro Dreiland" in register
    assert seen(signing_office, "audit-read") >= before + 2


def test_every_entry_can_be_said(signing_office: SigningOffice) -> None:
    """All that the tests of this module have written, in every language."""
    officer = signing_office.person("privacy_officer")
    for language in LANGUAGES:
        for page in range(1, 8):
            assert officer.get(f"/{language}/logboek?blad={page}").status == 200


def test_the_head_says_who_is_signed_in(signing_office: SigningOffice) -> None:
    """And what may be seen after signing in is said where figures are hidden."""
    account, person = signing_office.account("municipality", "GM9003")
    hidden = "/nl/cijfer/inhabitants?gebieden=GM9003"
    assert f"{account.name}</a>" in person.get("/nl/nergens").text
    assert "ook voor u zijn afgeschermd" in person.get(hidden).text
    public = signing_office.anybody().get(hidden).text
    assert "Wie daar recht op heeft" in public
    assert "naar=%2Fnl%2Fcijfer%2Finhabitants%3Fgebieden=GM9003" in public
    assert "Wie daar recht op heeft" not in signing_office.anybody().get("/nl/over").text
    researcher = signing_office.person("researcher")
    assert "niet openbaar" in researcher.get(hidden).text
