"""How long entries of the log are kept: what is older is removed, and an entry that says so takes its place.

The entry holds the number and the hash of the last one removed. So the chain still says of every entry that is there
whether it is as it was written, and that nothing but the beginning is gone. The database refuses to let go of an entry
that no such entry tells of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, func, select, text

from noaber.access.audit import add_entry, keep_head
from noaber.access.database import looking, writing
from noaber.access.desk import Desk
from noaber.access.schema import AUDIT

PURGED = "audit-purged"


@dataclass(frozen=True)
class Purge:
    """What is removed of a log: everything before a day, so many entries up to a number; `upto` is 0 where nothing is
    that old."""

    before: str
    upto: int = 0
    count: int = 0


def first_day_kept(today: date, years: int) -> date:
    """Give the first day of which entries are kept.

    >>> first_day_kept(date(2028, 2, 29), 5).isoformat()
    '2023-02-28'
    """
    day = min(today.day, 28) if today.month == 2 else today.day
    return date(today.year - years, today.month, day)


def plan_purge(desk: Desk, years: int) -> Purge:
    """Say what would be removed now; nothing is."""
    with looking(desk.engine) as connection:
        return _plan(connection, desk, years)


def purge_log(desk: Desk, years: int) -> Purge:
    """Remove the entries that are older than so many years, in one transaction with the entry that tells of it."""
    with writing(desk.engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE audit IN EXCLUSIVE MODE"))
        planned = _plan(connection, desk, years)
        if not planned.upto:
            return planned
        last = connection.execute(select(AUDIT.c.hash).where(AUDIT.c.number == planned.upto)).scalar_one()
        told = {"upto": planned.upto, "hash": last, "count": planned.count, "before": planned.before}
        entry = add_entry(connection, desk, PURGED, "", **told)
        connection.execute(delete(AUDIT).where(AUDIT.c.number <= planned.upto))
    keep_head(desk.head, entry.number, entry.hash)
    return planned


def _plan(connection: Connection, desk: Desk, years: int) -> Purge:
    """Only a beginning is removed: an entry that is old, but stands behind a younger one, stays with it."""
    before = first_day_kept(desk.today, years).isoformat()
    young = select(func.min(AUDIT.c.number)).where(AUDIT.c.at >= before).scalar_subquery()
    gone = func.coalesce(AUDIT.c.number < young, AUDIT.c.at < before)
    upto, count = connection.execute(select(func.max(AUDIT.c.number), func.count()).where(gone)).one()
    return Purge(before, upto or 0, count)
