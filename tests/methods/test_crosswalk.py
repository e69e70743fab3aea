"""Statistics of one division of areas told for another, how sure they are, and spliced series; case 15."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest
from case_tables import assert_close, case_table, expected_numbers
from hypothesis import given
from hypothesis import strategies as st

from noaber.methods.crosswalk import crosswalk, rebase_counts, rebase_means
from noaber.methods.splicing import splice, splice_difference, splice_ratio

Homes = list[tuple[str | None, str | None, int]]
homes = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C", None]), st.sampled_from(["X", "Y", "Z", None]), st.integers(0, 4)
    ),
    max_size=12,
)  # fmt: skip
people = st.dictionaries(st.sampled_from("ABCD"), st.one_of(st.integers(0, 60), st.none()))


def addresses(rows: Homes) -> pl.DataFrame:
    """Write homes as a frame."""
    return pl.DataFrame(rows, schema={"old": pl.String, "new": pl.String, "residents": pl.Int64}, orient="row")


def counts_of(found: dict[str, int | None]) -> pl.DataFrame:
    """Write counts per old area as a frame."""
    return pl.DataFrame({"area": list(found), "people": list(found.values())}, schema=["area", "people"]).cast(
        {"area": pl.String, "people": pl.Int64}
    )


def slow_weights(rows: Homes) -> dict[tuple[str, str], float]:
    """The part of the residents of each old area in each new one."""
    found = {}
    for old in {old for old, _, _ in rows if old}:
        whole = sum(size for other, _, size in rows if other == old)
        for new in {new for _, new, _ in rows if new}:
            size = sum(size for one, other, size in rows if (one, other) == (old, new))
            if size:
                found[old, new] = size / whole
    return found


@given(homes)
def test_weights_agree_with_adding_up(rows: Homes) -> None:
    """An address without new area takes its part with it."""
    found = {(old, new): weight for old, new, _, weight in crosswalk(addresses(rows), "residents").rows()}
    assert found == pytest.approx(slow_weights(rows))


@given(homes, people)
def test_rebased_counts_agree_with_placing_people(rows: Homes, found: dict[str, int | None]) -> None:
    """With what is estimated, at least and at most; and what has no place apart."""
    weights = slow_weights(rows)
    slow: dict[str, list[tuple[float | None, float, float]]] = defaultdict(list)
    for (old, new), weight in weights.items():
        if old in found:
            count = found[old]
            part = None if count is None else count * weight
            slow[new].append((part, (count or 0) if weight > 1 - 1e-9 else 0, count or 0))
    fast, apart = rebase_counts(counts_of(found), crosswalk(addresses(rows), "residents"), "people")
    assert fast["area"].to_list() == sorted(slow)
    for area, value, estimated, least, most in fast.rows():
        known = [part for part, _, _ in slow[area]]
        if None in known:
            assert (value, estimated, least, most) == (None, None, None, None)
            continue
        assert value == pytest.approx(sum(part or 0 for part in known))
        assert (least, most) == pytest.approx((sum(p[1] for p in slow[area]), sum(p[2] for p in slow[area])))
        assert estimated == (None if value == 0 else pytest.approx(1 - least / value, abs=1e-9))
        assert least - 1e-9 <= value <= most + 1e-9
    if None not in found.values():
        assert fast["people"].sum() + apart["people"].sum() == pytest.approx(sum(n or 0 for n in found.values()))


@given(homes, people)
def test_a_mean_over_all_stays_what_it_was(rows: Homes, found: dict[str, int | None]) -> None:
    """Where all is mapped and known: people times income is kept."""
    known = {old: n for old, n in found.items() if n is not None}
    weights = crosswalk(addresses([row for row in rows if row[1]]), "residents")
    placed = {old: n for old, n in known.items() if old in weights["old"]}
    income = {"A": 10.0, "B": 20.0, "C": 40.0, "D": 0.0}
    means = counts_of(placed).with_columns(income=pl.col("area").replace_strict(income))
    after = rebase_means(means, weights, "income", "people")
    assert after.filter(pl.col("income").is_not_null() & ~pl.col("income").is_between(0, 40.000001)).height == 0
    base, _ = rebase_counts(counts_of(placed), weights, "people")
    total = (after.join(base, on="area").select(pl.col("income") * pl.col("people"))).to_series().sum()
    assert total == pytest.approx((means["income"] * means["people"]).sum())


def test_a_mean_over_nobody_takes_no_part() -> None:
    """It is absent, and does not make its neighbour's absent; an unknown mean of somebody does."""
    weights = pl.DataFrame({"old": ["A", "B"], "new": ["X", "X"], "weight": [1.0, 1.0]})
    means = pl.DataFrame({"area": ["A", "B"], "income": [20.0, None], "people": [3, 0]})
    assert rebase_means(means, weights, "income", "people").rows() == [("X", 20.0)]
    some = means.with_columns(people=pl.lit(3))
    assert rebase_means(some, weights, "income", "people").rows() == [("X", None)]


def test_what_cannot_be_weighed_is_refused() -> None:
    """No negative residents, no negative counts."""
    with pytest.raises(ValueError, match="missing or negative"):
        crosswalk(pl.DataFrame({"old": ["A"], "new": ["X"], "residents": [None]}), "residents")
    with pytest.raises(ValueError, match="a negative people"):
        rebase_counts(counts_of({"A": -1}), crosswalk(addresses([])), "people")


