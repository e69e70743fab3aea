"""From weighed pairs to links: chances that share, ties that link nobody, one to one; beside a slow version."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.methods.linkage_choice import APART, LINKED, TAKEN, TIED, choose_links, fit_share, with_chances
from noaber.methods.linkage_quality import bias_of_unlinked, expected_errors, standardised_difference

Pair = tuple[int, int, int]
pairs_of = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(-3, 25)), max_size=12)


def frame_of(rows: list[Pair], among: int = 100) -> pl.DataFrame:
    """Write pairs as a frame, each once."""
    schema = {"left": pl.Int64, "right": pl.Int64, "weight": pl.Float64}
    once = {(left, right): weight for left, right, weight in rows}
    told = [(left, right, float(weight)) for (left, right), weight in once.items()]
    return pl.DataFrame(told, schema=schema, orient="row").with_columns(among=pl.lit(among))


def slow_links(rows: list[Pair], share: float, threshold: float, among: int = 100) -> dict[int, tuple[int | None, str]]:
    """Choose as one does by hand."""
    once = {(left, right): weight for left, right, weight in rows}
    best: dict[int, tuple[float, float, int, int]] = {}
    for left in sorted({left for left, _ in once}):
        odds = {r: 2.0**w / among * share / (1 - share) for (one, r), w in once.items() if one == left}
        total = sum(odds.values())
        partner = min(odds, key=lambda r: (-odds[r], r))
        best[left] = (odds[partner] / (1 + total), total / (1 + total), partner, once[(left, partner)])
    found: dict[int, tuple[int | None, str]] = {}
    for left, (chance, some, partner, weight) in best.items():
        rivals = [w for c, _, r, w in best.values() if r == partner and c >= threshold]
        if chance < threshold:
            found[left] = (None, TIED if some >= threshold else APART)
        elif weight < max(rivals):
            found[left] = (None, TAKEN)
        else:
            found[left] = (partner, LINKED) if rivals.count(weight) == 1 else (None, TIED)
    return found


@given(pairs_of, st.sampled_from([0.3, 0.9]))
def test_two_ways_of_choosing_agree(rows: list[Pair], share: float) -> None:
    """Over any pairs; and nobody is the partner of two."""
    chosen = choose_links(with_chances(frame_of(rows), share), 0.9)
    found = {left: (right, outcome) for left, right, _, _, outcome in chosen.rows()}
    assert found == slow_links(rows, share, 0.9)
    partners = chosen["right"].drop_nulls()
    assert partners.n_unique() == partners.len()


def test_twins_are_tied_and_a_better_record_wins() -> None:
    """Two that fit equally well share the chance; of two records that want one person the one with more evidence."""
    rows = [(1, 7, 20), (1, 8, 20), (2, 9, 20), (3, 9, 24), (4, 5, 2)]
    chosen = choose_links(with_chances(frame_of(rows), 0.9), 0.95)
    assert chosen.select("left", "right", "outcome").rows() == [
        (1, None, TIED), (2, None, TAKEN), (3, 9, LINKED), (4, None, APART)
    ]  # fmt: skip
    assert chosen["chance"].to_list()[0] == pytest.approx(0.5, abs=1e-3)


def test_the_share_with_a_partner_is_found() -> None:
    """Thirty records with one that fits well, ten with none that was looked at."""
    pairs = frame_of([(at, at, 25) for at in range(30)])
    assert fit_share(pairs, 40) == pytest.approx(0.75, abs=1e-3)
    assert fit_share(pairs.clear(), 40) == pytest.approx(0.001)
    assert fit_share(pairs.clear(), 0) == 0.5


def test_what_is_expected_to_go_wrong() -> None:
    """Links that are wrong: what their chances lack; records missed: those that have somebody and are not linked."""
    told = pl.DataFrame({"linked": [True, False, False], "chance": [0.9, 0.5, 0.1], "any": [0.95, 0.9, 0.1],
                         "records": [10, 2, 1]})  # fmt: skip
    assert expected_errors(told) == (pytest.approx(1.0), pytest.approx(1.9))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=20))
def test_standardised_differences_are_of_two_shares(rows: list[tuple[str, bool]]) -> None:
    """The difference of the shares, by the root of the mean of their variances."""
    records = pl.DataFrame(rows, schema={"trait": pl.String, "linked": pl.Boolean}, orient="row")
    sides = [[trait for trait, linked in rows if linked is side] for side in (True, False)]
    for trait, *_, found in standardised_difference(bias_of_unlinked(records, "trait")).rows():
        if not all(sides):
            assert found is None
            continue
        one, other = (side.count(trait) / len(side) for side in sides)
        spread = ((one * (1 - one) + other * (1 - other)) / 2) ** 0.5
        assert found == (pytest.approx((one - other) / spread) if spread else None)
