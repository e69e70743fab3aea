"""Every route for every role: nobody is shown a planted figure that is not his to see, by any page, file or picture;
what is shown is logged before it goes; nothing is kept for another. The routes are those of the application itself."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from signed_in import Person
from signing_office import SigningOffice
from site_addresses import CASES, addresses, text_of
from slow_rights import may_see
from tiered_office import planted_in

from noaber.access.audit import AuditWish, read_entries, verify_log
from noaber.web.app import FORMS, OWN_PAGES, PAGES

VISITORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ()), ("researcher", ()), ("municipality", ("GM9001",)), ("municipality", ("GM9003",)), ("municipality", ()),
    ("housing", ()), ("counter", ()), ("inspector", ("GM9003",)), ("inspector", ()), ("privacy_officer", ()),
    ("administrator", ()),
)  # fmt: skip
"""Roles with own areas; the first has not signed in, and one municipality has no area."""


@pytest.fixture(scope="module")
def people(signing_office: SigningOffice) -> list[tuple[str, tuple[str, ...], Person]]:
    """Somebody of every kind."""
    return [
        (role, own, signing_office.person(role, *own) if role else signing_office.anybody()) for role, own in VISITORS
    ]


@pytest.fixture(scope="module")
def allowed(signing_office: SigningOffice) -> dict[tuple[str, tuple[str, ...]], set[str]]:
    """The planted figures that each may see."""
    rights = signing_office.desk.rights
    return {
        (role, own): {digits for digits, figure in signing_office.planted.items() if may_see(rights, role, own, figure)}
        for role, own in VISITORS
    }


def test_the_kinds_of_people_see_different_things(allowed: Any) -> None:
    """Else the matrix would say little."""
    sizes = {key: len(figures) for key, figures in allowed.items()}
    assert sizes["", ()] == sizes["municipality", ()] == sizes["administrator", ()] == sizes["privacy_officer", ()] == 0
    assert len({size for size in sizes.values() if size}) >= 6
    assert sizes["researcher", ()] == max(sizes.values())


def test_the_matrix_has_every_route(signing_office: SigningOffice) -> None:
    """Those of the tables, and nothing beside them that tells of figures."""
    inner = signing_office.app
    while not hasattr(inner, "routes"):
        inner = getattr(inner, "_made", None) or inner._app
    there = {(route.path, method) for route in inner.routes for method in route.methods if method != "HEAD"}
    bare = {(path, "GET") for path in ("/", "/oembed", "/robots.txt", "/statisch/{version}/{name:path}")}
    assert there == set(CASES) | bare


@pytest.mark.parametrize("path", [path for path, method in CASES if method == "GET"])
def test_nobody_is_shown_what_is_not_his(path: str, signing_office: SigningOffice, people: Any, allowed: Any) -> None:
    """For every address of a route, one after the other in changing order, so that answers could cross."""
    desk = signing_office.desk
    for turn, address in enumerate(addresses(path)):
        order = people[turn % len(people) :] + people[: turn % len(people)]
        for role, own, person in order:
            before = read_entries(desk, AuditWish(), 1)
            reply = person.get(address)
            shown = planted_in(text_of(reply.content)) & signing_office.planted.keys()
            told = f"{address} to {role or 'anybody'} {own}: {reply.status}"
            assert reply.status < 500, told
            assert shown <= allowed[role, own], told
            if role:
                assert reply.header("cache-control") == "private, no-store", told
                assert not reply.header("etag"), told
                assert not reply.header("access-control-allow-origin"), told
            if shown:
                since = before[0].number if before else 0
                newer = [e for e in read_entries(desk, AuditWish(kind="seen"), 20) if e.number > since]
                assert newer, f"{told}: not logged"
                assert sum(entry.told["figures"] for entry in newer) >= len(shown), told


FULL = (
    "/nl/tabel.json?cijfers=inhabitants,house_value,workers&niveau=buurt&periodes=alle",
    "/nl/tabel.csv?cijfers=inhabitants&niveau=buurt",
    "/nl/tabel.xlsx?cijfers=inhabitants&niveau=buurt",
)


@pytest.mark.parametrize("address", FULL)
def test_everybody_is_shown_what_is_his(address: str, signing_office: SigningOffice, people: Any, allowed: Any) -> None:
    """All figures of a whole table that somebody has a right to, so that hiding everything would not pass."""
    whole = planted_in(text_of(people[1][2].get(address).content))
    assert len(whole) >= 5
    for role, own, person in people:
        assert planted_in(text_of(person.get(address).content)) == whole & allowed[role, own], (role, own)


@pytest.mark.parametrize("path", [path for path, _ in PAGES if path.endswith((".png", ".svg"))])
def test_pictures_differ_only_for_who_may_see_more(path: str, people: Any, allowed: Any) -> None:
    """Whoever has no right beyond the public figures gets the same bytes as everybody."""
    address = next(one for one in addresses(path) if people[0][2].get(one).status == 200)

    def drawn(person: Person) -> bytes:
        reply = person.get(address)
        assert reply.status == 200
        return re.sub(rb"clip\d+", b"clip", reply.content)  # numbered on through a process

    public = drawn(people[0][2])
    same = [drawn(person) == public for role, own, person in people if not allowed[role, own]]
    assert same == [True] * 4


PLACES = itertools.count(1)


def from_elsewhere(person: Person, role: str) -> Person:
    """Give the browser of who has not signed in at a place where nobody was before: of one place little is logged."""
    return person if role else Person(person.app, person.cookies, f"203.0.113.{next(PLACES)}")


@pytest.mark.parametrize("path", [path for path, method in CASES if method == "POST"])
def test_no_form_is_taken_without_its_token(path: str, signing_office: SigningOffice, people: Any) -> None:
    """Not from anybody: without a token, with one of somebody else, or from another site; each time that is logged."""
    stranger = people[1][2].token("/nl/account")
    for role, own, person in people:
        for token, headers in (
            ("", {}),
            (stranger, {}),
            ("f" * 64, {}),
            (None, {"origin": "https://elsewhere.example"}),
        ):
            if role == "researcher" and token == stranger:
                continue
            address = next(iter(addresses(path)))
            token = person.token("/nl/toegang") if token is None else token
            reply = from_elsewhere(person, role).post(address, token, headers)
            assert reply.status == 403, (path, role, own, token)
            newest = read_entries(signing_office.desk, AuditWish(), 1)[0]
            assert (newest.kind, newest.told["why"], newest.told["status"]) == ("refused", "form", 403), (path, role)
            assert bool(newest.account) == bool(role)


@pytest.mark.parametrize("path", [path for path, _ in (*OWN_PAGES, *FORMS) if "/beheer" in path or "/logboek" in path])
def test_duties_are_for_who_has_them(path: str, signing_office: SigningOffice, people: Any) -> None:
    """Others are denied, and that is logged with who and what; who has not signed in is sent to where one does, and
    that is logged without who."""
    duty = "administrator" if "/beheer" in path else "privacy_officer"
    methods = [method for place, method in CASES if place == path]
    for (role, own, person), method in itertools.product(people, methods):
        if role == duty:
            continue
        address = next(iter(addresses(path)))
        token = person.token("/nl/toegang") if method == "POST" else ""
        person = from_elsewhere(person, role)
        reply = person.get(address) if method == "GET" else person.post(address, token, act="grant")
        newest = read_entries(signing_office.desk, AuditWish(kind="refused"), 1)[0]
        if not role:
            assert reply.status == 303, (path, role, own)
            assert "/inloggen" in reply.header("location")
            told = newest.account, newest.told["why"], newest.told["page"]
            assert told == ("", "sign-in-first", path.split("/")[2].partition(".")[0])
            continue
        assert reply.status == 403, (path, role, own)
        assert (newest.told["page"], newest.told["status"]) == (address, 403)
        assert newest.account


def test_the_log_of_all_this_is_whole(signing_office: SigningOffice) -> None:
    """After hundreds of entries."""
    count, breaks = verify_log(signing_office.desk)
    assert breaks == []
    assert count > 100
