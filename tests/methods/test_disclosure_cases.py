"""Disclosure control beside sdcTable and cellKey: primary status, the optimum, the attack on primaries alone, noise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from case_tables import case_table, expected_numbers
from disclosure_tables import Table, businesses

from noaber.methods.disclosure.audit import audit
from noaber.methods.disclosure.cell_key import add_noise, check_chances, describe_chances, gather_cell_keys
from noaber.methods.disclosure.equations import Pattern, frequency_needs
from noaber.methods.disclosure.intervals import intervals
from noaber.methods.disclosure.optimal import suppress_optimal
from noaber.methods.disclosure.primary import (
    closeness_level,
    gather_contributions,
    is_close,
    is_close_with_prior,
    is_dominated,
    is_few,
)
from noaber.methods.disclosure.suppression import suppress

pytestmark = pytest.mark.real
RULES = {
    "freq_lt10": is_few(pl.col("count"), 10),
    "freq_lt3": is_few(pl.col("count"), 3),
    "nk_2_75": is_dominated([pl.col("x1"), pl.col("x2")], pl.col("total"), 75),
    "p_15": is_close(pl.col("total"), pl.col("x1"), pl.col("x2"), 15),
    "pq_15_50": is_close_with_prior(pl.col("total"), pl.col("x1"), pl.col("x2"), (15, 50)),
    "dominance50_largest": is_dominated([pl.col("x1")], pl.col("total"), 50),
}


@pytest.fixture(scope="module")
def records(shared: Path) -> pl.DataFrame:
    """The 420 businesses."""
    return case_table(shared, 2, "businesses_input.csv")


@pytest.fixture(scope="module")
def table(records: pl.DataFrame) -> Table:
    """How many there are by municipality and sector."""
    return businesses(records)


def crossed(records: pl.DataFrame) -> pl.DataFrame:
    """Give every record once for each cell it is in."""
    region = pl.col("muni").str.slice(0, 1)
    areas = [records.with_columns(muni=area) for area in (pl.col("muni"), region, pl.lit("Total"))]
    both = pl.concat(areas)
    return pl.concat([both, both.with_columns(sector=pl.lit("Total"))])


@pytest.mark.parametrize("rule", RULES)
def test_primary_status_is_that_of_sdctable(shared: Path, records: pl.DataFrame, rule: str) -> None:
    """Of all forty cells, and the contributions behind them."""
    expected = case_table(shared, 2, "businesses_primary_expected.csv")
    cells = gather_contributions(crossed(records), ["muni", "sector"], "turnover")
    found = expected.join(cells, on=["muni", "sector"], how="left", suffix="_found", maintain_order="left")
    for ours, theirs in {"count": "freq", "total": "turnover", "x1_found": "x1", "x2_found": "x2"}.items():
        assert found[ours].to_list() == found[theirs].to_list()
    cells = cells.with_columns(unsafe=RULES[rule]).select("muni", "sector", "unsafe")
    found = expected.join(cells, on=["muni", "sector"], how="left", maintain_order="left")
    assert found["unsafe"].to_list() == [status == "u" for status in found[rule]]


def test_what_the_p_rule_leaves_is_that_of_sdctable(shared: Path) -> None:
    """How much of each cell is left before the second contributor can tell the first to within 15 %."""
    cells = case_table(shared, 2, "businesses_primary_expected.csv").filter(pl.col("freq") > 0)
    level = closeness_level(pl.col("turnover"), pl.col("x1"), pl.col("x2"), 15)
    assert (-cells.select(level).to_series()).to_list() == pytest.approx(cells["p_percent_slack"].to_list())


def test_the_optimum_is_that_of_sdctable(shared: Path, table: Table) -> None:
    """Six more cells, 214 hidden in all, where no cell may be told exactly."""
    expected = expected_numbers(shared, 2, "secondary_expected.csv")
    primary = (table.values > 0) & (table.values < 10)
    needs = frequency_needs(table.values, primary, 1)
    pattern = suppress_optimal(table.values, primary, table.equations, needs, table.values)
    for name, found in {
        "n_primary": pattern.primary.sum(),
        "n_secondary": pattern.secondary.sum(),
        "sum_suppressed_freq": table.values[pattern.hidden].sum(),
    }.items():
        assert found == expected["secondary_freq_lt10", name, "OPT"][0], name
    assert len(pattern.failed) == 0
    assert len(audit(table.values, pattern, table.equations, needs).failed) == 0


def test_protection_up_to_the_threshold(table: Table) -> None:
    """With an interval that reaches ten and is ten wide both ways protect every cell; the fast one hides no less."""
    primary = (table.values > 0) & (table.values < 10)
    needs = frequency_needs(table.values, primary, 10)
    lost = []
    for method in (suppress_optimal, suppress):
        pattern = method(table.values, primary, table.equations, needs, table.values)
        assert len(pattern.failed) == 0
        low, high = intervals(
            table.equations, np.where(pattern.hidden, 0.0, table.values), np.where(pattern.hidden, np.inf, table.values)
        )
        assert (high[primary] >= 10 - 1e-6).all()
        assert ((high - low)[primary] >= 10 - 1e-6).all()
        lost.append(table.values[pattern.hidden].sum())
    assert lost[0] <= lost[1] <= 2 * lost[0]


def test_hiding_primary_cells_alone_hides_nothing(shared: Path, table: Table) -> None:
    """An attacker who subtracts has them all, exactly; the audit says so."""
    expected = case_table(shared, 2, "attack_primary_only_expected.csv").sort("freq")
    primary = (table.values > 0) & (table.values < 10)
    low, high = intervals(
        table.equations, np.where(primary, 0.0, table.values), np.where(primary, np.inf, table.values)
    )
    assert sorted(low[primary]) == expected["low"].to_list()
    assert sorted(high[primary]) == expected["up"].to_list()
    needs = frequency_needs(table.values, primary, 10)
    found = audit(table.values, Pattern(primary, primary, np.zeros(0, dtype=np.int64)), table.equations, needs)
    assert found.failed.tolist() == np.flatnonzero(primary).tolist()


@pytest.mark.parametrize("method", ["OPT", "HITAS", "HYPERCUBE", "SIMPLEHEURISTIC", "GAUSS"])
def test_patterns_of_others_withstand_the_attacker(shared: Path, table: Table, method: str) -> None:
    """None of the patterns of sdcTable gives a primary cell away exactly."""
    theirs = case_table(shared, 2, "businesses_secondary_patterns.csv").filter(pl.col("method") == method)
    hidden = np.zeros(len(table.values), dtype=bool)
    for muni, sector, _, status, _ in theirs.rows():
        hidden[table.at(muni, sector)] = status != "s"
    primary = (table.values > 0) & (table.values < 10)
    low, high = intervals(table.equations, np.where(hidden, 0.0, table.values), np.where(hidden, np.inf, table.values))
    assert ((high - low)[primary] >= 1).all()


def test_cell_keys_and_noise_are_those_of_cellkey(shared: Path, records: pl.DataFrame) -> None:
    """Forty of forty cells."""
    expected = case_table(shared, 2, "cellkey_expected.csv")
    keys = records.select("id").hstack(case_table(shared, 2, "cellkey_input.csv").select("muni", "sector", "rkey"))
    cells = gather_cell_keys(crossed(keys), ["muni", "sector"], "rkey")
    noisy = add_noise(cells, case_table(shared, 2, "cellkey_ptable_input.csv"))
    found = expected.join(noisy, on=["muni", "sector"], how="left", maintain_order="left")
    assert found.height == 40
    assert found["count"].to_list() == expected["uwc"].to_list()
    assert found["cell_key"].to_list() == pytest.approx(expected["ckey"].to_list(), abs=1e-9)
    assert found["noise"].to_list() == expected["pert"].to_list()
    assert found["perturbed"].to_list() == expected["puwc"].to_list()


def test_properties_of_the_table_of_chances(shared: Path) -> None:
    """Unbiased, of the variance that was asked for, nothing between nought and three."""
    expected = case_table(shared, 2, "cellkey_ptable_properties_expected.csv")
    chances = case_table(shared, 2, "cellkey_ptable_input.csv")
    found = describe_chances(chances)
    for ours, theirs in {"sum": "sum_p", "bias": "bias", "variance": "var"}.items():
        assert found[ours].to_list() == pytest.approx(expected[theirs].to_list(), abs=1e-7)
    assert found["least"].to_list() == expected["minres"].to_list()
    assert found["furthest"].to_list() == expected["maxabs"].to_list()
    assert check_chances(chances) == []
