"""Refusals of who has not signed in: told, and few of each sort per place, however many there are."""

from __future__ import annotations

import pytest
from desks import DeskWithClock

from noaber.access.audit import AuditWish, Entry, count_entries, read_entries, verify_log
from noaber.access.refusals import OF_ALL, OF_ONE_SORT, QUARTER, UNTOLD, log_few
from noaber.access.signing_in import sign_in

HERE, THERE = "192.0.2.7", "198.51.100.7"


def told(desk: DeskWithClock) -> list[Entry]:
    """Give all that the log tells, newest first."""
    return read_entries(desk.desk, AuditWish(), 1000)


def test_a_refusal_is_told_once_a_quarter(desk: DeskWithClock) -> None:
    """Of each sort and place; what is told says no address."""
    for _ in range(50):
        log_few(desk.desk, "refused", HERE, "form", page="account", status=403)
    assert [entry.told for entry in told(desk)] == [
        {"why": "form", "page": "account", "status": 403, "from": told(desk)[0].told["from"]}
    ]
    assert told(desk)[0].account == ""
    assert HERE not in told(desk)[0].detail
    log_few(desk.desk, "refused", HERE, "absent", page="account", status=404)
    log_few(desk.desk, "refused", THERE, "form", page="account", status=403)
    assert len(told(desk)) == 3
    desk.pass_by(seconds=QUARTER + 1)
    log_few(desk.desk, "refused", HERE, "form", page="account", status=403)
    assert len(told(desk)) == 4


def test_forged_sessions_are_told_more_often(desk: DeskWithClock) -> None:
    """But not without end."""
    for _ in range(60):
        log_few(desk.desk, "session-refused", HERE, "unknown")
    assert len(told(desk)) == OF_ONE_SORT["unknown"]


def test_a_network_is_one_place(desk: DeskWithClock) -> None:
    """Whoever has 2^64 addresses is told of once."""
    for number in range(30):
        log_few(desk.desk, "refused", f"2001:db8:1:2::{number:x}", "form", page="account", status=403)
    assert len(told(desk)) == 1


def test_a_flood_from_everywhere_is_told_of(desk: DeskWithClock) -> None:
    """So many an hour, and then one entry that says that more are not told; afterwards all goes on."""
    for number in range(OF_ALL.most + 60):
        log_few(desk.desk, "refused", f"10.0.{number // 250}.{number % 250}", "form", page="account", status=403)
    assert len(told(desk)) == OF_ALL.most + 1
    assert told(desk)[0].told == {"why": "many"}
    desk.pass_by(seconds=max(OF_ALL.seconds, UNTOLD.seconds) + 1)
    log_few(desk.desk, "refused", HERE, "form", page="account", status=403)
    assert told(desk)[0].told["why"] == "form"
    assert verify_log(desk.desk) == (OF_ALL.most + 2, [])


@pytest.mark.parametrize("login", ["anna@example.org", "nobody@example.org"])
def test_attempts_after_the_brake_are_told_once(login: str, desk: DeskWithClock) -> None:
    """Guessing on does not make the log grow."""
    desk.account()
    for _ in range(40):
        sign_in(desk.desk, login, "wrong", HERE)
    why = [entry.told["why"] for entry in read_entries(desk.desk, AuditWish(kind="sign-in-refused"), 100)]
    assert why == ["braked"] + ["wrong"] * 8
    assert count_entries(desk.desk, AuditWish(kind="sign-in-refused")) == 9
