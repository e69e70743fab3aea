"""Figures on buurten, wijken and postcodes agree with each other and hide what the supplier hides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import python_calamine
import shapefile

from noaber.synthetic.world import World

YEARS = ("2021", "2022", "2023", "2024", "2025")


@pytest.fixture(scope="module")
def towns(deliveries: Path) -> list[dict[str, Any]]:
    folder = deliveries / "politie_rivm/woonikveilig/gemeente"
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("GM*.json"))]


@pytest.fixture(scope="module")
def records(deliveries: Path) -> list[dict[str, Any]]:
    reader = shapefile.Reader(dbf=str(deliveries / "cbs/twente_buurten_2021/buurten.dbf"))
    return [record.as_dict() for record in reader.iterRecords()]


def test_crimes_of_buurten_add_up_exactly(towns: list[dict[str, Any]]) -> None:
    for town in towns:
        for year in YEARS:
            added = sum(buurt["veiligheid"]["trend"][year] for buurt in town["buurten"])
            assert added == town["veiligheid"]["trend"][year]


def test_rounded_inhabitants_add_up_nearly(towns: list[dict[str, Any]], world: World) -> None:
    for town in towns:
        assert town["demografie"]["inwoners"] == world.inhabitants(town["code"], 2024)
        for kind in ("wijken", "buurten"):
            added = sum(area["demografie"]["inwoners"] or 0 for area in town[kind])
            assert added == pytest.approx(town["demografie"]["inwoners"], abs=2.5 * len(town[kind]))


def test_supplier_writes_eight_digits_for_the_wijk_of_a_buurt(towns: list[dict[str, Any]]) -> None:
    assert {len(buurt["wijkCode"]) for town in towns for buurt in town["buurten"]} == {10}


def test_small_buurten_have_no_health_and_no_value(towns: list[dict[str, Any]]) -> None:
    buurten = [buurt for town in towns for buurt in town["buurten"]]
    assert any(buurt["gezondheid"] is None for buurt in buurten)
    assert any(buurt["demografie"]["wozWaarde"] is None for buurt in buurten)


def test_2024_has_other_buurten_than_2021(world: World) -> None:
    old, new = ({buurt.code for buurt in buurten} for buurten in (world.buurten, world.later))
    assert len(new - old) == 12
    assert len(old - new) == 5
    assert sum(buurt.outline.area for buurt in world.later) == pytest.approx(
        sum(buurt.outline.area for buurt in world.buurten)
    )


def test_town_is_less_safe_than_country(towns: list[dict[str, Any]]) -> None:
    rate = {town["code"]: town["veiligheid"]["per1000"] for town in towns}
    assert min(rate["GM0153"], rate["GM0141"], rate["GM0164"]) > max(rate["GM0183"], rate["GM1774"])


def test_buurten_of_2021_are_rounded_and_partly_hidden(records: list[dict[str, Any]], world: World) -> None:
    assert all(record["aantal_inw"] % 5 == 0 for record in records)
    hidden = [record for record in records if record["percentage"] == -99999999]
    assert 0 < len(hidden) < 60
    assert all(record["aantal_inw"] < 50 for record in hidden)
    added = sum(record["aantal_inw"] for record in records)
    assert added == pytest.approx(world.inhabitants("CR12", 2021), abs=200)


def test_postcodes_cover_everybody_and_hide_small_counts(deliveries: Path, world: World) -> None:
    book = python_calamine.CalamineWorkbook.from_path(str(deliveries / "cbs/pc4_2023_v2.xlsx"))
    rows = book.get_sheet_by_name("PC4_2023_v2").to_python(skip_empty_area=False)
    assert rows[8][0] == "Postcode-4"
    assert rows[9][:3] == ["Code", "x1", "x1"]
    figures = {row[0]: row[1:] for row in rows[10:]}
    assert all(code[:2] in ("74", "75", "76") for code in figures)
    assert any(-99997 in row for row in figures.values())
    assert sum(row[0] for row in figures.values()) == pytest.approx(world.inhabitants("CR12", 2023), abs=300)
