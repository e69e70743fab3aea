"""Entries of the log that are old are removed; what stays is verified as before, and nothing else can be removed."""

from __future__ import annotations

from datetime import date

import pytest
from desks import DeskWithClock
from sqlalchemy.exc import DBAPIError

from noaber.access.audit import AuditWish, Break, log, read_entries, verify_log
from noaber.access.database import writing
from noaber.access.retention import first_day_kept, plan_purge, purge_log

GUARDS_OFF = {
    "sqlite": ("DROP TRIGGER audit_stays", "DROP TRIGGER audit_is_kept"),
    "postgresql": (
        "ALTER TABLE audit DISABLE TRIGGER audit_stays",
        "ALTER TABLE audit DISABLE TRIGGER audit_is_kept",
    ),
}


@pytest.fixture
def years(desk: DeskWithClock) -> DeskWithClock:
    """A log of eight entries, half a year apart; the newest is of today."""
    for number in range(8):
        log(desk.desk, "seen", "a1", figures=number)
        desk.pass_by(days=182 if number < 7 else 0)
    return desk


def numbers(desk: DeskWithClock) -> list[int]:
    """The numbers of all entries, oldest first."""
    return [entry.number for entry in read_entries(desk.desk, AuditWish(), 1000)][::-1]


def run(desk: DeskWithClock, *statements: str) -> None:
    """Change the database behind the back of the house."""
    with writing(desk.desk.engine) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_old_entries_go_and_the_chain_stays_whole(years: DeskWithClock) -> None:
    """Those of before the day; an entry says which, the log goes on, and can be purged again and again."""
    planned = plan_purge(years.desk, 2)
    assert numbers(years) == [1, 2, 3, 4, 5, 6, 7, 8]
    hashes = {entry.number: entry.hash for entry in read_entries(years.desk, AuditWish(), 10)}
    assert purge_log(years.desk, 2) == planned
    assert numbers(years) == [4, 5, 6, 7, 8, 9]
    told = read_entries(years.desk, AuditWish(), 1)[0]
    assert (told.kind, told.told["upto"], told.told["count"]) == ("audit-purged", 3, 3)
    assert told.told["hash"] == hashes[3]
    assert verify_log(years.desk) == (6, [])
    log(years.desk, "sign-out", "a1")
    assert verify_log(years.desk) == (7, [])
    years.pass_by(days=400)
    assert purge_log(years.desk, 2).count == 3
    years.pass_by(days=4000)
    log(years.desk, "sign-out", "a1")
    purge_log(years.desk, 2)
    assert [entry.kind for entry in read_entries(years.desk, AuditWish(), 10)] == ["audit-purged", "sign-out"]
    assert verify_log(years.desk)[1] == []


def test_nothing_old_nothing_removed(years: DeskWithClock) -> None:
    """Not even an entry is added."""
    assert purge_log(years.desk, 10).count == 0
    assert numbers(years) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_all_may_be_old(years: DeskWithClock) -> None:
    """Then the entry that tells so is the log."""
    years.pass_by(days=4000)
    assert purge_log(years.desk, 1).count == 8
    assert numbers(years) == [9]
    assert verify_log(years.desk) == (1, [])


def test_only_a_beginning_goes(desk: DeskWithClock) -> None:
    """An entry of a clock that ran behind stays with those before it: a hole would be a break."""
    log(desk.desk, "seen", "a1", figures=1)
    desk.pass_by(days=-4000)
    log(desk.desk, "seen", "a1", figures=2)
    desk.pass_by(days=4000)
    assert purge_log(desk.desk, 2).count == 0
    assert numbers(desk) == [1, 2]


@pytest.mark.parametrize(
    "statement", ["DELETE FROM audit WHERE number = 5", "DELETE FROM audit", "UPDATE audit SET at = ''"]
)
def test_the_database_lets_go_of_nothing_else(statement: str, years: DeskWithClock) -> None:
    """Also after a purge; what it told of is gone already."""
    purge_log(years.desk, 2)
    with pytest.raises(DBAPIError, match="only added to"):
        run(years, statement)
    assert verify_log(years.desk) == (6, [])


@pytest.mark.parametrize("gone", [4, 5, 9])
def test_what_is_removed_besides_is_found(gone: int, years: DeskWithClock) -> None:
    """The entry after the ones that were purged, one in the middle, the one that tells of it."""
    purge_log(years.desk, 2)
    log(years.desk, "sign-out", "a1")
    run(years, *GUARDS_OFF[years.desk.engine.dialect.name], f"DELETE FROM audit WHERE number = {gone}")
    assert verify_log(years.desk)[1]


@pytest.mark.parametrize("change", ['"upto":3', '"count":3'])
def test_what_is_told_of_it_cannot_be_changed(change: str, years: DeskWithClock) -> None:
    """More cannot be said to have been purged than was."""
    purge_log(years.desk, 2)
    entry = read_entries(years.desk, AuditWish(), 1)[0]
    changed = entry.detail.replace(change, change.replace("3", "4"))
    assert changed != entry.detail
    off = GUARDS_OFF[years.desk.engine.dialect.name]
    run(years, *off, f"UPDATE audit SET detail = '{changed}' WHERE number = {entry.number}")
    assert Break(entry.number, "changed") in verify_log(years.desk)[1]


@pytest.mark.parametrize(
    ("today", "kept"), [("2026-11-28", "2021-11-28"), ("2028-02-29", "2023-02-28"), ("2026-03-31", "2021-03-31")]
)
def test_the_first_day_kept(today: str, kept: str) -> None:
    """The same day, so many years before."""
    assert first_day_kept(date.fromisoformat(today), 5).isoformat() == kept
