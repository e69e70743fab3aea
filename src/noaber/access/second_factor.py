"""The second factor: codes that an app makes from the time (TOTP, RFC 6238), and recovery codes for who lost it."""

from __future__ import annotations

import secrets
from typing import Any

import pyotp
import segno
from sqlalchemy import delete, insert, select, update

from noaber.access.accounts import Account
from noaber.access.audit import log
from noaber.access.database import looking, writing
from noaber.access.desk import Desk
from noaber.access.schema import ACCOUNT, RECOVERY
from noaber.access.secret import hash_token

STEP_SECONDS = 30
STEPS_ASIDE = 1
"""Codes of this many steps before and after now are taken: clocks differ."""
RECOVERY_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def propose_factor(desk: Desk, account: Account, session: str) -> str:
    """Give the key that an app would use, the same until it is confirmed. Another session (its hash) gets another key:
    whoever saw the one does not know the app that is taken into use in the other."""
    purpose = f"totp proposed {account.id} {session}"
    with looking(desk.engine) as connection:
        sealed = connection.execute(select(ACCOUNT.c.totp_pending).where(ACCOUNT.c.id == account.id)).scalar_one()
    known = desk.secret.open(purpose, sealed) if sealed else None
    if known:
        return known
    key = pyotp.random_base32()
    with writing(desk.engine) as connection:
        sealed = desk.secret.seal(purpose, key)
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(totp_pending=sealed))
    return key


def app_address(account: Account, key: str, site: str) -> str:
    """Give the address that an app reads from a QR code."""
    return pyotp.TOTP(key).provisioning_uri(name=account.login, issuer_name=site)


def draw_qr(address: str) -> str:
    """Draw a QR code as SVG, dark on light in any scheme of colours."""
    return segno.make(address, error="m", micro=False).svg_inline(scale=4, border=4, dark="#000", light="#fff")


def confirm_factor(desk: Desk, account: Account, session: str, code: str) -> tuple[str, ...]:
    """Take the key proposed to a session (its hash) into use where the code is one of it: gives recovery codes to keep;
    empty where not."""
    key = propose_factor(desk, account, session)
    step = _step_of(key, code, desk)
    if step is None:
        return ()
    codes = tuple(_recovery_code() for _ in range(RECOVERY_CODES))
    with writing(desk.engine) as connection:
        own = ACCOUNT.c.id == account.id
        sealed = desk.secret.seal(f"totp {account.id}", key)
        values: dict[str, Any] = {"totp": sealed, "totp_pending": None, "totp_step": step}
        connection.execute(update(ACCOUNT).where(own).values(**values))
        connection.execute(delete(RECOVERY).where(RECOVERY.c.account == account.id))
        connection.execute(insert(RECOVERY), [{"account": account.id, "hash": _hash(account, one)} for one in codes])
    log(desk, "second-factor", account.id, act="set")
    return codes


def use_code(desk: Desk, account: Account, code: str) -> str:
    """Use a code of the app, or a recovery code; either works once. Gives which it was, "" where it is none."""
    typed = "".join(code.split()).casefold()
    if typed.isdigit():
        return "app" if _use_app_code(desk, account, typed) else ""
    with writing(desk.engine) as connection:
        own = (RECOVERY.c.account == account.id) & (RECOVERY.c.hash == _hash(account, typed))
        return "recovery" if connection.execute(delete(RECOVERY).where(own)).rowcount == 1 else ""


def _use_app_code(desk: Desk, account: Account, code: str) -> bool:
    with looking(desk.engine) as connection:
        sealed = connection.execute(select(ACCOUNT.c.totp).where(ACCOUNT.c.id == account.id)).scalar_one()
    key = desk.secret.open(f"totp {account.id}", sealed) if sealed else None
    step = _step_of(key, code, desk) if key else None
    if step is None:
        return False
    with writing(desk.engine) as connection:  # the step only goes up: a code that was seen cannot be used again
        unused = (ACCOUNT.c.id == account.id) & (ACCOUNT.c.totp_step < step)
        return connection.execute(update(ACCOUNT).where(unused).values(totp_step=step)).rowcount == 1


def _step_of(key: str, code: str, desk: Desk) -> int | None:
    """Give the time step that a code is of; None where it is of none near now."""
    app, now = pyotp.TOTP(key), int(desk.clock().timestamp()) // STEP_SECONDS
    typed = "".join(code.split())
    found = [step for step in range(now - STEPS_ASIDE, now + STEPS_ASIDE + 1)
             if secrets.compare_digest(app.generate_otp(step).encode(), typed.encode("utf-8", "replace"))]  # fmt: skip
    return max(found, default=None)


def _recovery_code() -> str:
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return "-".join(drawn[at : at + 4] for at in range(0, 16, 4))


def _hash(account: Account, code: str) -> str:
    return hash_token(f"{account.id} {code}")
