"""A table of text to records: typed, resolved, bad rows apart with their reason, nothing lost."""

from __future__ import annotations

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_tables import (
    COLUMNS,
    REGISTER,
    accounted,
    correction_of,
    made,
    reasons,
    rows_of,
    source_of,
)

from noaber.content.source import SourceFile
from noaber.sources.columns import Reading
from noaber.sources.records import make_records

HEAD = "gemeente;jaar;geslacht;aantal\n"


def test_good_rows_become_records() -> None:
    """Names, codes, periods, categories; the total has the empty category."""
    records = made(HEAD + "Astad;2020;M;10\nGM0002;2021;T;20\nthe city of A;2022;V;30")
    assert rows_of(records) == [
        ("GM0001", "2020", "m", 10.0, None),
        ("GM0002", "2021", "", 20.0, None),
        ("GM0001", "2022", "f", 30.0, None),
    ]
    assert records.rows["row"].to_list() == [2, 3, 4]
    assert records.counts == {"read": 3, "kept": 3, "bad": 0, "empty": 0, "left_out": 0}


def test_bad_rows_go_to_quarantine_with_every_reason() -> None:
    """Line, columns, reasons, and the row as it was read."""
    records = made(
        HEAD + "Cstad;2020;M;10\nAstad;20;M;10\nAstad;2020;X;10\nAstad;2020;M;ten\nAstad;2020;M;-1\nAstad;2020;M;1001\n"
        "Astad;2020;M;1.5\nCstad;;X;ten\nAstad;2020;M;7",
        source_of("tolerate_pct: 100" + COLUMNS),
    )
    assert rows_of(records) == [("GM0001", "2020", "m", 7.0, None)]
    assert reasons(records) == [
        (2, "unknown area 'Cstad' (gemeente)"),
        (3, "'20' is not a period"),
        (4, "unknown code 'X' of sex"),
        (5, "'ten' is not a number"),
        (6, "-1 is below 0"),
        (7, "1001 is above 1000"),
        (8, "'1.5' is not a whole number"),
        (9, "unknown area 'Cstad' (gemeente); no period; unknown code 'X' of sex; 'ten' is not a number"),
    ]
    assert records.quarantine["column"].to_list()[-1] == "area, period, sex, people"
    record = json.loads(records.quarantine["record"][0])
    assert record == {"gemeente": "Cstad", "jaar": "2020", "geslacht": "M", "aantal": "10"}


def test_too_many_bad_rows_refuse_the_delivery() -> None:
    """More than is tolerated is no slip of the pen."""
    bad = made(HEAD + "Cstad;2020;M;10\n" + "Astad;2020;M;10\n" * 18)
    assert [(p.found, p.expected) for p in bad.problems] == [("1 of 19 rows are bad (5.3 %)", "at most 5 %")]
    assert made(HEAD + "Cstad;2020;M;10\n" + "Astad;2020;M;10\n" * 19).problems == ()


@pytest.mark.parametrize("text", [HEAD, HEAD + "Astad;2020;M;", HEAD + "Astad;2020;M;\nBdorp;2021;V;"])
def test_a_delivery_without_figures_is_refused(text: str) -> None:
    """Empty, or only rows in which every figure is blank."""
    (problem,) = made(text).problems
    assert (problem.found, problem.next_step) == ("no rows with figures", "Is this the right file?")


def test_missing_columns_are_told_together_with_the_nearest_header() -> None:
    """Before anything else is looked at; optional ones may lack."""
    records = made("gemeentenaam;jaren;aantal\nAstad;2020;10")
    assert [problem.found for problem in records.problems] == [
        "no column 'gebied' for area", "no column 'jaar' for period", "no column 'geslacht' for sex",
    ]  # fmt: skip
    assert records.problems[0].expected == "gebied or gemeente"
    assert "jaren" in records.problems[1].next_step
    optional = source_of(COLUMNS.replace("codes: {", "optional: true, codes: {"))
    assert rows_of(made("gemeente;jaar;aantal\nAstad;2020;10", optional)) == [("GM0001", "2020", 10.0, None)]


