"""Participation passes: without numbers of persons, mostly as the register has them, and whose each is in the truth."""

from __future__ import annotations

import polars as pl
import pytest
from told_region import SMALL, Told

YEARS = list(SMALL.years)


def passes(told: Told, year: int) -> pl.DataFrame:
    """Give the passes of a year beside their holders in the register of 1 January, as far as they are in it."""
    name = f"meedoen/meedoenpassen_{year}.csv"
    truth = pl.read_csv(told.folder / "truth" / "links.csv", infer_schema_length=0).filter(pl.col("file") == name)
    held = told.records(name).join(truth, left_on="pasnummer", right_on="record", how="left")
    register = told.records(f"brp/brp_personen_{year}-01-01.csv").with_columns(known=pl.lit(True))
    return held.join(register, on="bsn", how="left", suffix="_brp")


@pytest.mark.parametrize("year", YEARS)
def test_every_pass_is_in_the_truth(told: Told, year: int) -> None:
    """Once, and with a number that the delivery does not have."""
    held = passes(told, year)
    assert held["bsn"].null_count() == 0
    assert held["pasnummer"].n_unique() == held["bsn"].n_unique() == held.height > 100
    assert "bsn" not in told.records(f"meedoen/meedoenpassen_{year}.csv").columns


@pytest.mark.parametrize("year", YEARS)
def test_most_passes_say_what_the_register_says(told: Told, year: int) -> None:
    """Nine of ten or more; some slipped, some moved, a few are not in the register yet."""
    held = passes(told, year)
    known = held.filter(pl.col("known").fill_null(False))
    postcode = pl.col("postcode").str.replace(" ", "")
    for alike in (
        pl.col("geboortedatum") == pl.col("geboortedatum_brp"),
        pl.col("geslacht") == pl.col("geslacht_brp"),
        (postcode == pl.col("postcode_brp")) & (pl.col("huisnummer") == pl.col("huisnummer_brp")),
    ):
        share = known.select(alike.fill_null(False).mean()).item()
        assert 0.85 < share <= 1, alike
    assert known.filter(pl.col("geboortedatum") != pl.col("geboortedatum_brp")).height > 0
    assert known.filter(postcode != pl.col("postcode_brp")).height > 0
    assert 0 < held.height - known.height < 0.1 * held.height


def test_passes_run_from_their_day_to_the_end_of_the_year(told: Told) -> None:
    """And households without little have none."""
    held = passes(told, 2019)
    assert held["uitgegeven"].str.starts_with("2019-").all()
    assert set(held["geldig_tot"]) == {"2019-12-31"}
    income = told.records("inkomens/inkomens_huishoudens_2019.csv")
    known = held.filter(pl.col("known").fill_null(False)).join(income, on="huishoudnummer")
    assert known["procent_sociaal_minimum"].cast(pl.Int64).max() <= 120
