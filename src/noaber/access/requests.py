"""Requests for access: somebody asks for a role and says why, an administrator grants it until a day, or refuses."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from noaber.access.accounts import (
    LOGIN,
    LONGEST,
    Account,
    Appointment,
    add_account,
    appoint,
    find_account,
    find_login,
    fold_login,
)
from noaber.access.attempts import BY_ASKING, is_braked, note_failures
from noaber.access.audit import log
from noaber.access.database import looking, writing
from noaber.access.desk import Desk
from noaber.access.moments import print_moment
from noaber.access.schema import REQUEST
from noaber.access.signing_in import invite
from noaber.vocabulary.errors import AccountRefused, NotFound, Problem

LONGEST_REASON = 1000
MOST_OPEN = 500


@dataclass(frozen=True)
class AccessRequest:
    """A request with who asks, for what, why, and what was decided."""

    id: str
    account: str | None
    login: str
    name: str
    role: str
    areas: tuple[str, ...]
    reason: str
    asked: str
    state: str


@dataclass(frozen=True)
class Asked:
    """What somebody types who asks for access."""

    login: str
    name: str
    role: str
    areas: tuple[str, ...]
    reason: str


def faults_of_request(desk: Desk, asked: Asked) -> tuple[str, ...]:
    """Give the fields that cannot be taken as they are: login, name, role, reason."""
    role = desk.rights.roles.get(asked.role)
    wrong = {
        "login": not LOGIN.fullmatch(fold_login(asked.login)) or len(asked.login) > LONGEST,
        "name": not asked.name.strip() or len(asked.name) > LONGEST,
        "role": role is None or not role.asked_for,
        "reason": not asked.reason.strip() or len(asked.reason) > LONGEST_REASON,
    }
    return tuple(field for field, is_wrong in wrong.items() if is_wrong)


def ask_access(desk: Desk, asked: Asked, address: str, account: Account | None = None) -> bool:
    """Keep a request; False where too many come from one place, or lie there. Whether there is such an account already
    is not said."""
    braked = (BY_ASKING, address)
    if is_braked(desk, [braked]):
        return False
    note_failures(desk, [braked])
    with writing(desk.engine) as connection:
        waiting = connection.execute(select(func.count()).where(REQUEST.c.state == "open")).scalar_one()
        if waiting >= MOST_OPEN:
            return False
        id = secrets.token_hex(8)
        connection.execute(
            insert(REQUEST).values(
                id=id,
                account=account.id if account else None,
                login=account.login if account else fold_login(asked.login),
                name=account.name if account else asked.name.strip(),
                role=asked.role,
                areas=json.dumps(list(asked.areas)),
                reason=asked.reason.strip(),
                asked=print_moment(desk.clock()),
                state="open",
            )
        )
    log(
        desk,
        "request",
        account.id if account else "",
        act="asked",
        request=id,
        role=asked.role,
        areas=list(asked.areas),
    )
    return True


def open_requests(desk: Desk) -> list[AccessRequest]:
    """Give the requests that wait, oldest first."""
    with looking(desk.engine) as connection:
        rows = connection.execute(select(REQUEST).where(REQUEST.c.state == "open").order_by(REQUEST.c.asked))
        return [_request(row) for row in rows]


def requests_of(desk: Desk, account: str) -> list[AccessRequest]:
    """Give the requests of an account, newest first."""
    with looking(desk.engine) as connection:
        rows = connection.execute(select(REQUEST).where(REQUEST.c.account == account).order_by(REQUEST.c.asked.desc()))
        return [_request(row) for row in rows]


def _request(row: Row[Any]) -> AccessRequest:
    return AccessRequest(
        row.id,
        row.account,
        row.login,
        row.name,
        row.role,
        tuple(json.loads(row.areas)),
        row.reason,
        row.asked,
        row.state,
    )


def grant_request(desk: Desk, id: str, until: str | None, by: str, areas: Sequence[str] | None = None) -> str:
    """Grant a request until a day (in words of the rights where none is said): gives the token of a one-time link where
    that made an account, else "". AccountRefused where an account of that name was made in the meantime by other
    means: then who asks has to sign in and ask again."""
    request = _waiting(desk, id)
    last = until or (desk.today + timedelta(days=desk.rights.accounts_last)).isoformat()
    given = Appointment(request.role, request.areas if areas is None else tuple(areas), last, by)
    if request.account:
        appoint(desk, find_account(desk, request.account).id, given, by)
        token = ""
    else:
        if find_login(desk, request.login):
            raise AccountRefused(Problem("login", "there is such an account already"))
        account = add_account(desk, request.login, request.name, [given], by=by)
        token = invite(desk, account.id, by)
    _decide(desk, id, "granted", by, last)
    return token


def refuse_request(desk: Desk, id: str, by: str) -> None:
    """Refuse a request."""
    _waiting(desk, id)
    _decide(desk, id, "refused", by, None)


def _waiting(desk: Desk, id: str) -> AccessRequest:
    with looking(desk.engine) as connection:
        row = connection.execute(select(REQUEST).where(REQUEST.c.id == id, REQUEST.c.state == "open")).first()
    if row is None:
        raise NotFound(Problem("request", f"no open request '{id[:40]}'"))
    return _request(row)


def _decide(desk: Desk, id: str, state: str, by: str, until: str | None) -> None:
    values = {"state": state, "decided_by": by, "decided": print_moment(desk.clock()), "until": until}
    with writing(desk.engine) as connection:
        connection.execute(update(REQUEST).where(REQUEST.c.id == id, REQUEST.c.state == "open").values(**values))
    log(desk, "request", by, act=state, request=id, until=until)
