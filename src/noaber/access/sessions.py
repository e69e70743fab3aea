"""Sessions: that somebody is signed in, known by a token of which only the hash is kept."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update

from noaber.access.accounts import Account, read_account
from noaber.access.database import looking, writing
from noaber.access.desk import Desk
from noaber.access.moments import before, print_moment
from noaber.access.schema import ACCOUNT, SESSION
from noaber.access.secret import hash_token, new_token

IDLE_SECONDS = 3600
LONGEST_SECONDS = 12 * 3600
HALF_SECONDS = 600
"""How long a session waits for its second factor."""
SEEN_SECONDS = 60
"""A session that was seen less long ago is not written again."""


@dataclass(frozen=True)
class Session:
    """A session of an account; `whole` where the second factor was given too."""

    hash: str
    account: Account
    whole: bool
    created: str
    seen: str


def begin_session(desk: Desk, account: str, whole: bool, instead_of: str = "") -> str:
    """Begin a session and give its token, which is told nowhere else. `instead_of` is the hash of the one that it takes
    the place of: whoever knew that token has nothing any more."""
    token, at = new_token(), print_moment(desk.clock())
    with writing(desk.engine) as connection:
        connection.execute(delete(SESSION).where(or_(SESSION.c.hash == instead_of, _over(desk))))
        connection.execute(
            insert(SESSION).values(hash=hash_token(token), account=account, whole=whole, created=at, seen=at)
        )
    return token


def find_session(desk: Desk, token: str) -> Session | None:
    """Give the session of a token; None where there is none, it is over, or its account may no longer sign in."""
    hash = hash_token(token)
    with looking(desk.engine) as connection:
        row = connection.execute(select(SESSION).where(SESSION.c.hash == hash, ~_over(desk))).first()
        account = None if row is None else read_account(connection, ACCOUNT.c.id == row.account)
    if row is None or account is None or not account.may_sign_in(desk.today):
        return None
    if row.seen < before(desk.clock(), SEEN_SECONDS):
        with writing(desk.engine) as connection:
            connection.execute(update(SESSION).where(SESSION.c.hash == hash).values(seen=print_moment(desk.clock())))
    return Session(hash, account, bool(row.whole), row.created, row.seen)


def was_session(desk: Desk, token: str) -> str:
    """Give the account whose session a token was that is over now; empty where we never gave it out. The session is
    forgotten, so that the next time nothing is known of it."""
    hash = hash_token(token)
    with looking(desk.engine) as connection:
        row = connection.execute(select(SESSION.c.account).where(SESSION.c.hash == hash)).first()
    if row is not None:
        end_session(desk, hash)
    return "" if row is None else str(row.account)


def _over(desk: Desk) -> ColumnElement[bool]:
    now = desk.clock()
    half = and_(~SESSION.c.whole, SESSION.c.created <= before(now, HALF_SECONDS))
    return or_(SESSION.c.seen <= before(now, IDLE_SECONDS), SESSION.c.created <= before(now, LONGEST_SECONDS), half)


def end_session(desk: Desk, hash: str) -> None:
    """End a session."""
    with writing(desk.engine) as connection:
        connection.execute(delete(SESSION).where(SESSION.c.hash == hash))


def end_sessions(desk: Desk, account: str, but: str = "") -> None:
    """End all sessions of an account, but the one with this hash."""
    with writing(desk.engine) as connection:
        connection.execute(delete(SESSION).where(SESSION.c.account == account, SESSION.c.hash != but))


def list_sessions(desk: Desk, account: str) -> list[tuple[str, str, str]]:
    """Give (hash, begun, last seen) of the sessions of an account, newest first."""
    sql = select(SESSION.c.hash, SESSION.c.created, SESSION.c.seen).where(SESSION.c.account == account, ~_over(desk))
    with looking(desk.engine) as connection:
        return [(row.hash, row.created, row.seen) for row in connection.execute(sql.order_by(SESSION.c.created.desc()))]
