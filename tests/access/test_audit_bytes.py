"""No letter of the log changes untold: of any column of any entry, of what was purged, and of the note beside it."""

from __future__ import annotations

import pytest
from desks import DeskWithClock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from test_retention import GUARDS_OFF, run

from noaber.access.audit import AuditWish, log, read_entries, verify_log
from noaber.access.database import writing
from noaber.access.retention import purge_log
from noaber.access.schema import AUDIT

COLUMNS = ("at", "kind", "account", "detail", "previous", "hash")
LETTERS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=2)
"""What is put in the place of a letter: nothing, one or two others. PostgreSQL keeps no NUL."""
PLACES = st.floats(0, 1, exclude_max=True)
often = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def purged(desk: DeskWithClock) -> DeskWithClock:
    """A log of six entries of which the first three were removed once, with its guards off."""
    for number in range(5):
        log(desk.desk, "seen", f"a{number % 2}", indicators=["clients"], figures=number, page="/nl/é")
        desk.pass_by(days=400 if number == 2 else 1)
    purge_log(desk.desk, 1)
    for kind in ("sign-in", "audit-read", "sign-out"):
        log(desk.desk, kind, "a1")
    run(desk, *GUARDS_OFF[desk.desk.engine.dialect.name])
    assert verify_log(desk.desk) == (6, [])
    return desk


def put(desk: DeskWithClock, number: int, /, **said: str | int) -> None:
    """Overwrite an entry behind the back of the house."""
    with writing(desk.desk.engine) as connection:
        connection.execute(update(AUDIT).where(AUDIT.c.number == number).values(**said))


@given(which=st.integers(0, 5), column=st.sampled_from(COLUMNS), where=PLACES, letters=LETTERS)
@often
def test_any_letter_of_any_entry_is_found(
    which: int, column: str, where: float, letters: str, purged: DeskWithClock
) -> None:
    """Replaced, removed or added, in any column; also where the entry tells what was purged."""
    entry = read_entries(purged.desk, AuditWish(), 10)[which]
    value = getattr(entry, column)
    at = int(where * len(value))
    changed = value[:at] + letters + value[at + 1 :]
    put(purged, entry.number, **{column: changed})
    try:
        found = {one.number for one in verify_log(purged.desk)[1]}
        assert (entry.number in found) is (changed != value)
    finally:
        put(purged, entry.number, **{column: value})
    assert verify_log(purged.desk) == (6, [])


@given(which=st.integers(0, 5), number=st.integers(-3, 40))
@often
def test_another_number_is_found(which: int, number: int, purged: DeskWithClock) -> None:
    """Wherever the entry lands in the order."""
    entries = read_entries(purged.desk, AuditWish(), 10)
    own = entries[which].number
    if number in {one.number for one in entries}:
        return
    put(purged, own, number=number)
    try:
        assert verify_log(purged.desk)[1]
    finally:
        put(purged, number, number=own)


def test_every_byte_of_the_note_counts(purged: DeskWithClock) -> None:
    """How far the log reaches, beside the database."""
    whole = purged.desk.head.read_bytes()
    for at in range(len(whole)):
        for mask in (0x01, 0x20, 0x80):
            purged.desk.head.write_bytes(whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1 :])
            assert verify_log(purged.desk)[1], (at, mask)
    purged.desk.head.write_bytes(whole)
    assert verify_log(purged.desk) == (6, [])
