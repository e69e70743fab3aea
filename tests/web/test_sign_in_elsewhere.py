"""Signing in with the account of another organisation, at a provider that runs as a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from identity_provider import FAULTS, SECRET
from signed_in import Person
from signing_office import SigningOffice

from noaber.access.accounts import list_accounts
from noaber.access.audit import AuditWish, count_entries, read_entries
from noaber.content.rights import SignInSpec
from noaber.web.app import Door, create_app
from noaber.web.release_store import ReleaseStore

NOTICED = (
    "InvalidClaimError", "ExpiredTokenError", "MissingClaimError", "InvalidTokenError", "BadSignatureError",
    "UnsupportedAlgorithmError", "InvalidKeyTypeError", "party",
)  # fmt: skip
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a running provider."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, HERE / "identity_provider.py", str(port)])
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                httpx.get(f"{address}/keys")
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def site(provider: str, signing_office: SigningOffice) -> SigningOffice:
    """The site with that provider in its rights."""
    spec = SignInSpec.model_validate(
        {
            "name": {"nl": "Gemeente", "de": "Gemeinde", "en": "Municipality"}, "issuer": provider, "client": "noaber",
            "second_factor": "provider",
            "roles": [
                {"claim": "groups", "value": "noaber-gm9001", "role": "municipality", "areas": ["GM9001"]},
                {"claim": "groups", "value": "noaber-office", "role": "researcher"},
            ],
        }
    )  # fmt: skip
    rights = signing_office.desk.rights.model_copy(update={"sign_in": spec})
    desk = replace(signing_office.desk, rights=rights)
    app = create_app(ReleaseStore(signing_office.office.releases), door=Door(desk, SECRET))
    return replace(signing_office, desk=desk, app=app)


@pytest.fixture(autouse=True)
def honest(provider: str) -> None:
    """At first the provider does nothing wrong."""
    httpx.get(f"{provider}/do-wrong")


def depart(person: Person, to: str = "/nl/cijfer/inhabitants") -> str:
    """Go to the provider; gives the address at which it asks who one is."""
    reply = person.get(f"/nl/inloggen/extern?naar={to}")
    assert reply.status == 302
    return reply.header("location")


def come_back(person: Person, at: str, who: str) -> Any:
    """Say who one is at the provider, and follow it back to the site."""
    answer = httpx.get(f"{at}&i_am={who}")
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["location"])
    return person.get(f"{back.path}?{back.query}")


def sign_in(site: SigningOffice, who: str) -> tuple[Person, Any]:
    """Sign in as somebody whom the provider knows."""
    person = site.anybody()
    return person, come_back(person, depart(person), who)


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_claims_become_rights(algorithm: str, provider: str, site: SigningOffice) -> None:
    """Who comes back sees what the roles of the claims give, and goes on to the page that was wanted."""
    httpx.get(f"{provider}/do-wrong?algorithm={algorithm}")
    person, reply = sign_in(site, "carla")
    assert (reply.status, reply.header("location")) == (303, "/nl/cijfer/inhabitants")
    account = person.get("/nl/account").text
    assert "Carla de Boer" in account
    assert "Gemeente (A-stad)" in account
    assert read_entries(site.desk, AuditWish(kind="sign-in"), 1)[0].told["how"] == "provider"


def test_nobody_becomes_another_by_an_address(site: SigningOffice) -> None:
    """The e-mail address that a provider tells is no proof of an account here; without roles one sees the public."""
    local, _ = site.account("researcher")
    person, reply = sign_in(site, "dirk")
    assert reply.status == 303
    assert "U hebt nog geen rol" in person.get("/nl/account").text
    mine = [one for one in list_accounts(site.desk) if one.name == "Dirk Smit"]
    assert len(mine) == 1
    assert mine[0].id != local.id
    sign_in(site, "dirk")
    assert len([one for one in list_accounts(site.desk) if one.name == "Dirk Smit"]) == 1


@pytest.mark.parametrize("fault", FAULTS[1:])
def test_a_token_that_is_not_right_is_refused(fault: str, provider: str, site: SigningOffice) -> None:
    """Whatever is wrong with it: nobody gets in, nothing is told, and the log says what it was."""
    httpx.get(f"{provider}/do-wrong?what={fault}")
    before = count_entries(site.desk, AuditWish(kind="sign-in-refused"))
    person, reply = sign_in(site, "emma")
    assert reply.status == 401
    assert "__Host-noaber" not in person.cookies
    assert fault not in reply.text.split("<main")[1].split("</main")[0] or fault in ("party", "future")
    assert count_entries(site.desk, AuditWish(kind="sign-in-refused")) == before + 1
    assert person.get("/nl/account").status == 303
    what = read_entries(site.desk, AuditWish(kind="sign-in-refused"), 1)[0].told["what"]
    assert what in NOTICED, "the site did not come to look at the token"


def test_the_way_back_is_bound_to_the_browser_that_left(site: SigningOffice) -> None:
    """Whoever follows a way back that another began is not signed in as that other, and no way back works twice."""
    victim, attacker = site.anybody(), site.anybody()
    at = depart(attacker)
    location = httpx.get(f"{at}&i_am=emma").headers["location"]
    back = urlsplit(location)
    assert victim.get(f"{back.path}?{back.query}").status == 401
    depart(victim)
    assert victim.get(f"{back.path}?{back.query}").status == 401
    assert attacker.get(f"{back.path}?{back.query}").status == 303
    assert attacker.get(f"{back.path}?{back.query}").status == 401


@pytest.mark.parametrize("change", [{"state": "x"}, {"code": "x"}, {"iss": "https://other.example"}, {"code": ""}])
def test_a_changed_way_back_is_refused(change: dict[str, str], site: SigningOffice) -> None:
    """Another state, code or issuer."""
    person = site.anybody()
    back = urlsplit(httpx.get(f"{depart(person)}&i_am=emma").headers["location"])
    told = {name: values[0] for name, values in parse_qs(back.query).items()} | change
    assert person.get(f"{back.path}?{httpx.QueryParams(told)}").status == 401


def test_one_has_to_be_back_in_time(site: SigningOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trip of which the cookie is none of ours is no trip."""
    person = site.anybody()
    at = depart(person)
    person.cookies["__Host-noaber-oidc"] = person.cookies["__Host-noaber-oidc"][:-4] + "AAA="
    assert come_back(person, at, "emma").status == 401