def test_of_several_names_for_a_column_the_first_present_counts() -> None:
    """Case and padding of headers do not matter."""
    records = made("Gemeente ;GEBIED;jaar;geslacht;aantal\nBdorp;Astad;2020;M;1")
    assert rows_of(records, "area") == [("GM0001",)]


@pytest.mark.parametrize(
    ("text", "value", "status"),
    [
        ("12", 12.0, None),
        ("+12", 12.0, None),
        ("1,234.50", 1234.5, None),
        ("1 234", 1234.0, None),
        ("1\u00a0234", 1234.0, None),
        ("1.5e3", 1500.0, None),
        ("12*", 12.0, "P"),
        ("12**", 12.0, "P"),
        (".", None, "H"),
        ("x", None, "H"),
        ("-99997", None, "H"),
        ("-99999999", None, "M"),
        ("-", 0.0, None),
        ("n.b.", None, "M"),
        ("-1", 0.0, None),
    ],
)
def test_numbers_and_the_marks_that_stand_for_them(text: str, value: float | None, status: str | None) -> None:
    """The usual marks, those of the source, those of one column; a star says provisional."""
    source = source_of(
        "marks: {n.b.: missing}\ncolumns:\n  a: {from: a, type: number, marks: {'-1': zero}}\n"
        "  b: {from: b, type: number}"
    )
    records = made(f"a;b\n{text};7", source)
    assert rows_of(records, "a", "a:status", "b") == [(value, status, 7.0)]


@pytest.mark.parametrize(
    "text", ["1.234,50", "1,23,4", "1..2", "NaN", "inf", "1e999", "²", "--1", "12 x", "=1+1", "True"]
)
def test_what_is_no_number_is_never_guessed(text: str) -> None:
    """Also numbers too large to be one."""
    for kind in ("number", "integer"):
        records = made(f"a;b\n{text};7\n1;7", source_of(f"tolerate_pct: 100\ncolumns:\n  a: {{from: a, type: {kind}}}"))
        assert reasons(records) == [(2, f"'{text}' is not a number")]


@pytest.mark.parametrize(
    ("text", "value"), [("1,5", 1.5), ("1.234,5", 1234.5), ("1.234", 1234.0), ("-0,25", -0.25), ("1234", 1234.0)]
)
def test_decimal_commas(text: str, value: float) -> None:
    """As the source declares them."""
    source = source_of("columns:\n  a: {from: a, type: number}", 'format: {kind: csv, decimal: ","}\n')
    assert rows_of(made(f"a\n{text}", source), "a") == [(value,)]


def test_digits_of_other_scripts_do_not_stop_a_build() -> None:
    """They are read or refused, row by row."""
    records = made("a\n١٢\n3", source_of("tolerate_pct: 100\ncolumns:\n  a: {from: a, type: number}"))
    assert records.counts["kept"] + records.counts["bad"] == 2


def test_scale_comes_before_bounds() -> None:
    """Figures in thousands are checked as what they are."""
    source = source_of("tolerate_pct: 100\ncolumns:\n  a: {from: a, type: integer, scale: 1000, max: 2000}")
    records = made("a\n1.5\n1,5*\n2\n3", source)
    assert rows_of(records, "a") == [(1500.0,), (2000.0,)]
    assert reasons(records) == [(3, "'1,5*' is not a number"), (5, "3 is above 2000")]


