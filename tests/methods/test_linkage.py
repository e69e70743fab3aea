"""The model of probabilistic linkage and the quality of links; beside slow versions and case 14."""

from __future__ import annotations

import math
from pathlib import Path

import polars as pl
import pytest
from case_tables import case_table
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Jaro, JaroWinkler

from noaber.methods.linkage import LinkageModel, fit_linkage, score_patterns
from noaber.methods.linkage_quality import bias_of_unlinked, linked_share, precision_and_recall

Pattern = tuple[int | None, int | None, int]
levels = st.one_of(st.integers(0, 2), st.none())
patterns = st.lists(st.tuples(levels, levels, st.integers(1, 30)), min_size=3, max_size=9)


def frame_of(rows: list[Pattern]) -> pl.DataFrame:
    """Write patterns as a frame."""
    return pl.DataFrame(rows, schema={"name": pl.Int64, "birth": pl.Int64, "count": pl.Int64}, orient="row")


def slow_fit(rows: list[Pattern], rounds: int) -> tuple[float, list[dict[int, float]], list[dict[int, float]]]:
    """So many rounds of EM in plain Python."""
    seen = [sorted({row[at] for row in rows if row[at] is not None}) for at in (0, 1)]  # type: ignore[type-var]
    share = 0.05
    m, u = ([_first(known, top) for known in seen] for top in (0.9, 0.1))  # type: ignore[arg-type]
    for _ in range(rounds):
        chances = [_chance(row, share, m, u) for row in rows]
        total = sum(row[2] for row in rows)
        share = sum(row[2] * chance for row, chance in zip(rows, chances, strict=True)) / total
        m = [_average(rows, chances, at) for at in (0, 1)]
        u = [_average(rows, [1 - chance for chance in chances], at) for at in (0, 1)]
    return share, m, u


def _first(known: list[int], top: float) -> dict[int, float]:
    if len(known) == 1:
        return {known[0]: 1.0}
    return {level: top if level == known[-1] else (1 - top) / (len(known) - 1) for level in known}


def _chance(row: Pattern, share: float, m: list[dict[int, float]], u: list[dict[int, float]]) -> float:
    match, other = share, 1 - share
    for at in (0, 1):
        level = row[at]
        if level is not None:
            match, other = match * m[at][level], other * u[at][level]
    return match / (match + other)


def _average(rows: list[Pattern], weights: list[float], at: int) -> dict[int, float]:
    sums: dict[int, float] = {}
    for row, weight in zip(rows, weights, strict=True):
        level = row[at]
        if level is not None:
            sums[level] = sums.get(level, 0.0) + row[2] * weight
    return {level: found / sum(sums.values()) for level, found in sums.items()}


@given(patterns.filter(lambda rows: all(any(row[at] is not None for row in rows) for at in (0, 1))))
def test_em_agrees_with_plain_python(rows: list[Pattern]) -> None:
    """Three rounds, with missing levels, from the same start."""
    model = fit_linkage(frame_of(rows), ["name", "birth"], most=3, within=-1.0)
    share, m, u = slow_fit(rows, 3)
    assert model.iterations == 3
    assert model.match_share == pytest.approx(share, rel=1e-6)
    for at, name in enumerate(("name", "birth")):
        found = {level: (a, b) for _, level, a, b in model.levels.filter(comparison=name).rows()}
        assert found == {level: pytest.approx((m[at][level], u[at][level]), rel=1e-6) for level in m[at]}


def test_a_weight_is_the_sum_of_what_each_comparison_says() -> None:
    """In bits; a missing level says nothing, the share of matches comes in with the chance."""
    told = pl.DataFrame({"comparison": ["name"] * 2, "level": [0, 1], "m": [0.25, 0.75], "u": [0.5, 0.5]})
    found = score_patterns(pl.DataFrame({"name": [1, None]}), LinkageModel(0.5, told, 1, True))
    assert found["match_weight"].to_list() == pytest.approx([math.log2(1.5), 0])
    assert found["match_chance"].to_list() == pytest.approx([0.6, 0.5])


