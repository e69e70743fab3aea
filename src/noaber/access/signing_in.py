"""Signing in: password, second factor, one-time links. Whoever is refused is not told why, and waits as long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, insert, select, update

from noaber.access.accounts import Account, find_account, fold_login, read_account
from noaber.access.attempts import (
    BY_ACCOUNT,
    BY_ADDRESS,
    BY_CODE,
    Braked,
    is_braked,
    note_failures,
    release_brake,
)
from noaber.access.audit import log
from noaber.access.database import looking, writing
from noaber.access.desk import Desk
from noaber.access.moments import print_moment
from noaber.access.passwords import faults_of, hash_password, is_outdated, is_password
from noaber.access.refusals import log_few, mark_place
from noaber.access.schema import ACCOUNT, INVITATION
from noaber.access.second_factor import use_code
from noaber.access.secret import hash_token, new_token
from noaber.access.sessions import Session, begin_session, end_session, end_sessions

INVITED_DAYS = 7


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt: a token of a session, or why there is none: wrong, or braked."""

    token: str = ""
    refused: str = ""
    whole: bool = False


def sign_in(desk: Desk, login: str, password: str, address: str) -> Outcome:
    """Sign in with a password. The same is said, after as long, of a name that is not there, a wrong password and an
    account that is locked or over."""
    brakes: tuple[Braked, ...] = ((BY_ACCOUNT, fold_login(login)), (BY_ADDRESS, address))
    if is_braked(desk, brakes):
        log_few(desk, "sign-in-refused", address, "braked")
        return Outcome(refused="braked")
    with looking(desk.engine) as connection:
        account = read_account(connection, ACCOUNT.c.login == fold_login(login))
        kept = connection.execute(select(ACCOUNT.c.password).where(ACCOUNT.c.login == fold_login(login))).scalar()
    right = is_password(kept, password, desk.hasher)
    if not right or account is None or not account.may_sign_in(desk.today):
        note_failures(desk, brakes)
        log(desk, "sign-in-refused", account.id if account else "", why="wrong", **mark_place(desk, address))
        return Outcome(refused="wrong")
    release_brake(desk, brakes[0])
    if kept and is_outdated(kept, desk.hasher):
        _keep_password(desk, account.id, password)
    return _begin(desk, account, "password", address)


def begin_provided(desk: Desk, account: Account, address: str) -> Outcome:
    """Sign in somebody whom the provider of identities has sent."""
    if not account.may_sign_in(desk.today):
        log(desk, "sign-in-refused", account.id, why="wrong", **mark_place(desk, address))
        return Outcome(refused="wrong")
    spec = desk.rights.sign_in
    return _begin(desk, account, "provider", address, spec is not None and spec.second_factor == "provider")


def _begin(desk: Desk, account: Account, how: str, address: str, whole: bool = False) -> Outcome:
    whole = whole or not needs_factor(desk, account)
    token = begin_session(desk, account.id, whole)
    log(desk, "sign-in", account.id, how=how, whole=whole, **mark_place(desk, address))
    return Outcome(token, whole=whole)


def needs_factor(desk: Desk, account: Account) -> bool:
    """Say whether an account signs in with a second factor: it has one, or a role of it asks for one."""
    roles = (desk.rights.roles.get(one.role) for one in account.appointed(desk.today))
    return account.has_second_factor or any(role is not None and role.second_factor for role in roles)


def give_code(desk: Desk, session: Session, code: str, address: str) -> Outcome:
    """Give the second factor of a half session: it makes way for a whole one, with another token."""
    account, brakes = session.account, ((BY_CODE, session.account.id), (BY_ADDRESS, address))
    if is_braked(desk, brakes):
        end_session(desk, session.hash)
        log(desk, "second-factor-refused", account.id, why="braked")
        return Outcome(refused="braked")
    used = use_code(desk, account, code)
    if not used:
        note_failures(desk, brakes)
        log(desk, "second-factor-refused", account.id, why="wrong")
        return Outcome(refused="wrong")
    release_brake(desk, brakes[0])
    log(desk, "second-factor", account.id, act=used)
    return Outcome(begin_session(desk, account.id, True, session.hash), whole=True)


def is_own_code(desk: Desk, account: Account, code: str) -> bool:
    """Say whether it is a code of the second factor of an account, whose holder has signed in."""
    braked = (BY_CODE, account.id)
    why = "braked" if is_braked(desk, [braked]) else "" if use_code(desk, account, code) else "wrong"
    if why == "wrong":
        note_failures(desk, [braked])
    if why:
        log(desk, "second-factor-refused", account.id, why=why)
    return not why


def sign_out(desk: Desk, session: Session) -> None:
    """End a session."""
    end_session(desk, session.hash)
    log(desk, "sign-out", session.account.id)


# -- passwords


def change_password(desk: Desk, account: Account, password: str, keep: str = "") -> tuple[str, ...]:
    """Change a password: gives what is wrong with the new one, nothing where it stands. All sessions end but the one
    with the hash `keep`."""
    faults = faults_of(password, (account.login, account.name, *desk.own_words))
    if not faults:
        _keep_password(desk, account.id, password)
        end_sessions(desk, account.id, keep)
        log(desk, "password", account.id)
    return faults


def is_own_password(desk: Desk, account: Account, password: str) -> bool:
    """Say whether it is the password of an account, whose holder has signed in."""
    braked = (BY_ACCOUNT, account.login)
    if is_braked(desk, [braked]):
        return False
    with looking(desk.engine) as connection:
        kept = connection.execute(select(ACCOUNT.c.password).where(ACCOUNT.c.id == account.id)).scalar_one()
    if not is_password(kept, password, desk.hasher):
        note_failures(desk, [braked])
        return False
    return True


def _keep_password(desk: Desk, account: str, password: str) -> None:
    kept = hash_password(password, desk.hasher)
    with writing(desk.engine) as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(password=kept))


# -- one-time links


def invite(desk: Desk, account: str, by: str = "") -> str:
    """Give the token of a link with which one chooses a password, once and within a week; one before it is void."""
    token = new_token()
    expires = print_moment(desk.clock() + timedelta(days=INVITED_DAYS))
    with writing(desk.engine) as connection:
        connection.execute(delete(INVITATION).where(INVITATION.c.account == account))
        connection.execute(insert(INVITATION).values(hash=hash_token(token), account=account, expires=expires))
    log(desk, "invitation", by, whose=account)
    return token


def invited(desk: Desk, token: str) -> Account | None:
    """Give whom a link is for; None where it is used, over, or none of ours."""
    sql = select(INVITATION.c.account).where(
        INVITATION.c.hash == hash_token(token), INVITATION.c.expires > print_moment(desk.clock())
    )
    with looking(desk.engine) as connection:
        id = connection.execute(sql).scalar()
    account = find_account(desk, id) if id else None
    return account if account and account.may_sign_in(desk.today) else None


def take_invitation(desk: Desk, token: str, password: str) -> tuple[str, ...]:
    """Choose a password with a link, which is void afterwards: gives what is wrong; `void` where there is no link."""
    account = invited(desk, token)
    if account is None:
        return ("void",)
    faults = change_password(desk, account, password)
    if not faults:
        with writing(desk.engine) as connection:
            connection.execute(delete(INVITATION).where(INVITATION.c.hash == hash_token(token)))
    return faults
