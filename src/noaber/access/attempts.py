"""Brakes: how often something may fail, per account and per address, before it has to wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from noaber.access.database import looking, writing
from noaber.access.desk import Desk
from noaber.access.moments import before, print_moment
from noaber.access.schema import ATTEMPT

KEPT_SECONDS = 86_400


@dataclass(frozen=True)
class Brake:
    """At most so many failures in so many seconds, counted per key."""

    name: str
    most: int
    seconds: int


BY_ACCOUNT = Brake("account", 8, 900)
BY_ADDRESS = Brake("address", 40, 900)
BY_CODE = Brake("code", 6, 900)
BY_ASKING = Brake("asking", 10, 3600)
BY_FORGERY = Brake("forgery", 20, 900)

Braked = tuple[Brake, str]
"""A brake and whom it is for: a login name, an account or an address."""


def key_of(desk: Desk, braked: Braked) -> str:
    """Give the key under which failures are counted: a keyed hash, so that the table tells no names or addresses."""
    return desk.secret.mark(f"attempt {braked[0].name}", braked[1])


def is_braked(desk: Desk, brakes: Iterable[Braked]) -> bool:
    """Say whether any of the brakes is on."""
    with looking(desk.engine) as connection:
        return any(_count(connection, desk, braked) >= braked[0].most for braked in brakes)


def _count(connection: Connection, desk: Desk, braked: Braked) -> int:
    since = before(desk.clock(), braked[0].seconds)
    sql = select(func.count()).where(ATTEMPT.c.key == key_of(desk, braked), ATTEMPT.c.at > since)
    return int(connection.execute(sql).scalar_one())


def note_failures(desk: Desk, brakes: Iterable[Braked]) -> None:
    """Count a failure; what is older than a day is forgotten."""
    at = print_moment(desk.clock())
    rows = [{"key": key_of(desk, braked), "at": at} for braked in brakes]
    with writing(desk.engine) as connection:
        connection.execute(delete(ATTEMPT).where(ATTEMPT.c.at < before(desk.clock(), KEPT_SECONDS)))
        connection.execute(insert(ATTEMPT), rows)


def release_brake(desk: Desk, braked: Braked) -> None:
    """Forget failures: it was the right person after all."""
    with writing(desk.engine) as connection:
        connection.execute(delete(ATTEMPT).where(ATTEMPT.c.key == key_of(desk, braked)))
