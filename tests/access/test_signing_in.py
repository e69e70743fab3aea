"""Signing in: who gets in, who does not, and that nobody is told why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from desks import PASSWORD, SESSION, DeskWithClock
from sqlalchemy import select

from noaber.access.accounts import (
    Appointment,
    add_account,
    appoint,
    change_account,
    find_account,
    set_expiry,
)
from noaber.access.attempts import BY_ACCOUNT, BY_ADDRESS, BY_CODE
from noaber.access.audit import AuditWish, read_entries
from noaber.access.database import looking
from noaber.access.passwords import HASHER
from noaber.access.schema import ACCOUNT, TABLES
from noaber.access.second_factor import confirm_factor, propose_factor, use_code
from noaber.access.sessions import begin_session, end_sessions, find_session, list_sessions, was_session
from noaber.access.signing_in import change_password, give_code, invite, invited, sign_in, sign_out, take_invitation
from noaber.vocabulary.errors import AccountRefused

HERE = "192.0.2.7"


def test_a_right_password_gives_a_session(desk: DeskWithClock) -> None:
    """And the log says so, without who it is by name."""
    account = desk.account()
    outcome = sign_in(desk.desk, " Anna@Example.org", PASSWORD, HERE)
    session = find_session(desk.desk, outcome.token)
    assert session is not None
    assert session.account.id == account.id
    assert session.whole
    entry = read_entries(desk.desk, AuditWish(kind="sign-in"), 1)[0]
    assert entry.account == account.id
    assert "anna" not in entry.detail
    assert HERE not in entry.detail


def test_all_refusals_are_alike(desk: DeskWithClock) -> None:
    """A wrong password, no such account, a locked one, one that is over, and one without a password."""
    desk.account(login="right@example.org")
    locked, over = desk.account(login="locked@example.org"), desk.account(login="over@example.org")
    add_account(desk.desk, "fresh@example.org", "Fresh")
    change_account(desk.desk, locked.id, "lock")
    set_expiry(desk.desk, over.id, "2026-11-27")
    tried = [("right@example.org", PASSWORD + "x"), ("nobody@example.org", PASSWORD), ("locked@example.org", PASSWORD),
             ("over@example.org", PASSWORD), ("fresh@example.org", PASSWORD), ("", "")]  # fmt: skip
    outcomes = {sign_in(desk.desk, login, password, HERE) for login, password in tried}
    assert len(outcomes) == 1
    assert outcomes.pop().refused == "wrong"


class Counting(PasswordHasher):
    """Keeps the parameters with which passwords are compared."""

    def verify(self, hash: Any, password: Any) -> Any:
        """Compare, and note with which parameters."""
        self.compared = [*getattr(self, "compared", []), hash.split("$")[3]]
        return super().verify(hash, password)


def test_as_much_work_for_a_name_that_is_not_there(desk: DeskWithClock) -> None:
    """The password is compared with something in every case, with the same parameters: counted, for a clock would tell
    of the machine."""
    desk.account()
    counting = Counting.from_parameters(CHEAPEST)
    watched = replace(desk.desk, hasher=counting)
    for login in ("anna@example.org", "nobody@example.org"):
        assert sign_in(watched, login, "wrong", HERE).refused
    assert len(counting.compared) == 2
    assert len(set(counting.compared)) == 1


def test_passwords_are_kept_anew_when_parameters_grow(desk: DeskWithClock) -> None:
    """At the next sign-in, without anybody noticing: as RFC 9106 has them."""
    account = desk.account()
    strong = replace(desk.desk, hasher=HASHER)
    assert sign_in(strong, account.login, PASSWORD, HERE).token
    with looking(desk.desk.engine) as connection:
        kept = connection.execute(select(ACCOUNT.c.password)).scalar_one()
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert sign_in(strong, account.login, PASSWORD, HERE).token


def test_an_account_is_braked(desk: DeskWithClock) -> None:
    """Also for the right password, also for a name that does not exist, until the time is over."""
    desk.account()
    for login in ("anna@example.org", "nobody@example.org"):
        for _ in range(BY_ACCOUNT.most):
            assert sign_in(desk.desk, login, "wrong", HERE).refused == "wrong"
        assert sign_in(desk.desk, login, PASSWORD, HERE).refused == "braked"
    desk.pass_by(seconds=BY_ACCOUNT.seconds + 1)
    assert sign_in(desk.desk, "anna@example.org", PASSWORD, HERE).token


def test_an_address_is_braked(desk: DeskWithClock) -> None:
    """Many names from one place; from another one gets in."""
    desk.account()
    for number in range(BY_ADDRESS.most):
        sign_in(desk.desk, f"name{number}@example.org", "wrong", HERE)
    assert sign_in(desk.desk, "anna@example.org", PASSWORD, HERE).refused == "braked"
    assert sign_in(desk.desk, "anna@example.org", PASSWORD, "192.0.2.99").token


# -- the second factor


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:fffe", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("", "", True),
        ("no address", "no address", True),
    ],
)
def test_who_has_a_network_has_one_brake(first: str, second: str, same: bool, desk: DeskWithClock) -> None:
    """A household or server has 2^64 addresses of IPv6: they count as one."""
    for at in range(BY_ADDRESS.most):
        assert sign_in(desk.desk, f"nobody-{at}@example.org", "x" * 12, first).refused == "wrong"
    assert (sign_in(desk.desk, "other@example.org", "x" * 12, second).refused == "braked") is same


def test_a_role_asks_for_a_second_factor(desk: DeskWithClock) -> None:
    """Before it the session is half; after it there is another session with another token."""
    account = desk.account("municipality")
    app = desk.app_of(account)
    half = sign_in(desk.desk, account.login, PASSWORD, HERE)
    session = find_session(desk.desk, half.token)
    assert session is not None
    assert not session.whole
    outcome = give_code(desk.desk, session, app.at(desk.moment), HERE)
    whole = find_session(desk.desk, outcome.token)
    assert whole is not None
    assert whole.whole
    assert find_session(desk.desk, half.token) is None


def test_a_code_works_once(desk: DeskWithClock) -> None:
    """Whoever looked over a shoulder has nothing; nor has who types an older one."""
    account = desk.account("municipality")
    app = desk.app_of(account)
    code, older = app.at(desk.moment), app.at(desk.moment - timedelta(seconds=30))
    assert use_code(desk.desk, account, code) == "app"
    assert use_code(desk.desk, account, code) == ""
    assert use_code(desk.desk, account, older) == ""
    desk.pass_by(seconds=30)
    assert use_code(desk.desk, account, app.at(desk.moment)) == "app"


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_codes_of_other_times_are_refused(steps: int, desk: DeskWithClock) -> None:
    """Clocks may differ by half a minute."""
    account = desk.account("municipality")
    app = desk.app_of(account)
    assert use_code(desk.desk, account, app.at(desk.moment + timedelta(seconds=30 * steps))) == ""


def test_recovery_codes_work_once_each(desk: DeskWithClock) -> None:
    """However they are typed, and only for their own account."""
    account, other = desk.account("municipality"), desk.account("municipality", "ben@example.org")
    key = propose_factor(desk.desk, account, SESSION)
    codes = confirm_factor(desk.desk, account, SESSION, pyotp.TOTP(key).at(desk.moment))
    assert len(set(codes)) == 10
    desk.app_of(other)
    assert use_code(desk.desk, other, codes[0]) == ""
    assert use_code(desk.desk, account, f" {codes[0].upper()} ") == "recovery"
    assert use_code(desk.desk, account, codes[0]) == ""


def test_guessing_codes_is_braked(desk: DeskWithClock) -> None:
    """The half session ends with it."""
    account = desk.account("municipality")
    app = desk.app_of(account)
    session = find_session(desk.desk, sign_in(desk.desk, account.login, PASSWORD, HERE).token)
    assert session is not None
    for _ in range(BY_CODE.most):
        assert give_code(desk.desk, session, "000000", HERE).refused == "wrong"
    assert give_code(desk.desk, session, app.at(desk.moment), HERE).refused == "braked"
    assert list_sessions(desk.desk, account.id) == []


# -- sessions


@pytest.mark.parametrize(("stretch", "stands"), [(59 * 60, True), (60 * 60, False)])
def test_a_session_ends_when_nobody_uses_it(stretch: int, stands: bool, desk: DeskWithClock) -> None:
    """After an hour."""
    token = begin_session(desk.desk, desk.account().id, True)
    desk.pass_by(seconds=stretch)
    assert (find_session(desk.desk, token) is not None) is stands


def test_a_session_ends_at_last(desk: DeskWithClock) -> None:
    """However often it is used: after twelve hours; what it was is known once."""
    account = desk.account()
    token = begin_session(desk.desk, account.id, True)
    for _ in range(23):
        desk.pass_by(minutes=31)
        assert find_session(desk.desk, token) is not None
    desk.pass_by(minutes=8)
    assert find_session(desk.desk, token) is None
    assert was_session(desk.desk, token) == account.id
    assert was_session(desk.desk, token) == ""


def test_a_half_session_waits_ten_minutes(desk: DeskWithClock) -> None:
    """Not an hour."""
    token = begin_session(desk.desk, desk.account().id, False)
    desk.pass_by(minutes=11)
    assert find_session(desk.desk, token) is None


def test_sessions_end_with_rights_and_accounts(desk: DeskWithClock) -> None:
    """At another role, a lock, a new password, signing out, the end of the account."""
    account = desk.account()
    acts = [
        lambda s: appoint(desk.desk, account.id, Appointment("counter", (), "2027-01-01")),
        lambda s: change_account(desk.desk, account.id, "lock") or change_account(desk.desk, account.id, "unlock"),
        lambda s: change_password(desk.desk, account, PASSWORD + " hier"),
        lambda s: sign_out(desk.desk, s),
        lambda s: end_sessions(desk.desk, account.id),
        lambda s: set_expiry(desk.desk, account.id, "2026-11-27"),
    ]
    for act in acts:
        token = begin_session(desk.desk, account.id, True)
        session = find_session(desk.desk, token)
        assert session is not None
        act(session)
        assert find_session(desk.desk, token) is None


# -- one-time links


def test_a_link_works_once(desk: DeskWithClock) -> None:
    """Within a week, and only the newest; a password that is too weak does not use it up."""
    account = add_account(desk.desk, "anna@example.org", "Anna de Vries")
    first, token = invite(desk.desk, account.id), invite(desk.desk, account.id)
    assert invited(desk.desk, first) is None
    assert take_invitation(desk.desk, token, "Welkom2026!!") == ("common",)
    assert take_invitation(desk.desk, token, "annadevries1234") == ("own",)
    assert take_invitation(desk.desk, token, "Drieland-2026") == ("own",)
    assert take_invitation(desk.desk, token, PASSWORD) == ()
    assert take_invitation(desk.desk, token, PASSWORD) == ("void",)
    late = invite(desk.desk, account.id)
    desk.pass_by(days=8)
    assert invited(desk.desk, late) is None


def test_reset_takes_everything(desk: DeskWithClock) -> None:
    """Password, app and recovery codes."""
    account = desk.account("municipality")
    desk.app_of(account)
    change_account(desk.desk, account.id, "reset")
    after = find_account(desk.desk, account.id)
    assert not after.has_password
    assert not after.has_second_factor
    assert sign_in(desk.desk, account.login, PASSWORD, HERE).refused == "wrong"


def test_names_are_taken_once(desk: DeskWithClock) -> None:
    """However they are written; roles have to be there."""
    desk.account()
    for login, role in (("ANNA@example.org", "housing"), ("ben@example.org", "emperor"), ("no name", "housing")):
        with pytest.raises(AccountRefused):
            add_account(desk.desk, login, "Ben", [Appointment(role)])


def test_the_database_keeps_no_secret_as_it_is(desk: DeskWithClock) -> None:
    """No password, no token, no key of an app, no recovery code and no address stands in any table."""
    account = desk.account("municipality")
    key = propose_factor(desk.desk, account, SESSION)
    codes = confirm_factor(desk.desk, account, SESSION, pyotp.TOTP(key).at(desk.moment))
    token, link = begin_session(desk.desk, account.id, True), invite(desk.desk, account.id)
    sign_in(desk.desk, account.login, "wrong", HERE)
    with looking(desk.desk.engine) as connection:
        told = "\n".join(str(row) for table in TABLES.sorted_tables for row in connection.execute(table.select()))
    assert account.login in told
    for secret in (PASSWORD, key, token, link, HERE, *codes):
        assert secret not in told