def test_a_provisional_period_marks_every_figure_of_its_row() -> None:
    """Unless the figure says something graver."""
    records = made(HEAD + "Astad;2020*;M;1\nAstad;2020*;V;x\nAstad;2021;V;2*")
    assert rows_of(records, "period", "people", "people:status") == [
        ("2020", 1.0, "P"), ("2020", None, "H"), ("2021", 2.0, "P"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["9999", "0001", "1019", "99991231", "2300"])
def test_periods_nobody_means_are_bad(text: str) -> None:
    """Suppliers write 9999 for never; a slip of the pen makes 1019 of 2019."""
    records = made(HEAD + f"Astad;{text};M;1\nAstad;2020;M;1", source_of("tolerate_pct: 100" + COLUMNS))
    assert reasons(records) == [(2, f"'{text}' is not a period")]


def test_a_date_counts_for_the_month_in_which_it_lies() -> None:
    """Where the column says so."""
    source = source_of("columns:\n  when: {from: d, period: true, frequency: month}\n  a: {from: a, type: number}")
    assert rows_of(made("d;a\n2020-05-03;1\n20200504;2\n5-5-2020;3", source), "when") == [("2020-05",)] * 3


def test_dates_and_texts() -> None:
    """Dates in the usual forms; a required one may not be missing."""
    source = source_of(
        "tolerate_pct: 100\ncolumns:\n  on: {from: d, type: date, required: true}\n  note: {from: n}\n"
        "  a: {from: a, type: number}"
    )
    records = made("d;n;a\n2020-05-03;x;1\n03-05-2020;;1\n3/5/2020;y;1\n;z;1\n2020-02-30;z;1", source)
    assert rows_of(records, "on", "note") == [("2020-05-03", "x"), ("2020-05-03", None), ("2020-05-03", "y")]
    assert reasons(records) == [(5, "no on"), (6, "'2020-02-30' is not a date")]


def test_vintage_bound_areas_are_those_of_the_sources_vintage() -> None:
    """With padding of lost zeros."""
    columns = "columns:\n  area: {from: c, area: [buurt, gemeente]}\n  a: {from: a, type: number}"
    records = made("c;a\n10000;1\nBU00010000;2\nGM0001;3", source_of("vintage: 2023\n" + columns))
    assert rows_of(records, "area") == [("BU00010000@2023",), ("BU00010000@2023",), ("GM0001",)]
    other = made("c;a\nBU00010000;2\nGM0001;1", source_of("vintage: 2024\ntolerate_pct: 100\n" + columns))
    assert reasons(other) == [(2, "unknown area 'BU00010000' (buurt or gemeente)")]


def test_a_dimension_of_areas_has_areas_as_categories() -> None:
    """With codes for those who are none."""
    columns = "columns:\n  from: {from: v, dimension: from, codes: {all: total}}\n  a: {from: a, type: number}"
    records = made("v;a\nAstad;1\nall;2\nCstad;3", source_of("tolerate_pct: 100\n" + columns))
    assert rows_of(records, "from") == [("GM0001",), ("",)]
    assert reasons(records) == [(4, "unknown area 'Cstad' (gemeente)")]


def test_kept_skipped_and_blank_rows_are_counted() -> None:
    """Left out by the content, or without figures."""
    text = HEAD.replace("jaar", "jaar;soort") + (
        "Astad;2020;M1;M;1\nAstad;2020;M2;M;1\nBron: CBS;;M1;;\nAstad;2021;M1;M;\nAstad;2022;M1;M;2"
    )
    records = made(text, source_of("keep: {soort: M1}\nskip: {gemeente: '^Bron:'}" + COLUMNS))
    assert records.counts == {"read": 5, "left_out": 2, "empty": 1, "kept": 2, "bad": 0}


def test_a_column_to_keep_rows_by_must_be_there() -> None:
    """Without it the rows of other measures would mix with ours."""
    (problem,) = made(HEAD + "Astad;2020;M;1", source_of("keep: {soort: M1}" + COLUMNS)).problems
    assert problem.found == "no column 'soort' to choose rows by"


def test_constants_become_columns() -> None:
    """The same for every row."""
    source = source_of("constants: {jaar: '2020', geslacht: T}" + COLUMNS)
    assert rows_of(made("gemeente;aantal\nAstad;1", source)) == [("GM0001", "2020", "", 1.0, None)]


def test_ragged_rows_are_bad() -> None:
    """Told with their text."""
    records = made(HEAD + "Astad;2020;M;1\n!Astad;2020;M\nAstad;2021;M;2", source_of("tolerate_pct: 50" + COLUMNS))
    assert reasons(records) == [(3, "not as many cells as the header")]
    assert records.quarantine["record"].to_list() == ["Astad;2020;M"]


UNPIVOT = (
    "unpivot: [{columns: '(\\\\d{4}\\\\*?)', name: jaar, value: aantal}]\nconstants: {geslacht: T}\ntolerate_pct: 100"
    + COLUMNS
)


def test_columns_that_are_really_rows() -> None:
    """Every one becomes a record; each record is accounted for by itself."""
    source = source_of(UNPIVOT.replace("\\\\", "\\"))
    records = made("gemeente;2020;2021*\nAstad;1;2\nBdorp;3;x\nCstad;4;5\nAstad;;ten", source)
    assert rows_of(records, "area", "period", "people", "people:status") == [
        ("GM0001", "2020", 1.0, None),
        ("GM0002", "2020", 3.0, None),
        ("GM0001", "2021", 2.0, "P"),
        ("GM0002", "2021", None, "H"),
    ]
    assert records.counts == {"read": 8, "left_out": 0, "empty": 1, "kept": 4, "bad": 3}


def test_two_figures_side_by_side_in_columns() -> None:
    """Several patterns with one name are joined on what they match."""
    source = source_of(
        "unpivot:\n  - {columns: 'people (.*)', name: year, value: people}\n"
        "  - {columns: 'homes (.*)', name: year, value: homes}\n"
        "columns:\n  area: {from: town, area: gemeente}\n  period: {from: year, period: true}\n"
        "  people: {from: people, type: number}\n  homes: {from: homes, type: number}"
    )
    records = made("town;people 2020;people 2021;homes 2021\nAstad;1;2;3", source)
    assert rows_of(records, "period", "people", "homes") == [("2020", 1.0, None), ("2021", 2.0, 3.0)]


# -- corrections ---------------------------------------------------------------------------------------------------

SLIP = "{source: register, where: {area: Astad, period: '2020'}, column: people, expect: '100', value: '10'}"


def test_a_correction_repairs_what_it_expects() -> None:
    """And is told with reason, owner and date."""
    records = made(HEAD + "Astad;2020;M;100\nAstad;2021;M;100", corrections=(correction_of(SLIP),))
    assert rows_of(records, "people") == [(10.0,), (100.0,)]
    (finding,) = [finding for finding in records.findings if finding.check == "corrected"]
    assert (finding.count, finding.detail["owner"], finding.detail["reason"]) == (1, "me", "a slip of the pen")


def test_a_correction_counts_the_cells_it_repairs() -> None:
    """Not the different texts in them."""
    records = made(HEAD + "Astad;2020;M;100\nAstad;2020;V;100", corrections=(correction_of(SLIP),))
    assert [f.count for f in records.findings if f.check == "corrected"] == [2]


def test_a_correction_refuses_once_the_supplier_has_repaired_the_fault() -> None:
    """What is delivered now is told, in a fixed order."""
    (problem,) = made(
        HEAD + "Astad;2020;M;12\nAstad;2020;V;100\nAstad;2020;T;11", corrections=(correction_of(SLIP),)
    ).problems
    assert "the supplier now delivers ['100', '11', '12']" in problem.found
    assert (problem.expected, problem.next_step) == ("'100'", "Remove or renew the correction.")


def test_a_correction_of_other_rows_does_not_concern_a_delivery() -> None:
    """Nor does one of a column that this delivery has not."""
    assert made(HEAD + "Bdorp;2020;M;1", corrections=(correction_of(SLIP),)).problems == ()
    optional = source_of(
        COLUMNS.replace("max: 1000", "max: 1000, optional: true") + "  homes: {from: homes, type: number}"
    )
    text = "gemeente;jaar;geslacht;homes\nAstad;2020;M;1"
    assert made(text, optional, corrections=(correction_of(SLIP),)).problems == ()


def test_a_correction_can_fill_and_empty_a_cell() -> None:
    """With an empty `expect` or `value`."""
    fill = correction_of(SLIP.replace("expect: '100'", "expect: ''"))
    assert rows_of(made(HEAD + "Astad;2020;M;", corrections=(fill,)), "people") == [(10.0,)]
    empty = correction_of(SLIP.replace("value: '10'", "value: '.'"))
    assert rows_of(made(HEAD + "Astad;2020;M;100", corrections=(empty,)), "people:status") == [("H",)]


# -- nothing is lost -----------------------------------------------------------------------------------------------

areas = st.sampled_from(["Astad", "GM0002", "1", "Cstad", "", "Bron: x"])
years = st.sampled_from(["2020", "2021*", "20", "", "9999"])
sexes = st.sampled_from(["M", "V", "T", "X", ""])
amounts = st.sampled_from(["1", "1*", "", ".", "-", "ten", "-1", "1e999", "1,000", "5000", "1.5"])
rows = st.lists(st.tuples(areas, years, sexes, amounts), max_size=12)
SOURCES = [
    source_of(COLUMNS),
    source_of("keep: {geslacht: [M, V, X]}\nskip: {gemeente: '^Bron'}" + COLUMNS),
    source_of("checks: [{unique: [area, period, sex], severity: quarantine}, {parts: {people: sex}}]" + COLUMNS),
    source_of(
        "unpivot: [{columns: '(geslacht|aantal)', name: soort, value: n}]\n"
        "checks: [{unique: [area, period], severity: quarantine}]\n"
        "columns:\n  area: {from: gemeente, area: gemeente}\n  period: {from: jaar, period: true}\n"
        "  n: {from: n, type: number, min: 0}"
    ),
]


@given(rows, st.sampled_from(SOURCES), st.lists(st.integers(0, 12), max_size=2))
def test_every_row_is_accounted_for(
    cells: list[tuple[str, str, str, str]], source: SourceFile, ragged: list[int]
) -> None:
    """Whatever stands in the cells: kept, bad, empty or left out, and nothing raises."""
    lines = [";".join(row) for row in cells]
    for at in ragged:
        lines.insert(min(at, len(lines)), "!half a row")
    assert accounted(made(HEAD + "\n".join(lines), source))


@given(rows)
def test_records_hold_only_what_was_declared(cells: list[tuple[str, str, str, str]]) -> None:
    """Known areas, readable periods, declared categories, numbers within bounds or a mark."""
    records = made(HEAD + "\n".join(";".join(row) for row in cells))
    if records.rows.height:
        found = records.rows.filter(
            ~pl.col("area").is_in(list(REGISTER.areas))
            | ~pl.col("period").is_in(["2020", "2021"])
            | ~pl.col("sex").is_in(["m", "f", ""])
            | (pl.col("people").is_null() & ~pl.col("people:status").is_in(["H", "M"]))
            | ~pl.col("people").is_between(0, 1000)
        )
        assert found.height == 0


def test_plain_and_unusual_numbers_are_read_alike() -> None:
    """The fast way for plain numbers and the slow one for all others give the same."""
    texts = [f"{n}{end}" for n in ("0", "7", "-3", "12.25", "1000") for end in ("", "*")]
    source = source_of("tolerate_pct: 100\ncolumns:\n  a: {from: a, type: number, min: -2, max: 999, scale: 0.5}")
    reading = Reading(source, REGISTER, {})
    table = pl.DataFrame({"row": range(2, len(texts) + 2), "a": texts}, schema={"row": pl.UInt32, "a": pl.String})
    records = make_records(table, reading, "x")
    assert [value for (value,) in rows_of(records, "a")] == [v for n in (0, 3.5, -1.5, 6.125, 500) for v in (n, n)]


def test_a_finding_names_a_column_as_the_content_does() -> None:
    """In every language it has; a column without a name keeps its own."""
    named = COLUMNS.replace("people: {", "people: {name: {nl: personen, de: Personen, en: people}, ")
    found = made(f"{HEAD}Astad;2023;M;many\nAstad;never;M;1\n", source_of(f"tolerate_pct: 100\n{named}")).findings
    parts = [part for finding in found for part in finding.detail["said"]]
    assert parts == [
        {"kind": "column", "column": "people", "count": "1",
         "column_nl": "personen", "column_de": "Personen", "column_en": "people"},
        {"kind": "column", "column": "period", "count": "1"},
    ]  # fmt: skip
