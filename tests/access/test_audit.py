"""The log: only added to, whole, and what happens when it is not."""

from __future__ import annotations

import itertools
import json
import threading

import pytest
from desks import DeskWithClock, open_test_desk
from sqlalchemy.exc import DBAPIError

from noaber.access.audit import AuditWish, Break, count_entries, log, read_entries, read_head, verify_log
from noaber.access.database import writing

GUARDS_OFF = {
    "sqlite": ("DROP TRIGGER audit_stays", "DROP TRIGGER audit_is_kept"),
    "postgresql": (
        "ALTER TABLE audit DISABLE TRIGGER audit_stays",
        "ALTER TABLE audit DISABLE TRIGGER audit_is_kept",
    ),
}
COLUMNS = ("at", "kind", "account", "detail", "previous", "hash")


@pytest.fixture
def filled(desk: DeskWithClock) -> DeskWithClock:
    """A log of seven entries."""
    for number in range(7):
        log(desk.desk, "seen", f"a{number % 2}", indicators=["clients"], figures=number, page="/nl/é")
        desk.pass_by(days=1)
    return desk


def run(desk: DeskWithClock, *statements: str) -> None:
    """Change the database behind the back of the house."""
    with writing(desk.desk.engine) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def break_in(desk: DeskWithClock, *statements: str) -> None:
    """Take the guards off first, as an administrator of the database can."""
    run(desk, *GUARDS_OFF[desk.desk.engine.dialect.name], *statements)


def test_a_log_that_nobody_touched_is_whole(filled: DeskWithClock) -> None:
    """Each entry holds the one before."""
    assert verify_log(filled.desk) == (7, [])
    newest = read_entries(filled.desk, AuditWish(), 10)
    assert [entry.number for entry in newest] == [7, 6, 5, 4, 3, 2, 1]
    assert all(later.previous == earlier.hash for later, earlier in itertools.pairwise(newest))


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET detail = '{}'", "DELETE FROM audit", "DELETE FROM audit WHERE number = 7"]
)
def test_the_database_refuses_changes(statement: str, filled: DeskWithClock) -> None:
    """Also those of who has its password and means well."""
    with pytest.raises(DBAPIError, match="only added to"):
        run(filled, statement)
    assert verify_log(filled.desk) == (7, [])


def test_postgresql_refuses_to_empty_it(filled: DeskWithClock) -> None:
    """TRUNCATE fires no trigger per row."""
    if filled.desk.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="only added to"):
        run(filled, "TRUNCATE audit")


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("number", [1, 4, 7])
def test_one_changed_letter_is_found(number: int, column: str, filled: DeskWithClock) -> None:
    """In any column of any entry, with the guards off."""
    entry = next(one for one in read_entries(filled.desk, AuditWish(), 10) if one.number == number)
    value = getattr(entry, column)
    at = len(value) // 2
    changed = value[:at] + ("0" if value[at] != "0" else "1") + value[at + 1 :]
    break_in(filled, f"UPDATE audit SET {column} = '{changed}' WHERE number = {number}")
    _, breaks = verify_log(filled.desk)
    assert number in {one.number for one in breaks}


def test_a_removed_entry_is_found(filled: DeskWithClock) -> None:
    """Also the first."""
    break_in(filled, "DELETE FROM audit WHERE number IN (1, 4)")
    assert Break(1, "missing") in verify_log(filled.desk)[1]
    assert Break(4, "missing") in verify_log(filled.desk)[1]


def test_a_cut_tail_is_found(filled: DeskWithClock) -> None:
    """By the note beside the database."""
    break_in(filled, "DELETE FROM audit WHERE number > 5")
    assert verify_log(filled.desk) == (5, [Break(6, "cut")])


def test_an_emptied_log_is_found(filled: DeskWithClock) -> None:
    """And one that was written anew, with hashes that are right in themselves."""
    entries = read_entries(filled.desk, AuditWish(), 10)[::-1]
    break_in(filled, "DELETE FROM audit")
    assert verify_log(filled.desk) == (0, [Break(1, "cut")])
    filled.desk.head.rename(filled.desk.head.with_suffix(".aside"))
    for entry in entries:
        log(filled.desk, "seen", entry.account, figures=0)
    assert verify_log(filled.desk) == (7, [])
    filled.desk.head.with_suffix(".aside").replace(filled.desk.head)
    assert verify_log(filled.desk) == (7, [Break(7, "head")])


def test_a_changed_note_is_found(filled: DeskWithClock) -> None:
    """Or one that is gone; a note that lags behind, as after a crash, is none of these."""
    number, hash = read_head(filled.desk.head) or (0, "")
    before = next(one for one in read_entries(filled.desk, AuditWish(), 10) if one.number == 5)
    for said, breaks in (
        ({"number": number, "hash": "0" + hash[1:] if hash[0] != "0" else "1" + hash[1:]}, [Break(7, "head")]),
        ({"number": 9, "hash": hash}, [Break(8, "cut")]),
        ({"number": 5, "hash": before.hash}, []),
        ({}, [Break(7, "headless")]),
    ):
        filled.desk.head.write_text(json.dumps(said), "utf-8")
        assert verify_log(filled.desk)[1] == breaks


def test_many_at_once_make_one_chain(desk: DeskWithClock) -> None:
    """From several threads, each with its own connection."""
    errors: list[BaseException] = []

    def add(name: str) -> None:
        try:
            for number in range(15):
                log(desk.desk, "seen", name, figures=number)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=add, args=(f"a{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert verify_log(desk.desk) == (90, [])
    assert (read_head(desk.desk.head) or (0,))[0] == 90


def test_entries_are_found_again(filled: DeskWithClock) -> None:
    """By account, kind and day."""
    assert count_entries(filled.desk, AuditWish(account="a1")) == 3
    assert count_entries(filled.desk, AuditWish(kind="refused")) == 0
    days = AuditWish(first="2026-11-29", last="2026-11-30")
    assert [entry.at[:10] for entry in read_entries(filled.desk, days, 10)] == ["2026-11-30", "2026-11-29"]
    assert read_entries(filled.desk, AuditWish(), 2, 3)[0].told["figures"] == 3


def test_an_entry_that_cannot_be_kept_is_an_error(desk: DeskWithClock) -> None:
    """So that what it tells of does not go out."""
    run(desk, "ALTER TABLE audit RENAME TO gone")
    with pytest.raises(DBAPIError):
        log(desk.desk, "seen", "a", figures=1)


def test_a_database_that_is_opened_again_is_the_same(filled: DeskWithClock) -> None:
    """Migrations have run once; the log goes on."""
    again = open_test_desk(filled.home, filled.url)
    log(again.desk, "sign-out", "a1")
    assert verify_log(again.desk) == (8, [])
    again.desk.engine.dispose()
