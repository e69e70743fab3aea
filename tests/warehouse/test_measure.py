"""Records to figures: totals and groups of categories, precedence of sources and deliveries, breaks, fall-backs."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from noaber.content.indicator import IndicatorFile
from noaber.content.located import parse_yaml
from noaber.content.model import Region
from noaber.content.region import DimensionFile
from noaber.content.source import SourceFile
from noaber.methods.figures import in_shape
from noaber.warehouse.measure import delivered_figures, mark_breaks, with_averages, with_fallback, with_sums

DIMENSIONS = {
    "age": "{name: age, codes: {young: y, old: o, oldest: oo}, groups: {65+: [old, oldest], all: [young, 65+]}}",
    "sex": "{name: geslacht, codes: {f: v, m: m}}",
    "from": "{name: van, area: gemeente}",
}
SOURCE = """
source: {id}
name: {id}
supplier: x
deliveries: x
format: {{kind: csv}}
columns:
  area: {{area: gemeente}}
  period: {{period: true}}
  age: {{dimension: age, optional: true}}
  sex: {{dimension: sex, optional: true}}
  from: {{dimension: from, optional: true}}
  n: {{type: number}}
  soort: {{}}
"""
INDICATOR = "{name: n, definition: n, theme: t, unit: u, by: [age, sex, from], measure: {from: one, column: n}}"


@pytest.fixture
def region(office: Region) -> Region:
    """The office with sources `one` and `two` and dimensions age, sex and from."""
    return replace(
        office,
        dimensions={id: DimensionFile.model_validate(parse_yaml(text, id).data) for id, text in DIMENSIONS.items()},
        sources={id: SourceFile.model_validate(parse_yaml(SOURCE.format(id=id), id).data) for id in ("one", "two")},
    )


def indicator(text: str = INDICATOR) -> IndicatorFile:
    """Read an indicator."""
    return IndicatorFile.model_validate(parse_yaml(text, "x").data)


def records(text: str) -> pl.DataFrame:
    """Make records of a table of text: a first line of columns; the last is n, - for missing, h for hidden."""
    head, *lines = [line.split() for line in text.strip().splitlines()]
    frame = pl.DataFrame(lines, schema=dict.fromkeys(head, pl.String), orient="row")
    marks = {"h": "H", "-": "M", "0-": "N"}
    status = [marks.get(cell) or ("P" if cell.endswith("*") else None) for cell in frame["n"]]
    value = [None if cell in marks else float(cell.rstrip("*")) for cell in frame["n"]]
    named = [c for c in head if c != "n"]
    return frame.select([pl.col(c).replace("-", "") for c in named]).with_columns(
        n=pl.Series(value, dtype=pl.Float64), **{"n:status": pl.Series(status, dtype=pl.String)}
    )


def cells(frame: pl.DataFrame) -> list[str]:
    """Write figures as lines."""
    rows = frame.sort("area", "period", "slice").iter_rows(named=True)
    return [
        f"{row['area']} {row['period']} {row['slice'] or '-'} "
        + ("hidden" if row["hidden"] else "-" if row["value"] is None else f"{row['value']:g}")
        + (f" {row['status']}" if row["status"] not in "AM" else "")
        for row in rows
    ]


def taken(region: Region, text: str, spec: str = INDICATOR) -> list[str]:
    """Take figures of one delivery of source one."""
    return cells(delivered_figures(indicator(spec), region, {"one": [("d", records(text))]}).figures)


# -- totals and groups of categories -------------------------------------------------------------------------------


def test_the_suppliers_total_counts(region: Region) -> None:
    """Also where it is not the sum of the parts."""
    assert taken(region, "area period sex n\nA 2020 f 1\nA 2020 m 2\nA 2020 - 9") == [
        "A 2020 - 9", "A 2020 sex=f 1", "A 2020 sex=m 2",
    ]  # fmt: skip


def test_without_a_total_the_parts_are_added_up(region: Region) -> None:
    """With the gravest status; missing or hidden where a part is."""
    text = "area period sex n\nA 2020 f 1\nA 2020 m 2*\nB 2020 f 1\nB 2020 m h\nC 2020 f 1\nC 2020 m -"
    assert [line for line in taken(region, text) if "sex" not in line] == [
        "A 2020 - 3 P",
        "B 2020 - hidden",
        "C 2020 - -",
    ]


def test_no_total_is_made_of_some_of_the_parts(region: Region) -> None:
    """A row in quarantine, or blank, must not make the total smaller."""
    text = "area period sex n\nA 2020 f 1\nA 2020 m 2\nB 2020 f 1\nA 2019 f 4\nB 2019 f 5"
    assert [line for line in taken(region, text) if "sex" not in line] == [
        "A 2019 - 4", "A 2020 - 3", "B 2019 - 5", "B 2020 - -",
    ]  # fmt: skip


def test_parts_that_nowhere_exist_are_not_needed(region: Region) -> None:
    """Cross tables have empty corners: no children among the oldest."""
    text = "area period age sex n\nA 2020 young f 1\nA 2020 old f 2\nA 2020 old m 3"
    assert taken(region, text) == [
        "A 2020 - 6", "A 2020 age=old 5", "A 2020 age=old;sex=f 2", "A 2020 age=old;sex=m 3",
        "A 2020 age=young 1", "A 2020 age=young;sex=f 1", "A 2020 sex=f 3", "A 2020 sex=m 3",
    ]  # fmt: skip


def test_a_doubled_row_does_not_count_twice(region: Region) -> None:
    """The first counts, as for the part itself."""
    text = "area period sex n\nA 2020 f 1\nA 2020 m 2\nA 2020 m 7"
    assert taken(region, text) == ["A 2020 - 3", "A 2020 sex=f 1", "A 2020 sex=m 2"]


def test_groups_of_categories_are_added_up_and_never_counted_twice(region: Region) -> None:
    """The total is the sum of the categories, not of the categories and their groups; groups may hold groups."""
    text = "area period age n\nA 2020 young 1\nA 2020 old 2\nA 2020 oldest 4\nB 2020 young 1\nB 2020 old 2"
    assert taken(region, text) == [
        "A 2020 - 7", "A 2020 age=65+ 6", "A 2020 age=all 7", "A 2020 age=old 2", "A 2020 age=oldest 4",
        "A 2020 age=young 1",
        "B 2020 - -", "B 2020 age=65+ -", "B 2020 age=all -", "B 2020 age=old 2", "B 2020 age=young 1",
    ]  # fmt: skip


def test_a_group_the_supplier_delivers_is_a_category_like_any_other(region: Region) -> None:
    """It belongs to the total where its parts are not there."""
    text = "area period age n\nA 2020 young 1\nA 2020 65+ 6"
    assert [line for line in taken(region, text) if "age" not in line] == ["A 2020 - 7"]
    both = text + "\nA 2020 old 2\nA 2020 oldest 4"
    assert [line for line in taken(region, both) if "age" not in line] == ["A 2020 - 7"]


def test_flows_need_no_row_for_nobody(region: Region) -> None:
    """The total over an area dimension is the sum of the rows that are there."""
    text = "area period from n\nA 2020 A 5\nA 2020 B 1\nB 2020 B 7"
    assert [line for line in taken(region, text) if "from" not in line] == ["A 2020 - 6", "B 2020 - 7"]


def test_dimensions_not_asked_for_are_taken_at_their_total(region: Region) -> None:
    """Given or made."""
    text = "area period age sex n\nA 2020 old f 1\nA 2020 old m 2\nA 2020 young f 3\nA 2020 young m 4"
    spec = INDICATOR.replace("[age, sex, from]", "[sex]")
    assert taken(region, text, spec) == ["A 2020 - 10", "A 2020 sex=f 4", "A 2020 sex=m 6"]
    spec = INDICATOR.replace("[age, sex, from]", "[]")
    assert taken(region, text, spec) == ["A 2020 - 10"]


def test_a_figure_is_never_added_up(region: Region) -> None:
    """Means and percentages have no total unless the supplier gives one."""
    text = "area period sex n\nA 2020 f 1\nA 2020 m 2"
    assert taken(region, text, INDICATOR.replace("measure:", "figure:")) == ["A 2020 sex=f 1", "A 2020 sex=m 2"]
    assert taken(region, text, INDICATOR.replace("measure:", "figure:").replace("[age, sex, from]", "[]")) == []


def test_choosing_scaling_and_naming_a_part(region: Region) -> None:
    """`keep` chooses rows, `scale` multiplies, `slice` says which part a column stands for; absent is no figure."""
    text = "area period soort n\nA 2020 x 1\nA 2020 y 2\nB 2020 x 0-"
    spec = INDICATOR.replace("column: n}", "column: n, keep: {soort: x}, scale: 1000, slice: {age: old}}")
    assert taken(region, text, spec) == ["A 2020 age=old 1000"]


# -- precedence ----------------------------------------------------------------------------------------------------

BOTH = INDICATOR.replace("{from: one, column: n}", "[{from: one, column: n}, {from: two, column: n}]")
LINE = "area period n\n"


def test_the_first_declared_source_with_a_value_counts(region: Region) -> None:
    """A missing or hidden figure leaves room for the next source."""
    one = records(LINE + "A 2020 1\nB 2020 -\nC 2020 h")
    two = records(LINE + "A 2020 2\nB 2020 3\nC 2020 4\nD 2020 5")
    found = delivered_figures(indicator(BOTH), region, {"one": [("d1", one)], "two": [("d2", two)]})
    assert cells(found.figures) == ["A 2020 - 1", "B 2020 - 3", "C 2020 - 4", "D 2020 - 5"]
    assert found.figures["delivery"].to_list() == ["d1", "d2", "d2", "d2"]


def test_of_two_deliveries_the_newer_counts(region: Region) -> None:
    """What it hides stays hidden, whatever an older one told; what it does not know the older one may."""
    old = records(LINE + "A 2020 1\nB 2020 2\nC 2020 3\nD 2020 4")
    new = records(LINE + "A 2020 9\nB 2020 h\nC 2020 -")
    found = delivered_figures(indicator(), region, {"one": [("old", old), ("new", new)]})
    assert cells(found.figures) == ["A 2020 - 9", "B 2020 - hidden", "C 2020 - 3", "D 2020 - 4"]
    assert found.contradictions == 0


def test_contradictions_of_sources_are_counted(region: Region) -> None:
    """Beyond rounding: half of the last decimal shown, and what the supplier rounds to. A revision is none."""
    one, revised = records(LINE + "A 2020 900\nB 2020 100"), records(LINE + "A 2020 100")
    two = records(LINE + "A 2020 100.5\nB 2020 103\nC 2020 1")
    tables = {"one": [("old", one), ("new", revised)], "two": [("d", two)]}
    found = delivered_figures(indicator(BOTH), region, tables)
    assert (found.contradictions, found.largest) == (1, 3.0)
    rounded = BOTH.replace("theme: t", "theme: t, rounded_to: 5")
    assert delivered_figures(indicator(rounded), region, tables).contradictions == 0
    finer = BOTH.replace("theme: t", "theme: t, decimals: 2")
    assert delivered_figures(indicator(finer), region, tables).contradictions == 2


def test_two_rows_of_one_delivery_that_differ_are_a_contradiction_too(region: Region) -> None:
    """Nobody knows which is right."""
    found = delivered_figures(indicator(), region, {"one": [("d", records(LINE + "A 2020 1\nA 2020 7"))]})
    assert (cells(found.figures), found.contradictions, found.largest) == (["A 2020 - 1"], 1, 6.0)


def test_without_records_there_are_no_figures(region: Region) -> None:
    """No delivery, no column, no rows."""
    assert delivered_figures(indicator(), region, {}).figures.height == 0
    without = records("area period soort n\nA 2020 x 1").drop("n", "n:status")
    assert delivered_figures(indicator(), region, {"one": [("d", without)]}).figures.height == 0


# -- levels, fall-backs, breaks ------------------------------------------------------------------------------------

MEMBERS = pl.DataFrame(
    [("R", "A", "gemeente", None, None), ("R", "B", "gemeente", None, None)],
    schema=["parent", "child", "type", "vintage", "year"], orient="row",
).cast({"vintage": pl.Int32, "year": pl.Int32})  # fmt: skip


def figures(text: str) -> pl.DataFrame:
    """Make figures of lines `area period value`; h for hidden."""
    rows = [line.split() for line in text.strip().splitlines()]
    frame = pl.DataFrame(rows, schema=["area", "period", "n"], orient="row")
    value = pl.col("n").replace_strict({"h": None, "-": None}, default=pl.col("n")).cast(pl.Float64)
    return in_shape(frame.with_columns(slice=pl.lit(""), value=value, hidden=pl.col("n") == "h"))


def test_what_was_delivered_wins_over_sums() -> None:
    """Also where the supplier hides it; where he says nothing the sum counts."""
    delivered = figures("A 2020 1\nB 2020 2\nR 2020 9\nA 2021 1\nB 2021 2\nR 2021 h\nA 2022 1\nB 2022 2\nR 2022 -")
    found = with_sums(delivered, MEMBERS, 0).filter(pl.col("area") == "R")
    assert cells(found) == ["R 2020 - 9", "R 2021 - hidden", "R 2022 - 3"]
    assert found["route"].to_list() == ["", "", "sum of 2 gemeente"]


def test_sums_of_rounded_small_areas_are_estimates() -> None:
    """Those of whole municipalities are not."""
    small = MEMBERS.with_columns(vintage=pl.lit(2020, pl.Int32))
    assert cells(with_sums(figures("A 2020 1\nB 2020 2"), small, 5))[-1] == "R 2020 - 3 E"
    assert cells(with_sums(figures("A 2020 1\nB 2020 2"), MEMBERS, 5))[-1] == "R 2020 - 3"
    assert cells(with_sums(figures("A 2020 1\nB 2020 -"), small, 5))[-1] == "R 2020 - -"


def test_a_weighted_mean_gives_way_to_what_was_delivered() -> None:
    """As a sum does."""
    weights = figures("A 2020 1\nB 2020 3\nA 2021 1\nB 2021 1")
    found = with_averages(figures("A 2020 10\nB 2020 20\nA 2021 10\nB 2021 20\nR 2021 12"), weights, MEMBERS)
    assert cells(found.filter(pl.col("area") == "R")) == ["R 2020 - 17.5 E", "R 2021 - 12"]


def test_a_published_figure_stands_in_where_a_formula_gives_none() -> None:
    """Absent, missing or hidden; never the other way round."""
    found = with_fallback(figures("A 2020 1\nB 2020 -\nC 2020 h"), figures("A 2020 9\nB 2020 8\nC 2020 7\nD 2020 6"))
    assert cells(found) == ["A 2020 - 1", "B 2020 - 8", "C 2020 - 7", "D 2020 - 6"]


AREAS = pl.DataFrame(
    [
        ("a@2020", "a", 2020, None), ("a@2021", "a", 2021, None), ("b@2020", "b", 2020, None),
        ("b@2021", "b", 2021, "b@2020"), ("c@2020", "c", 2020, None), ("c@2022", "c", 2022, "c@2021"),
        ("R", "R", None, None),
    ],
    schema={"id": pl.String, "code": pl.String, "vintage": pl.Int32, "same_as": pl.String}, orient="row",
)  # fmt: skip


def broken(text: str, *declared: str) -> list[str]:
    """Give the figures at which a series breaks."""
    marked = mark_breaks(figures(text), AREAS, list(declared)).filter("series_break")
    return [f"{area} {period}" for area, period in marked.select("area", "period").rows()]


def test_a_series_breaks_where_a_code_goes_on_in_another_vintage() -> None:
    """Unless somebody says it is the same place as in the vintage before."""
    assert broken("a@2020 2020 1\na@2021 2021 1\na@2021 2022 1") == ["a@2021 2021"]
    assert broken("b@2020 2020 1\nb@2021 2021 1") == []
    assert broken("c@2020 2020 1\nc@2022 2022 1") == ["c@2022 2022"]
    assert broken("a@2021 2021 1") == []
    assert broken("R 2020 1\nR 2021 1") == []


def test_a_declared_break_is_marked_where_the_series_goes_on() -> None:
    """In every frequency, also where the period itself has no figure; a series that begins there does not break."""
    assert broken("R 2019 1\nR 2020 1\nR 2021 1", "2020") == ["R 2020"]
    assert broken("R 2019 1\nR 2021 1\nR 2022 1", "2020") == ["R 2021"]
    assert broken("R 2019-Q4 1\nR 2020-Q1 1\nR 2020-Q2 1\nR 2019 1\nR 2020 1", "2020") == ["R 2020", "R 2020-Q1"]
    assert broken("R 2020 1\nR 2021 1", "2020") == []
    assert broken("R 2019 1\nR 2020 1\nR 2021 1\nR 2022 1", "2020", "2022") == ["R 2020", "R 2022"]
    assert broken("R 2018 1\nR 2019 1", "2020") == []
