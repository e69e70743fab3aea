"""The log of who saw which protected figure when, and of all that happens to accounts: only added to, and chained.

Every entry holds the hash of the one before, so that a changed or removed entry breaks the chain. How far the log
reaches stands in a file beside the database, so that a cut tail is found too.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, text

from noaber.access.database import looking, writing
from noaber.access.desk import Desk
from noaber.access.moments import print_moment
from noaber.access.schema import AUDIT

START = "0" * 64
KINDS = (
    "seen", "refused", "sign-in", "sign-in-refused", "sign-out", "session-refused", "second-factor",
    "second-factor-refused", "password", "account", "role", "request", "invitation", "audit-read", "audit-purged",
)  # fmt: skip
"""What an entry tells of. `seen`: figures beyond the public ones were given out; `refused`: an answer was denied;
`audit-purged`: entries were removed because they are old, see `noaber.access.retention`."""


@dataclass(frozen=True)
class Entry:
    """One entry. `account` is the id of who did it, empty where nobody had signed in."""

    number: int
    at: str
    kind: str
    account: str
    detail: str
    previous: str
    hash: str

    @property
    def told(self) -> dict[str, Any]:
        """The detail as values."""
        told: dict[str, Any] = json.loads(self.detail)
        return told


def print_canonical(said: Mapping[str, Any]) -> str:
    """Write values as JSON in the one way that is hashed: sorted, without spaces."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_entry(number: int, at: str, kind: str, account: str, detail: str, previous: str) -> str:
    """Give the SHA-256 of an entry, the hash of the one before within it."""
    said = {"number": number, "at": at, "kind": kind, "account": account, "detail": detail, "previous": previous}
    return hashlib.sha256(print_canonical(said).encode()).hexdigest()


def log(desk: Desk, kind: str, account: str = "", /, **detail: Any) -> None:
    """Add an entry. It stands when this returns; an error means that it does not."""
    with writing(desk.engine) as connection:
        entry = add_entry(connection, desk, kind, account, **detail)
    keep_head(desk.head, entry.number, entry.hash)


def add_entry(connection: Connection, desk: Desk, kind: str, account: str, /, **detail: Any) -> Entry:
    """Add an entry within a transaction that writes; `keep_head` is for afterwards."""
    if kind not in KINDS:
        raise ValueError(f"no kind of entry '{kind}'")
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE audit IN EXCLUSIVE MODE"))
    last = connection.execute(select(AUDIT.c.number, AUDIT.c.hash).order_by(AUDIT.c.number.desc()).limit(1)).first()
    number, previous = (last.number + 1, last.hash) if last else (1, START)
    at, said = print_moment(desk.clock()), print_canonical(detail)
    own = hash_entry(number, at, kind, account, said, previous)
    entry = Entry(number, at, kind, account, said, previous, own)
    connection.execute(insert(AUDIT).values(**entry.__dict__))
    return entry


# -- how far the log reaches, outside the database


def keep_head(path: Path, number: int, hash: str) -> None:
    """Note how far the log reaches, unless another process has noted more."""
    with path.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = read_head(path)
        if known is None or number > known[0]:
            part = path.with_suffix(f".{os.getpid()}")
            part.write_text(print_canonical({"number": number, "hash": hash}), "utf-8")
            part.replace(path)


def read_head(path: Path) -> tuple[int, str] | None:
    """Give the number and hash of the last entry that was noted; None where none was, or the note cannot be read."""
    try:
        said = json.loads(path.read_text("utf-8"))
        return int(said["number"]), str(said["hash"])
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return None


# -- reading


@dataclass(frozen=True)
class AuditWish:
    """Which entries one wants: of an account, a kind, from and to a day (that day too); empty is all."""

    account: str = ""
    kind: str = ""
    first: str = ""
    last: str = ""

    def conditions(self) -> list[Any]:
        """Give the conditions on the table."""
        found: list[Any] = []
        if self.account:
            found.append(or_(AUDIT.c.account == self.account, AUDIT.c.detail.contains(f'"{self.account}"')))
        if self.kind:
            found.append(AUDIT.c.kind == self.kind)
        if self.first:
            found.append(AUDIT.c.at >= self.first)
        if self.last:
            found.append(AUDIT.c.at <= f"{self.last}T99")
        return found


def read_entries(desk: Desk, wish: AuditWish, most: int, skip: int = 0) -> list[Entry]:
    """Give entries, newest first."""
    sql = select(AUDIT).where(and_(True, *wish.conditions())).order_by(AUDIT.c.number.desc()).limit(most).offset(skip)
    with looking(desk.engine) as connection:
        return [Entry(**row._mapping) for row in connection.execute(sql)]


def count_entries(desk: Desk, wish: AuditWish) -> int:
    """Count entries."""
    with looking(desk.engine) as connection:
        return int(
            connection.execute(
                select(func.count()).select_from(AUDIT).where(and_(True, *wish.conditions()))
            ).scalar_one()
        )


def all_entries(desk: Desk) -> Iterator[Entry]:
    """Give every entry, oldest first."""
    with looking(desk.engine) as connection:
        rows = connection.execution_options(yield_per=1000).execute(select(AUDIT).order_by(AUDIT.c.number))
        for row in rows:
            yield Entry(**row._mapping)


@dataclass(frozen=True)
class Break:
    """A place where the log is not what was written: the number of the entry, and what is wrong: changed, missing,
    cut (its end is gone), head (it is not the log that was noted) or headless (nothing was noted)."""

    number: int
    what: str


def verify_log(desk: Desk) -> tuple[int, list[Break]]:
    """Give how many entries there are, and every break of the chain. One whose beginning was removed because it is old
    begins where the entry that tells of that says, with the hash that it tells."""
    expected, previous, breaks, noted = 1, START, [], read_head(desk.head)
    begins, at_head, count = (1, START), "", 0
    removed = {(1, START)}
    for entry in all_entries(desk):
        count += 1
        if count == 1:
            begins = expected, previous = entry.number, entry.previous
        own = hash_entry(entry.number, entry.at, entry.kind, entry.account, entry.detail, entry.previous)
        if entry.kind == "audit-purged" and own == entry.hash:
            removed.add((int(entry.told["upto"]) + 1, str(entry.told["hash"])))
        if entry.number != expected:
            breaks.append(Break(expected, "missing"))
        if own != entry.hash or (entry.previous != previous and entry.number == expected):
            breaks.append(Break(entry.number, "changed"))
        expected, previous = entry.number + 1, entry.hash
        at_head = entry.hash if noted and entry.number == noted[0] else at_head
    if begins not in removed:
        breaks.insert(0, Break(1, "missing"))
    if noted is None:
        breaks += [Break(expected - 1, "headless")] if count else []
    elif noted[0] >= expected:
        breaks.append(Break(expected, "cut"))
    elif at_head != noted[1]:
        breaks.append(Break(noted[0], "head"))
    return count, breaks
