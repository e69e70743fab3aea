"""Flows: identities that always hold, an obvious slow way beside the fast one, numbers of the reference case."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.methods.flows import (
    FLOWS,
    gather_flows,
    mark_unknown,
    measure_areas,
    measure_pairs,
    measure_partners,
    measure_system,
)

Row = tuple[str, str, float | None, str, bool]
AREAS = "abcde"
SYSTEMS = st.dictionaries(
    st.tuples(st.sampled_from(AREAS), st.sampled_from(AREAS)), st.integers(0, 1000).map(float), min_size=1
)


def frame(rows: list[Row]) -> pl.DataFrame:
    """Flows as a frame."""
    return pl.DataFrame(rows, FLOWS, orient="row")


def system(flows: dict[tuple[str, str], float]) -> pl.DataFrame:
    """Flows without any status."""
    return frame([(origin, destination, value, "A", False) for (origin, destination), value in flows.items()])


def told(measured: pl.DataFrame, keys: tuple[str, ...] = ("area",)) -> dict[tuple[str, ...], float | None]:
    """Values by key and kind."""
    return {tuple(row[:-1]): row[-1] for row in measured.select(*keys, "kind", "value").iter_rows()}


@given(SYSTEMS)
def test_in_a_closed_system_all_that_goes_comes(flows: dict[tuple[str, str], float]) -> None:
    """The sum of out is that of in, of leaving that of arriving, and all balances together are nothing."""
    measured = told(measure_areas(system(flows)))
    sums = {
        kind: sum(value or 0.0 for (_, of), value in measured.items() if of == kind)
        for kind in ("out", "in", "leaving", "arriving", "net")
    }
    assert sums["out"] == sums["in"]
    assert sums["leaving"] == sums["arriving"] == sum(flows.values())
    assert sums["net"] == 0


@given(SYSTEMS)
def test_areas_by_the_obvious_way(flows: dict[tuple[str, str], float]) -> None:
    """Net is in less out, and containment is what stays among all that leaves."""
    measured = told(measure_areas(system(flows)))
    for area in {end for pair in flows for end in pair}:
        out = sum(value for (o, d), value in flows.items() if o == area != d)
        coming = sum(value for (o, d), value in flows.items() if d == area != o)
        inside = flows.get((area, area), 0.0)
        assert measured[area, "net"] == coming - out
        if inside + out:
            assert math.isclose(measured[area, "containment"] or 0.0, 100 * inside / (inside + out))
        else:
            assert measured[area, "containment"] is None


@given(SYSTEMS, st.sets(st.sampled_from(AREAS), min_size=2))
def test_of_a_group_it_is_a_ratio_of_sums(flows: dict[tuple[str, str], float], group: set[str]) -> None:
    """What moves between members stays inside; gathered twice is gathered once."""
    gathered = gather_flows(system(flows), dict.fromkeys(group, "group"))
    measured = told(measure_areas(gathered))
    leaving = sum(value for (o, _), value in flows.items() if o in group)
    inside = sum(value for (o, d), value in flows.items() if o in group and d in group)
    assert measured.get(("group", "inside"), 0.0) == inside
    if leaving:
        assert math.isclose(measured["group", "containment"] or 0.0, 100 * inside / leaving)
    assert gather_flows(gathered, dict.fromkeys(group, "group")).equals(gathered)


@given(SYSTEMS)
def test_partners_and_pairs_say_the_same(flows: dict[tuple[str, str], float]) -> None:
    """A partner's balance is that of the pair, seen from one side; partners add up to the area."""
    pairs = told(measure_pairs(system(flows)), ("a", "b"))
    areas = told(measure_areas(system(flows)))
    for own in {end for pair in flows for end in pair}:
        partners = told(measure_partners(system(flows), own), ("partner",))
        for (partner, kind), value in partners.items():
            if kind == "net":
                a, b = sorted((own, partner))
                assert value == (pairs[a, b, "net"] or 0.0) * (-1 if own == a else 1)
        assert sum(value or 0.0 for (_, kind), value in partners.items() if kind == "out") == areas[own, "out"]


def test_statuses_travel_and_hidden_is_no_number() -> None:
    """A sum with a hidden flow is hidden, one with an unknown flow is missing; the gravest status goes along."""
    flows = frame([
        ("a", "a", 5.0, "A", False), ("a", "b", None, "M", True), ("b", "a", 3.0, "P", False),
        ("c", "a", 2.0, "E", False), ("c", "b", None, "M", False),
    ])  # fmt: skip
    rows = {row[:2]: row[2:] for row in measure_areas(flows).iter_rows()}
    assert rows["a", "out"] == (None, "M", True)
    assert rows["a", "in"] == (5.0, "E", False)
    assert rows["a", "net"] == (None, "M", True)
    assert rows["a", "containment"] == (None, "M", True)
    assert rows["c", "out"] == (None, "M", False)
    assert rows["b", "out"] == (3.0, "P", False)
    assert gather_flows(flows, {"a": "ab", "b": "ab"}).row(0) == ("ab", "ab", None, "M", True)
    assert measure_system(flows) == dict.fromkeys(("effectiveness", "intensity", "net_rate", "asymmetry"))


