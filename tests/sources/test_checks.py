"""Declared checks: doubled rows, sums, parts against totals, numbers of rows; reported, set apart or refused."""

from __future__ import annotations

import pytest
from record_tables import COLUMNS, REGISTER, made, reasons, rows_of, source_of, table_of

from noaber.content.source import SourceFile
from noaber.sources.checks import check_records
from noaber.sources.columns import Reading
from noaber.sources.records import Records, make_records

HEAD = "gemeente;jaar;geslacht;aantal\n"
WIDE = """
columns:
  area: {from: town, area: gemeente}
  men: {from: men, type: integer}
  women: {from: women, type: integer}
  others: {from: others, type: integer, optional: true}
  all: {from: all, type: integer}
"""


def checked(text: str, check: str, columns: str = COLUMNS, tolerate: int = 100) -> Records:
    """Make records of a table under one check."""
    return made(text, source_of(f"tolerate_pct: {tolerate}\nchecks: [{check}]{columns}"))


def told(records: Records) -> list[tuple[str, str, int]]:
    """Give what the declared checks found."""
    return [(f.check, f.severity, f.count) for f in records.findings if "message" in f.detail]


def test_doubled_rows_are_set_apart_after_the_first() -> None:
    """The first stays."""
    text = HEAD + "Astad;2020;M;1\nGM0001;2020;M;2\nAstad;2020;V;3\n1;2020;M;4"
    records = checked(text, "{unique: [area, period, sex], severity: quarantine}")
    assert rows_of(records, "people") == [(1.0,), (3.0,)]
    assert told(records) == [("doubled_rows", "quarantine", 2)]
    reason = "2 rows stand there again, first for area GM0001, period 2020, sex m"
    assert reasons(records) == [(3, reason), (5, reason)]


def test_only_the_doubled_record_of_a_line_is_set_apart() -> None:
    """Where columns are really rows, the others of its line are good."""
    columns = (
        "\nunpivot: [{columns: '(20.*)', name: jaar, value: n}]\ncolumns:\n  area: {from: town, area: gemeente}\n"
        "  period: {from: jaar, period: true}\n  n: {from: n, type: number}"
    )
    records = checked(
        "town;2020;20201;2021\nAstad;1;2;3".replace("20201", "2020.0"),
        "{unique: [area, period], severity: quarantine}",
        columns,
    )
    assert rows_of(records, "period", "n") == [("2020", 1.0), ("2021", 3.0)]
    assert len(reasons(records)) == 1


def test_what_checks_set_apart_counts_as_bad() -> None:
    """Too much of it refuses the delivery."""
    text = HEAD + "Astad;2020;M;1\n" * 2 + "Astad;2021;M;1"
    records = checked(text, "{unique: [area, period, sex], severity: quarantine}", tolerate=30)
    assert [problem.found for problem in records.problems] == ["1 of 3 rows are bad (33.3 %)"]
    assert checked(text, "{unique: [area, period, sex], severity: report}", tolerate=30).problems == ()


@pytest.mark.parametrize(("rows", "refused"), [(0, True), (1, False), (2, False)])
def test_a_few_bad_rows_never_refuse_a_small_delivery(rows: int, refused: bool) -> None:
    """They are set apart all the same."""
    text = HEAD + "Astad;2020;M;1\n" * 2 + "Astad;2021;M;1"
    check = "{unique: [area, period, sex], severity: quarantine}"
    records = made(text, source_of(f"tolerate_pct: 30\ntolerate_rows: {rows}\nchecks: [{check}]{COLUMNS}"))
    assert bool(records.problems) is refused
    assert len(reasons(records)) == 1


def test_a_refusing_check_stops_the_delivery() -> None:
    """With the particulars, and why the check is there."""
    records = checked(HEAD + "Astad;2020;M;1\nAstad;2020;M;1", "{unique: [area], severity: refuse, note: one row each}")
    (problem,) = records.problems
    assert problem.found == "1 rows stand there again, first for area GM0001"
    assert problem.expected == "one row each"
    assert "corrections.yml" in problem.next_step


