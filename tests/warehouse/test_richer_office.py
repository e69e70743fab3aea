"""An office with more: flows between municipalities, verbs over time, a least base, two sources that differ."""

from __future__ import annotations

import pytest
from office_home import OfficeHome, copy_office
from test_explain import tree

from noaber.warehouse.query import Release

DIMENSION = """
from:
  name: {nl: van, de: von, en: from}
  area: gemeente
"""
SOURCE = """source: {id}
name: {{nl: {id}, de: {id}, en: {id}}}
supplier: Bureau
deliveries: {id}.csv
format: {{kind: csv}}
columns:
  area: {{area: gemeente}}
  period: {{period: true}}
"""
INDICATOR = """
{id}:
  name: {{nl: {id}, de: {id}, en: {id}}}
  definition: {{nl: x, de: x, en: x}}
  theme: population
  unit: persons
  {spec}
"""
SPECS = {
    "moves": "measure: {from: moves, column: n}\n  by: from",
    "stayers": "formula: moves[from=self]",
    "from_region": "formula: moves[from=Drieland]",
    "people_index": "formula: index(inhabitants, 2023-Q1)",
    "people_mean": "formula: rolling(inhabitants, 2)",
    "both_sexes": "formula: inhabitants[sex=f|m]",
    "move_rate": "formula: share(moves, counted)\n  least_base: 100",
    "counted": "measure:\n    - {from: count, column: a}\n    - {from: count, column: b}",
}
MOVES = """area,from,period,n
GM9001,GM9001,2023,5
GM9001,GM9002,2023,3
GM9002,GM9002,2023,4
GM9003,GM9001,2023,1
GM9003,GM9003,2023,2
"""


@pytest.fixture(scope="module")
def richer(built_once: OfficeHome, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Its release."""
    office = copy_office(built_once, tmp_path_factory.mktemp("richer") / "office")
    office.say("dimensions.yml", "", DIMENSION)
    moves = SOURCE.format(id="moves") + "  from: {dimension: from}\n  n: {type: integer}\n"
    count = SOURCE.format(id="count") + "  a: {type: integer}\n  b: {type: integer}\n"
    (office.content / "sources" / "moves.yml").write_text(moves, "utf-8")
    (office.content / "sources" / "count.yml").write_text(count, "utf-8")
    more = "".join(INDICATOR.format(id=id, spec=spec) for id, spec in SPECS.items())
    (office.content / "indicators" / "more.yml").write_text(more, "utf-8")
    (office.deliveries / "moves.csv").write_text(MOVES, "utf-8")
    counted = "area,period,a,b\nGM9001,2023,200,207\nGM9002,2023,50,50\nGM9003,2023,100,100\n"
    (office.deliveries / "count.csv").write_text(counted, "utf-8")
    office.build()
    return office.release()


def value(release: Release, indicator: str, area: str, period: str, slice: str = "") -> tuple[float | None, str]:
    """Give value and status of one figure."""
    chosen = [slice] if slice else "total"
    frame = release.observations(indicator, areas=area, periods=period, slices=chosen)
    return frame.select("value", "status").row(0)


def test_flows_are_summed_over_who_comes_and_from_where(richer: Release) -> None:
    """An absent flow is nobody: for the total of an area, for a group, and from a group."""
    assert value(richer, "moves", "A-stad", "2023") == (8.0, "A")
    assert value(richer, "moves", "Drieland", "2023", "from=GM9001") == (6.0, "A")
    assert value(richer, "moves", "Drieland", "2023", "from=GM9002") == (7.0, "A")
    assert value(richer, "stayers", "A-stad", "2023") == (5.0, "A")
    assert value(richer, "from_region", "C-ham", "2023") == (3.0, "A")


def test_flows_are_explained(richer: Release) -> None:
    """The own flow by its cell, those from a group by its members; a flow that is not there is not named."""
    assert tree(richer.explain("stayers", "A-stad", "2023")) == [
        "stayers GM9001 2023 - = 5 (formula)",
        "  operand moves GM9001 2023 from=GM9001 = 5 < moves.csv",
    ]
    assert richer.explain("from_region", "C-ham", "2023").parts_left_out == 0
    assert tree(richer.explain("from_region", "C-ham", "2023")) == [
        "from_region GM9003 2023 - = 3 (formula)",
        "  operand moves GM9003 2023 from=GM9001 = 1 < moves.csv",
        "  operand moves GM9003 2023 from=GM9003 = 2 < moves.csv",
    ]


def test_verbs_over_time_are_explained_by_the_periods_they_look_at(richer: Release) -> None:
    """The base of an index, the periods of a mean."""
    assert tree(richer.explain("people_index", "A-stad", "2023-Q3")) == [
        "people_index GM9001 2023-Q3 - = 102.86 (formula)",
        "  operand inhabitants GM9001 2023-Q3 - = 216 < register_a.csv",
        "  operand inhabitants GM9001 2023-Q1 - = 210 < register_a.csv",
    ]
    assert tree(richer.explain("people_mean", "A-stad", "2023-Q3")) == [
        "people_mean GM9001 2023-Q3 - = 214.5 (formula)",
        "  operand inhabitants GM9001 2023-Q3 - = 216 < register_a.csv",
        "  operand inhabitants GM9001 2023-Q2 - = 213 < register_a.csv",
    ]


def test_a_sum_of_categories_is_explained_by_each(richer: Release) -> None:
    """In the order of the formula; with a hidden one there is no sum."""
    assert tree(richer.explain("both_sexes", "A-stad", "2023-Q1")) == [
        "both_sexes GM9001 2023-Q1 - = 210 (formula)",
        "  operand inhabitants GM9001 2023-Q1 sex=f = 110 < register_a.csv",
        "  operand inhabitants GM9001 2023-Q1 sex=m = 100 < register_a.csv",
    ]
    assert value(richer, "both_sexes", "B-dorp", "2023-Q4") == (None, "M")


def test_a_rate_over_too_few_is_not_told(richer: Release) -> None:
    """The explanation still leads to what it would be made of."""
    assert value(richer, "move_rate", "A-stad", "2023") == (4.0, "A")
    assert value(richer, "move_rate", "B-dorp", "2023") == (None, "M")
    (cell,) = richer.cells(richer.select("move_rate", areas="B-dorp", periods="2023"))
    assert cell.route == "base below 100"


def test_sources_that_differ_are_a_finding_of_the_indicator(richer: Release) -> None:
    """With how often and how much; the first declared counts."""
    (finding,) = [finding for finding in richer.catalogue.findings if finding.check == "sources_differ"]
    assert (finding.indicator, finding.severity, finding.count) == ("counted", "report", 1)
    assert finding.detail["largest"] == "7"
    assert value(richer, "counted", "A-stad", "2023") == (200.0, "A")


def test_a_dimension_of_areas_takes_any_code(richer: Release) -> None:
    """Also one from which nobody comes."""
    assert richer.observations("moves", areas="A-stad", slices="from=GM9003").height == 0
    assert set(richer.observations("moves", areas="A-stad", slices="from")["slice"]) == {
        "", "from=GM9001", "from=GM9002",
    }  # fmt: skip
