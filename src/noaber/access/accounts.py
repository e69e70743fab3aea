"""Accounts of people, and the roles they have."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from noaber.access.audit import add_entry, keep_head
from noaber.access.database import looking, writing
from noaber.access.desk import Desk
from noaber.access.moments import is_over, print_moment
from noaber.access.schema import ACCOUNT, APPOINTMENT, RECOVERY, SESSION
from noaber.vocabulary.errors import AccountRefused, NotFound, Problem, did_you_mean

LOGIN = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|[a-z0-9][a-z0-9._:/-]{2,}")
LONGEST = 200


@dataclass(frozen=True)
class Appointment:
    """A role that somebody has: for which areas (codes), until which day, and who gave it."""

    role: str
    areas: tuple[str, ...] = ()
    until: str | None = None
    given_by: str = ""
    source: str = "office"


@dataclass(frozen=True)
class Account:
    """An account with the roles it has, those of the past too."""

    id: str
    login: str
    name: str
    created: str
    expires: str | None
    locked: bool
    has_password: bool
    has_second_factor: bool
    issuer: str | None
    appointments: tuple[Appointment, ...] = ()

    def may_sign_in(self, today: date) -> bool:
        """Say whether it is neither locked nor over."""
        return not self.locked and not is_over(self.expires, today)

    def appointed(self, today: date) -> tuple[Appointment, ...]:
        """Give the roles that it has today."""
        return tuple(one for one in self.appointments if not is_over(one.until, today))


def fold_login(login: str) -> str:
    """Write a login name as it is kept.

    >>> fold_login(" Anna@Example.org ")
    'anna@example.org'
    """
    return login.strip().casefold()


# -- reading


def find_account(desk: Desk, id: str) -> Account:
    """Give an account by its id; NotFound where there is none."""
    with looking(desk.engine) as connection:
        return read_account(connection, ACCOUNT.c.id == id) or _none(id)


def find_login(desk: Desk, login: str) -> Account | None:
    """Give an account by its login name."""
    with looking(desk.engine) as connection:
        return read_account(connection, ACCOUNT.c.login == fold_login(login))


def account_named(desk: Desk, login: str) -> Account:
    """Give an account by its login name; NotFound with the nearest names, for administrators alone."""
    account = find_login(desk, login)
    if account is None:
        known = [one.login for one in list_accounts(desk)]
        raise NotFound(Problem("account", f"no account '{login}'", "", did_you_mean(login, known, "Accounts")))
    return account


def list_accounts(desk: Desk) -> list[Account]:
    """Give all accounts by name."""
    with looking(desk.engine) as connection:
        roles = _appointments(connection, None)
        rows = connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.name, ACCOUNT.c.login))
        return [_account(row, tuple(roles.get(row.id, ()))) for row in rows]


def read_account(connection: Connection, condition: Any) -> Account | None:
    """Give the one account of a condition."""
    row = connection.execute(select(ACCOUNT).where(condition)).first()
    return None if row is None else _account(row, tuple(_appointments(connection, row.id).get(row.id, ())))


def _account(row: Any, appointments: tuple[Appointment, ...]) -> Account:
    return Account(
        row.id, row.login, row.name, row.created, row.expires, bool(row.locked), row.password is not None,
        row.totp is not None, row.issuer, appointments,
    )  # fmt: skip


def _appointments(connection: Connection, account: str | None) -> dict[str, list[Appointment]]:
    sql = select(APPOINTMENT).order_by(APPOINTMENT.c.role)
    found: dict[str, list[Appointment]] = {}
    for row in connection.execute(sql if account is None else sql.where(APPOINTMENT.c.account == account)):
        one = Appointment(row.role, tuple(json.loads(row.areas)), row.until, row.given_by, row.source)
        found.setdefault(row.account, []).append(one)
    return found


def _none(id: str) -> Account:
    raise NotFound(Problem("account", f"no account '{id[:40]}'"))


# -- changing; each change is logged with it, or does not happen


def add_account(
    desk: Desk, login: str, name: str, appointments: Sequence[Appointment] = (), expires: str | None = None,
    by: str = "", identity: tuple[str, str] | None = None,
) -> Account:  # fmt: skip
    """Make an account that has no password yet; AccountRefused where the name is taken or no name. `identity` is the
    issuer and subject of who signs in elsewhere."""
    folded, id = fold_login(login), secrets.token_hex(8)
    if not LOGIN.fullmatch(folded) or max(len(folded), len(name)) > LONGEST or not name.strip():
        raise AccountRefused(Problem("login", "no name to sign in with", "an e-mail address, and a name"))
    for one in appointments:
        _check_role(desk, one.role)
    issuer, subject = identity or (None, None)
    with writing(desk.engine) as connection:
        if read_account(connection, ACCOUNT.c.login == folded):
            raise AccountRefused(Problem("login", "there is such an account already"))
        connection.execute(
            insert(ACCOUNT).values(
                id=id,
                login=folded,
                name=name.strip(),
                created=print_moment(desk.clock()),
                expires=expires,
                locked=False,
                totp_step=0,
                issuer=issuer,
                subject=subject,
            )
        )
        entry = add_entry(connection, desk, "account", by, act="added", whose=id)
        for one in appointments:
            _appoint(connection, desk, id, one, by)
            entry = add_entry(connection, desk, "role", by, act="given", whose=id, **_told(one))
    keep_head(desk.head, entry.number, entry.hash)
    return find_account(desk, id)


def appoint(desk: Desk, id: str, appointment: Appointment, by: str = "") -> None:
    """Give a role, in the place of the same role before. Sessions end, for they began with other rights."""
    _check_role(desk, appointment.role)
    find_account(desk, id)
    with writing(desk.engine) as connection:
        _appoint(connection, desk, id, appointment, by)
        connection.execute(delete(SESSION).where(SESSION.c.account == id))
        entry = add_entry(connection, desk, "role", by, act="given", whose=id, **_told(appointment))
    keep_head(desk.head, entry.number, entry.hash)


def dismiss(desk: Desk, id: str, role: str, by: str = "") -> None:
    """Take a role away; sessions end."""
    with writing(desk.engine) as connection:
        connection.execute(delete(APPOINTMENT).where(APPOINTMENT.c.account == id, APPOINTMENT.c.role == role))
        connection.execute(delete(SESSION).where(SESSION.c.account == id))
        entry = add_entry(connection, desk, "role", by, act="taken", whose=id, role=role)
    keep_head(desk.head, entry.number, entry.hash)


def change_account(desk: Desk, id: str, act: str, by: str = "") -> None:
    """Change how an account stands: lock, unlock, or reset (no password and no second factor). Sessions end."""
    acts: dict[str, dict[str, Any]] = {
        "lock": {"locked": True},
        "unlock": {"locked": False},
        "reset": {"password": None, "totp": None, "totp_pending": None, "totp_step": 0},
    }
    values = acts[act]
    find_account(desk, id)
    with writing(desk.engine) as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == id).values(**values))
        connection.execute(delete(SESSION).where(SESSION.c.account == id))
        if act == "reset":
            connection.execute(delete(RECOVERY).where(RECOVERY.c.account == id))
        entry = add_entry(connection, desk, "account", by, act=act, whose=id)
    keep_head(desk.head, entry.number, entry.hash)


def set_expiry(desk: Desk, id: str, expires: str | None, by: str = "") -> None:
    """Say until which day an account lasts."""
    with writing(desk.engine) as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == id).values(expires=expires))
        entry = add_entry(connection, desk, "account", by, act="expires", whose=id, until=expires)
    keep_head(desk.head, entry.number, entry.hash)


def replace_provided(desk: Desk, id: str, provided: Sequence[Appointment]) -> None:
    """Let the roles that a provider of identities gives be these; where they change, sessions end."""
    account = find_account(desk, id)
    before = {(one.role, one.areas) for one in account.appointments if one.source == "provider"}
    office = {one.role for one in account.appointments if one.source != "provider"}
    wanted = [one for one in provided if one.role not in office]
    if before == {(one.role, one.areas) for one in wanted}:
        return
    with writing(desk.engine) as connection:
        connection.execute(delete(APPOINTMENT).where(APPOINTMENT.c.account == id, APPOINTMENT.c.source == "provider"))
        for one in wanted:
            _appoint(connection, desk, id, one, "provider")
        connection.execute(delete(SESSION).where(SESSION.c.account == id))
        roles = sorted(one.role for one in wanted)
        entry = add_entry(connection, desk, "role", "", act="provided", whose=id, roles=roles)
    keep_head(desk.head, entry.number, entry.hash)


def _appoint(connection: Connection, desk: Desk, id: str, one: Appointment, by: str) -> None:
    same = (APPOINTMENT.c.account == id) & (APPOINTMENT.c.role == one.role)
    connection.execute(delete(APPOINTMENT).where(same))
    connection.execute(
        insert(APPOINTMENT).values(
            account=id,
            role=one.role,
            areas=json.dumps(list(one.areas)),
            until=one.until,
            given_by=by,
            given=print_moment(desk.clock()),
            source=one.source,
        )
    )


def _told(one: Appointment) -> dict[str, Any]:
    return {"role": one.role, "areas": list(one.areas), "until": one.until, "source": one.source}


def _check_role(desk: Desk, role: str) -> None:
    if role not in desk.rights.roles:
        known = list(desk.rights.roles)
        raise AccountRefused(Problem("role", f"unknown role '{role[:40]}'", "", did_you_mean(role, known, "Roles")))