def test_of_who_told_nothing_nobody_knows() -> None:
    """What is there stays; what is absent becomes missing, at the end that tells."""
    flows = frame([("a", "b", 1.0, "A", False), ("c", "a", None, "M", True)])
    rows = mark_unknown(flows, ["c"], ["a", "b", "c"], "origin").rows()
    assert rows == [*flows.rows(), ("c", "b", None, "M", False), ("c", "c", None, "M", False)]
    coming = mark_unknown(flows, ["b"], ["a", "c"], "destination").rows()
    assert coming == [*flows.rows(), ("c", "b", None, "M", False)]


# -- the reference case --------------------------------------------------------------------------------------------


def _case(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "cases" / "07_flows" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def case(shared: Path) -> pl.DataFrame:
    """Commuting between six municipalities of Twente."""
    rows = _case(shared, "od_input.csv")
    return frame([(row["origin"], row["destination"], float(row["flow"]), "A", False) for row in rows])


@pytest.mark.real
def test_the_fourteen_municipalities_as_one(shared: Path) -> None:
    """Of the whole national table: the published total, and what stays within Twente."""
    path = shared / "data/03_regionale_reeksen/woonwerk/csv/NL_commuting.csv.gz"
    twente = ["0141", "0147", "1774", "0153", "0158", "0163", "0164", "1735", "0168", "0173", "1742", "0183", "1700",
              "0189"]  # fmt: skip
    rows = pl.read_csv(path, infer_schema_length=None).with_columns(
        origin=pl.col("muni_from").cast(pl.String).str.extract(r"(\d+)$").str.zfill(4),
        destination=pl.col("muni_to").cast(pl.String).str.extract(r"(\d+)$").str.zfill(4),
        value=pl.col("value").cast(pl.Float64), status=pl.lit("A"), hidden=pl.lit(False),
    )  # fmt: skip
    gathered = gather_flows(rows.select(list(FLOWS)), dict.fromkeys(twente, "Twente"))
    assert gathered["value"].sum() == pytest.approx(5_386_736, abs=1)
    measured = told(measure_areas(gathered))
    assert measured["Twente", "inside"] == pytest.approx(168_754, abs=1)
    assert measured["Twente", "containment"] == pytest.approx(100 * 168_754 / 197_749, abs=0.001)


@pytest.mark.real
def test_areas_of_the_reference_case(shared: Path, case: pl.DataFrame) -> None:
    """Counts exactly, ratios to 1e-8."""
    names = {
        "residents_working": "leaving", "jobs": "arriving", "intra": "inside", "outflow": "out", "inflow": "in",
        "net": "net", "gross": "gross", "effectiveness": "effectiveness", "supply_side_containment": "containment",
        "demand_side_containment": "self_sufficiency", "job_ratio": "balance",
    }  # fmt: skip
    in_percent = {"containment", "self_sufficiency", "balance"}
    measured = told(measure_areas(case))
    expected = _case(shared, "od_area_measures_expected.csv")
    assert len(expected) == 6
    for row in expected:
        for name, kind in names.items():
            value = (measured[row["area"], kind] or 0.0) / (100 if kind in in_percent else 1)
            assert value == pytest.approx(float(row[name]), abs=1e-8), (row["area"], name)


@pytest.mark.real
def test_pairs_of_the_reference_case(shared: Path, case: pl.DataFrame) -> None:
    """Both flows, the balance, its effectiveness and the linkage."""
    measured = told(measure_pairs(case), ("a", "b"))
    expected = _case(shared, "od_pairs_expected.csv")
    assert len(expected) == 15
    for row in expected:
        a, b = sorted((row["a"], row["b"]))
        sign = 1 if a == row["a"] else -1
        assert measured[a, b, "net"] == sign * float(row["net"])
        assert measured[a, b, "effectiveness"] == pytest.approx(float(row["stream_effectiveness"]), abs=1e-8)
        assert measured[a, b, "linkage"] == pytest.approx(float(row["smart_linkage"]), abs=1e-8)


@pytest.mark.real
def test_the_system_of_the_reference_case(shared: Path, case: pl.DataFrame) -> None:
    """Effectiveness (MEI), intensity (CMI), aggregate net rate and asymmetry, to the stated tolerance."""
    names = {
        "MEI_migration_effectiveness_index": "effectiveness", "CMI_crude_intensity_pct_of_workers": "intensity",
        "ANMR_aggregate_net_rate": "net_rate", "asymmetry_index": "asymmetry",
    }  # fmt: skip
    measured = measure_system(case)
    rows = [row for row in _case(shared, "flows_expected.csv") if row["case"] == "system"]
    assert {row["statistic"] for row in rows} == names.keys()
    for row in rows:
        assert measured[names[row["statistic"]]] == pytest.approx(float(row["value"]), abs=float(row["tol"]))