def test_nobody_is_sent_to_another_site_afterwards(site: SigningOffice) -> None:
    """Wherever the address says."""
    for to in ("https://evil.example/", "//evil.example/nl/", "/nl/\\evil.example", "/oembed"):
        person = site.anybody()
        reply = come_back(person, depart(person, to), "emma")
        assert reply.header("location") == "/nl/account"


def test_a_role_that_is_taken_away_there_ends_here(provider: str, site: SigningOffice) -> None:
    """At the next visit, for other sessions too."""
    person, _ = sign_in(site, "emma")
    assert "Onderzoeker" in person.get("/nl/account").text
    none = site.desk.rights.sign_in
    assert none is not None
    fewer = site.desk.rights.model_copy(update={"sign_in": none.model_copy(update={"roles": ()})})
    desk = replace(site.desk, rights=fewer)
    other = replace(site, desk=desk, app=create_app(ReleaseStore(site.office.releases), door=Door(desk, SECRET)))
    again, _ = sign_in(other, "emma")
    assert "U hebt nog geen rol" in again.get("/nl/account").text
    assert person.get("/nl/account").status == 303


def test_a_provider_that_is_not_there_is_said(site: SigningOffice) -> None:
    """Signing in with a password goes on."""
    spec = site.desk.rights.sign_in
    assert spec is not None
    gone = site.desk.rights.model_copy(update={"sign_in": spec.model_copy(update={"issuer": "http://127.0.0.1:9"})})
    app = create_app(ReleaseStore(site.office.releases), door=Door(replace(site.desk, rights=gone), SECRET))
    assert Person(app).get("/nl/inloggen/extern").status == 401
    assert Person(app).get("/nl/inloggen").status == 200