def test_what_cannot_be_fitted_is_said() -> None:
    """No pairs, a comparison that says nothing, and rounds that did not suffice."""
    with pytest.raises(ValueError, match="no pairs"):
        fit_linkage(frame_of([]), ["name"])
    with pytest.raises(ValueError, match="'name' is known of no pair"):
        fit_linkage(frame_of([(None, 1, 3)]), ["name", "birth"])
    assert not fit_linkage(frame_of([(0, 0, 90), (1, 0, 9), (1, 1, 9)]), ["name", "birth"], most=1).converged


def test_who_is_not_linked_is_told() -> None:
    """By category; what the linked alone would say is off adds up to nothing."""
    records = pl.DataFrame({"origin": ["nl"] * 8 + ["de"] * 2, "linked": [True] * 8 + [True, False]})
    assert linked_share(records) == (9, 1, 0.9)
    found = bias_of_unlinked(records, "origin")
    assert found.select("origin", "linked", "unlinked", "linked_share").rows() == [("de", 1, 1, 0.5), ("nl", 8, 0, 1.0)]
    assert found["bias_pct"].to_list() == pytest.approx([100 / 9 - 20, 800 / 9 - 80])


@given(st.lists(st.tuples(st.sampled_from(["nl", "de", None]), st.booleans()), max_size=12))
def test_bias_agrees_with_two_percentages(rows: list[tuple[str | None, bool]]) -> None:
    """The percentage among the linked less the one among all."""
    records = pl.DataFrame(rows, schema={"origin": pl.String, "linked": pl.Boolean}, orient="row")
    linked = [origin for origin, is_linked in rows if is_linked]
    for origin, *_, bias in bias_of_unlinked(records, "origin").rows():
        if not linked:
            assert bias is None
            continue
        everybody = [one for one, _ in rows]
        slow = 100 * linked.count(origin) / len(linked) - 100 * everybody.count(origin) / len(everybody)
        assert bias == pytest.approx(slow, abs=1e-9)


def test_links_against_what_a_person_says() -> None:
    """Weighted where the sample was drawn so; nothing of nothing is no share."""
    pairs = pl.DataFrame({"linked": [True, True, False], "same": [True, False, True], "weight": [3.0, 1.0, 2.0]})
    assert precision_and_recall(pairs) == (0.75, 0.6)
    assert precision_and_recall(pairs.clear()) == (None, None)
    assert linked_share(pairs.clear()) == (0, 0, None)


# -- case 14 -------------------------------------------------------------------------------------------------------


@pytest.mark.real
def test_em_of_case_14(shared: Path) -> None:
    """20,000 pairs in eight patterns: the share of matches, m and u to 1e-6; weights and chances with them."""
    table = case_table(shared, 14, "fellegi_sunter_em.csv")
    model = fit_linkage(table, ["g1", "g2", "g3"])
    assert model.converged
    agree = {row["comparison"][1]: row for row in model.levels.filter(level=1).rows(named=True)}
    found = {
        "lambda": model.match_share,
        **{f"{chance}{n}": row[chance] for n, row in agree.items() for chance in "mu"},
    }
    for name, value, tolerance in case_table(shared, 14, "fellegi_sunter_em_parameters_expected.csv").rows():
        assert found[name] == pytest.approx(value, rel=0, abs=tolerance)
    scored = score_patterns(table, model)
    assert scored["match_chance"].to_list() == pytest.approx(table["posterior_at_em"].to_list(), rel=0, abs=1e-6)
    assert scored["match_weight"].to_list() == pytest.approx(
        table["match_weight_log2_at_em"].to_list(), rel=0, abs=1e-6
    )


@pytest.mark.real
def test_jaro_winkler_of_case_14(shared: Path) -> None:
    """RapidFuzz, which the house has, gives what Winkler published."""
    for a, b, jaro, winkler, jaro_3, winkler_3 in case_table(shared, 14, "jaro_winkler_published.csv").rows():
        assert Jaro.similarity(a, b) == pytest.approx(jaro, abs=1e-9)
        assert JaroWinkler.similarity(a, b) == pytest.approx(winkler, abs=1e-9)
        assert Jaro.similarity(a, b) == pytest.approx(jaro_3, abs=5e-4)
        assert JaroWinkler.similarity(a, b) == pytest.approx(winkler_3, abs=5e-4)