@pytest.mark.parametrize(
    ("row", "within", "count"),
    [
        ("1;2;;3", 0, 0),
        ("1;2;1;4", 0, 0),
        ("1;2;;4", 0, 0),
        ("1;2;1;5", 0, 1),
        ("1;2;1;5", 1, 0),
        ("1;2;1;6", 1, 1),
        ("1;x;1;9", 0, 0),
        ("1;2;1;", 0, 0),
    ],
)
def test_sums_of_columns(row: str, within: int, count: int) -> None:
    """Within the rounding allowed; a missing part or total cannot be wrong."""
    records = checked(
        f"town;men;women;others;all\nAstad;{row}", f"{{sum: {{all: [men, women, others]}}, within: {within}}}", WIDE
    )
    assert sum(found[2] for found in told(records)) == count


def test_all_sums_that_are_off_are_told() -> None:
    """Not the first alone; a row that is off twice is one bad row."""
    records = checked(
        "town;men;women;all\nAstad;1;2;4\nBdorp;3;1;4",
        "{sum: {all: [men, women], women: [men]}, severity: quarantine}",
        WIDE,
    )
    (finding,) = [f for f in records.findings if f.check == "parts_are_not_the_total"]
    assert finding.detail["message"] == (
        "men + women is not all in 1 rows, at most 1 off; men is not women in 2 rows, at most 2 off"
    )
    assert [row for row, _ in reasons(records)] == [2, 3]


@pytest.mark.parametrize("check", ["{sum: {others: [men]}}", "{sum: {all: [others]}}", "{unique: [others]}"])
def test_checks_of_columns_that_are_not_there_say_nothing(check: str) -> None:
    """An optional column may lack."""
    assert told(checked("town;men;women;all\nAstad;1;2;4", check, WIDE)) == []


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ("Astad;2020;M;1\nAstad;2020;V;2\nAstad;2020;T;3", 0),
        ("Astad;2020;M;1\nAstad;2020;V;2\nAstad;2020;T;4", 1),
        ("Astad;2020;M;1\nAstad;2020;V;2\nAstad;2020;T;4\nBdorp;2020;T;9", 1),
        ("Astad;2020;M;1\nAstad;2020;V;x\nAstad;2020;T;4", 0),
        ("Astad;2020;M;1\nAstad;2020;V;2", 0),
    ],
)
def test_parts_add_up_to_their_total(rows: str, count: int) -> None:
    """Over one dimension, for each area and period; with a hidden part nothing can be said."""
    records = checked(HEAD + rows, "{parts: {people: sex}}")
    assert sum(found[2] for found in told(records)) == count


@pytest.mark.parametrize(
    ("check", "before", "said"),
    [
        ("least: 3", None, "2 rows, expected 3 to inf"),
        ("most: 1", None, "2 rows, expected 0 to 1"),
        ("least: 2, most: 2", None, None),
        ("change_pct: 20", None, None),
        ("change_pct: 20", 2, None),
        ("change_pct: 20", 3, "2 rows, the delivery before had 3 (allowed change 20 %)"),
        ("change_pct: 20", 1, "2 rows, the delivery before had 1 (allowed change 20 %)"),
    ],
)
def test_numbers_of_rows(check: str, before: int | None, said: str | None) -> None:
    """By themselves and against the delivery before."""
    source: SourceFile = source_of(f"checks: [{{rows: {{{check}}}, severity: refuse}}]{COLUMNS}")
    records = make_records(table_of(HEAD + "Astad;2020;M;1\nAstad;2021;M;1"), Reading(source, REGISTER, {}), "x")
    found = [problem.found for problem in check_records(records, source, "x", before).problems]
    assert found == ([said] if said else [])


def test_an_empty_delivery_is_told_once() -> None:
    """No check can say more than that."""
    records = checked(HEAD, "{rows: {least: 10}, severity: refuse}")
    assert [problem.found for problem in records.problems] == ["no rows with figures"]
