"""Brakes: how often something may fail, per account and per address, before it has to wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address, ip_network

from sqlalchemy import Connection, delete, func, insert, select

from noaber.access.database import looking, writing
from noaber.access.desk import Desk
from noaber.access.moments import before, print_moment
from noaber.access.schema import ATTEMPT

KEPT_SECONDS = 86_400
HELD_BITS = 64
"""Of an IPv6 address, those that the provider gives; the rest is chosen by who has it (RFC 4291, RFC 6177)."""


@dataclass(frozen=True)
class Brake:
    """At most so many failures in so many seconds, counted per key: of `places` per network that an address is in."""

    name: str
    most: int
    seconds: int
    places: bool = False


BY_ACCOUNT = Brake("account", 8, 900)
BY_ADDRESS = Brake("address", 40, 900, places=True)
BY_CODE = Brake("code", 6, 900)
BY_ASKING = Brake("asking", 10, 3600, places=True)

Braked = tuple[Brake, str]
"""A brake and whom it is for: a login name, an account or an address."""


def key_of(desk: Desk, braked: Braked) -> str:
    """Give the key under which failures are counted: a keyed hash, so that the table tells no names or addresses."""
    brake, whom = braked
    return desk.secret.mark(f"attempt {brake.name}", network_of(whom) if brake.places else whom)


def network_of(address: str) -> str:
    """Give what one visitor has of addresses: of IPv6 the network of 64 bits, for its holder has all 2^64 of them.

    >>> network_of("2001:db8:1:2::9"), network_of("192.0.2.1"), network_of("::ffff:192.0.2.1")
    ('2001:db8:1:2::/64', '192.0.2.1', '192.0.2.1')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return address
    return str(found.ipv4_mapped or ip_network((int(found), HELD_BITS), strict=False))


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
