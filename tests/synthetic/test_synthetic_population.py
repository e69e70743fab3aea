"""The population account adds up as the real one does: over sexes, over regions, over years."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import polars as pl
import pytest

from noaber.synthetic.demography import SEXES, YEARS
from noaber.synthetic.world import World

KEYS = ["Sex", "Regions", "Periods Label"]
SUMMED = [
    "PopulationOn1January_1", "LiveBornChildren_3", "Deaths_5", "NaturalIncrease_7", "TotalArrivals_8",
    "DueToImmigration_10", "DueToIntermunicipalMoves_11", "TotalDeparturesIncludingAdministra_12",
    "DueToEmigrationIncludingAdministr_14", "NetAdministrativeCorrections_15", "DueToIntermunicipalMoves_16",
    "NetMigrationIncludingAdministrative_17", "PopulationGrowth_18", "PopulationOn31December_20",
]  # fmt: skip
IDENTITIES = {
    "NaturalIncrease_7": {"LiveBornChildren_3": 1, "Deaths_5": -1},
    "TotalArrivals_8": {"DueToImmigration_10": 1, "DueToIntermunicipalMoves_11": 1},
    "TotalDeparturesIncludingAdministra_12": {
        "DueToEmigrationIncludingAdministr_14": 1, "DueToIntermunicipalMoves_16": 1,
    },
    "NetMigrationIncludingAdministrative_17": {"TotalArrivals_8": 1, "TotalDeparturesIncludingAdministra_12": -1},
    "PopulationOn31December_20": {"PopulationOn1January_1": 1, "PopulationGrowth_18": 1},
}  # fmt: skip


@pytest.fixture(scope="module")
def table(deliveries: Path) -> pl.DataFrame:
    text = gzip.decompress((deliveries / "cbs/250112_CLEAN_population_regional_NL.csv.gz").read_bytes())
    return pl.read_csv(io.BytesIO(text), schema_overrides={"Regions": pl.String})


@pytest.mark.parametrize("total", IDENTITIES)
def test_identity_holds_in_every_row(table: pl.DataFrame, total: str) -> None:
    parts = sum((pl.col(part) * sign for part, sign in IDENTITIES[total].items()), pl.lit(0))
    assert table.filter(pl.col(total) != parts).height == 0


def test_other_corrections_are_small(table: pl.DataFrame) -> None:
    natural, migration = pl.col("NaturalIncrease_7"), pl.col("NetMigrationIncludingAdministrative_17")
    other = (pl.col("PopulationGrowth_18") - natural - migration) / pl.col("PopulationOn1January_1")
    assert 0 < table.select(other.abs().max()).item() < 0.005


def test_men_and_women_are_all(table: pl.DataFrame) -> None:
    by_sex = table.filter(pl.col("Sex") != "T001038").group_by("Regions", "Periods Label").agg(pl.col(SUMMED).sum())
    total = table.filter(pl.col("Sex") == "T001038").select("Regions", "Periods Label", *SUMMED)
    assert by_sex.sort("Regions", "Periods Label").equals(total.sort("Regions", "Periods Label"))


def test_end_of_a_year_is_start_of_the_next_but_for_the_merged_region(table: pl.DataFrame) -> None:
    ordered = table.sort("Sex", "Regions", "Periods Label").with_columns(
        before=pl.col("PopulationOn31December_20").shift(1).over("Sex", "Regions")
    )
    breaks = ordered.filter(pl.col("before") != pl.col("PopulationOn1January_1"))
    assert breaks["Regions"].str.strip_chars().unique().to_list() == ["GM0014"]
    assert breaks["Periods Label"].unique().to_list() == [2019]


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("CR12", []),
        ("PV23", ["CR10", "CR11", "CR12"]),
        ("LD02", ["PV23", "PV24", "PV25"]),
        ("NL01", ["LD01", "LD02", "LD03", "LD04"]),
    ],
)
def test_a_region_is_the_sum_of_its_parts(table: pl.DataFrame, world: World, whole: str, parts: list[str]) -> None:
    codes = parts or [home.code for home in world.homes]
    trimmed = table.with_columns(pl.col("Regions").str.strip_chars())
    added = trimmed.filter(pl.col("Regions").is_in(codes)).group_by("Sex", "Periods Label").agg(pl.col(SUMMED).sum())
    given = trimmed.filter(pl.col("Regions") == whole).select("Sex", "Periods Label", *SUMMED)
    assert added.sort("Sex", "Periods Label").equals(given.sort("Sex", "Periods Label"))


def test_in_the_country_moves_in_are_moves_out(world: World) -> None:
    accounts = [world.histories["NL01"][year][sex] for year in YEARS for sex in SEXES]
    assert all(account.moves_in == account.moves_out for account in accounts)


def test_region_codes_are_padded_and_levels_are_plausible(table: pl.DataFrame, world: World) -> None:
    assert set(table["Regions"].str.len_chars()) == {6}
    assert set(table["Sex"]) == {"T001038", "3000", "4000"}
    assert 600_000 < world.inhabitants("CR12", 2023) < 680_000
    assert 150_000 < world.inhabitants("GM0153", 2023) < 172_000