def test_periods_are_rebased_each_by_itself() -> None:
    """Other columns go along in `by`."""
    weights = pl.DataFrame({"old": ["A", "A"], "new": ["X", "Y"], "weight": [0.5, 0.5]})
    counts = pl.DataFrame({"period": ["2019", "2020"], "area": ["A", "A"], "people": [10, 20]})
    found, _ = rebase_counts(counts, weights, "people", ["period"])
    assert found.select("period", "area", "people").rows() == [
        ("2019", "X", 5.0), ("2019", "Y", 5.0), ("2020", "X", 10.0), ("2020", "Y", 10.0),
    ]  # fmt: skip


# -- splices -------------------------------------------------------------------------------------------------------


def series(**values: float | None) -> pl.DataFrame:
    """A series of years, as y2019=5."""
    return pl.DataFrame({"period": [name[1:] for name in values], "value": list(values.values())}).cast(
        {"value": pl.Float64}
    )


def test_a_spliced_series_says_what_is_estimated() -> None:
    """The new series is not touched; what is missing stays so, also in the overlap."""
    old, new = series(y2017=None, y2018=90.0, y2019=100.0, y2020=120.0), series(y2019=80.0, y2020=None, y2021=70.0)
    assert splice(old, new).rows() == [
        ("2017", None, "M"), ("2018", 72.0, "E"), ("2019", 80.0, "A"), ("2020", None, "M"), ("2021", 70.0, "A"),
    ]  # fmt: skip
    assert splice(old, new, "difference")["value"].to_list() == [None, 70.0, 80.0, None, 70.0]


def test_without_overlap_nothing_is_spliced() -> None:
    """Nor with an old level of zero, where no factor says anything."""
    old, new = series(y2018=90.0), series(y2019=80.0)
    assert splice_ratio(old, new) is None
    assert splice_difference(old, new) is None
    assert splice(old, new).rows() == [("2019", 80.0, "A")]
    assert splice_ratio(series(y2019=0.0), new) is None


# -- case 15 -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def homes_of_the_case(shared: Path) -> pl.DataFrame:
    return case_table(shared, 15, "addresses_input.csv")


@pytest.mark.real
def test_weights_of_case_15(shared: Path, homes_of_the_case: pl.DataFrame) -> None:
    """By addresses, residents and square metres."""
    expected = case_table(shared, 15, "crosswalk_weights_expected.csv")
    for kind, column in {"addresses": None, "residents": "residents", "area": "area_m2"}.items():
        found = crosswalk(homes_of_the_case, column)
        assert found.select("old", "new").rows() == expected.select("old", "new").rows()
        assert found["size"].to_list() == expected[kind].to_list()
        assert found["weight"].to_list() == pytest.approx(expected[f"w_{kind}"].to_list(), rel=0, abs=1e-9)


@pytest.mark.real
def test_statistics_of_case_15(shared: Path, homes_of_the_case: pl.DataFrame) -> None:
    """Population, mean income and singles for five new areas, and that nothing is lost."""
    old = case_table(shared, 15, "statistics_old_input.csv").rename({"old": "area"})
    expected = case_table(shared, 15, "statistics_new_expected.csv").sort("new")
    numbers = expected_numbers(shared, 15, "concordance_expected.csv")
    weights = crosswalk(homes_of_the_case, "residents")
    people, apart = rebase_counts(old, weights, "population")
    by_area, _ = rebase_counts(old, crosswalk(homes_of_the_case, "area_m2"), "population")
    found = {
        "population_residents_weighted": people["population"],
        "population_area_weighted": by_area["population"],
        "income_mean": rebase_means(old, weights, "income_mean", "population")["income_mean"],
        "pct_single": rebase_means(old, weights, "pct_single", "population")["pct_single"],
    }
    for name, values in found.items():
        assert values.to_list() == pytest.approx(expected[name].to_list(), rel=0, abs=1e-9)
    assert apart.height == 0
    assert_close(people["population"].sum(), numbers["conservation", "sum_population", ""])
    income = (found["income_mean"] * people["population"]).sum() / people["population"].sum()
    assert_close(income, numbers["conservation", "weighted_income_invariant", ""])
    for area, estimated in people.select("area", "estimated").rows():
        assert_close(estimated, numbers["quality", "share_estimated_from_split", area])


@pytest.mark.real
def test_splices_of_case_15(shared: Path) -> None:
    """By one year of overlap, and the factor by two. The series are read back from what the case expects."""
    numbers = expected_numbers(shared, 15, "concordance_expected.csv")
    old, new = series(y2016=100.0, y2017=103.0, y2018=105.0, y2019=108.0), series(y2019=99.5, y2020=102.0)
    longer = series(y2020=102.0, y2021=104.0, y2022=107.0)
    assert_close(splice_ratio(old, new), numbers["splice_ratio", "factor", ""])
    whole = pl.concat([new.filter(period="2019"), longer])
    for name, kind in (("splice_ratio", "ratio"), ("splice_additive", "difference")):
        for period, value, _ in splice(old, whole, kind).rows():  # type: ignore[arg-type]
            assert_close(value, numbers[name, "backcast", period])
    two = pl.concat([old, series(y2020=110.0)])
    assert_close(splice_ratio(two, new), numbers["splice_ratio_two_overlap", "factor", ""])
