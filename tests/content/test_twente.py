"""The reference region as text: sound, complete in three languages, and with municipalities that add up."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest

from noaber.content.model import Region
from noaber.content.read import read_region
from noaber.vocabulary.languages import LANGUAGES

REGION = Path(__file__).resolve().parents[2] / "regions" / "twente"


@pytest.fixture(scope="module")
def twente() -> Region:
    return read_region(REGION)


def test_twente_has_fourteen_municipalities(twente: Region) -> None:
    members = [area.names["nl"] for area in twente.areas if "CR12" in area.parents and area.valid_in(2026)]
    assert len(members) == 14
    assert {"Enschede", "Hengelo", "Almelo", "Rijssen-Holten"} <= set(members)


def test_city_network_and_the_rest_make_up_twente(twente: Region) -> None:
    whole = {area.code for area in twente.areas if "CR12" in area.parents}
    city, rest = set(twente.groups["Netwerkstad"].members), set(twente.groups["OverigTwente"].members)
    assert city | rest == whole
    assert not city & rest


def test_every_text_exists_in_every_language(twente: Region) -> None:
    for id, indicator in twente.indicators.items():
        for text in filter(None, (indicator.name, indicator.definition, indicator.notes)):
            assert set(text) == set(LANGUAGES), id


def test_names_of_indicators_are_all_different(twente: Region) -> None:
    for language in LANGUAGES:
        names = [indicator.name[language] for indicator in twente.indicators.values()]
        assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]


def test_categories_that_are_sums_have_a_name(twente: Region) -> None:
    for id, dimension in twente.dimensions.items():
        assert set(dimension.groups) <= set(dimension.codes), id


def test_slices_of_sources_are_kept_by_their_indicator(twente: Region) -> None:
    for id, indicator in twente.indicators.items():
        for taken in indicator.taken:
            assert set(taken.slice) <= set(indicator.by), id


def test_breakdowns_of_formulas_exist_in_their_operands(twente: Region) -> None:
    for id, indicator in twente.indicators.items():
        for dimension in indicator.by if indicator.formula else ():
            operands = [name for name in twente.indicators if name in indicator.formula]
            assert any(dimension in twente.indicators[name].by for name in operands), id


@pytest.mark.real
def test_municipalities_add_up_to_published_regions(twente: Region, shared: Path) -> None:
    """Validity and parents in areas.csv against table 37259eng: every province and COROP region, every year."""
    path = shared / "data/03_regionale_reeksen/bevolking/250112_CLEAN_population_regional_NL.csv.gz"
    table = pl.read_csv(gzip.decompress(path.read_bytes()), infer_schema_length=None)
    total = table.filter(pl.col("Sex") == "T001038").select(
        code=pl.col("Regions").str.strip_chars(),
        year=pl.col("Periods").str.slice(0, 4).cast(pl.Int64),
        inhabitants="PopulationOn1January_1",
    )
    valid = pl.DataFrame(
        [
            (area.code, parent, year)
            for area in twente.areas
            for parent in area.parents
            for year in range(2012, 2024)
            if area.type == "gemeente" and area.valid_in(year)
        ],
        schema=["code", "parent", "year"],
        orient="row",
    )
    summed = valid.join(total, on=["code", "year"]).group_by("parent", "year").agg(pl.col("inhabitants").sum())
    both = summed.join(total, left_on=["parent", "year"], right_on=["code", "year"])
    assert both.height == (40 + 12) * 12
    assert both.filter(pl.col("inhabitants") != pl.col("inhabitants_right")).is_empty()
