"""Counts over records: what the expression counts is what one counts by hand, in every area, period and slice."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from drawn_pictures import count, draw, values
from hypothesis import given, settings
from hypothesis import strategies as st
from people_deliveries import QUARTERS, TOWNS, Spell, Town, invent
from slow_counts import clients, costs, ended, flows, households, is_active, people

from noaber.content.model import Region
from noaber.content.read import read_region
from noaber.warehouse.counting.contributions import CONTRIBUTIONS
from noaber.warehouse.counting.covering import Pictures

OFFICE = read_region(Path(__file__).parents[1] / "office")
PERIODS = (*QUARTERS, "2023", "2024")
FIRST = date(2022, 6, 1)
KINDS = ("open", "new", "continuing", "returning", "ended", "passing", "remaining")
Counted = dict[tuple[str, str, str], float]


@st.composite
def towns(draw: Callable[..., int]) -> Town:
    """A few people with provisions close together, and one in each municipality that always runs."""
    town = Town()
    buurten = [*TOWNS["GM9002"], *TOWNS["GM9001"]]
    for who in range(5):
        birth = date(1936, 1, 1) + timedelta(days=draw(st.integers(0, 31_000)))
        buurt = buurten[who if who < 2 else draw(st.integers(0, 3))]  # both municipalities have a register
        town.people[who] = (who // 2, birth, "MV"[who % 2], buurt)
    for number, place in enumerate(TOWNS):
        town.spells.append(Spell(number, number, place, "J", date(2020, 1, 1), None))
    for number in range(3, 3 + draw(st.integers(0, 12))):
        begin = FIRST + timedelta(days=draw(st.integers(0, 1000)))
        length = draw(st.integers(0, 400))
        end = None if length > 350 else begin + timedelta(days=length)
        where = list(TOWNS)[draw(st.integers(0, 2))]
        product, cost = "HBDJ"[draw(st.integers(0, 3))], draw(st.integers(-30_000, 99_999)) / 100
        town.spells.append(Spell(number, draw(st.integers(0, 4)), where, product, begin, end, cost))
    return town


@pytest.mark.parametrize("seed", [1, 2])
def test_two_ways_of_counting_agree(seed: int, office: Region, tmp_path: Path) -> None:
    """Several hundred people, with every verb."""
    _check_all(invent(seed, 120, 200), office, tmp_path)


@settings(max_examples=4)
@given(towns())
def test_two_ways_of_counting_agree_on_any_people(town: Town) -> None:
    """Few people, so that whoever is counted twice, or not at all, is noticed."""
    with tempfile.TemporaryDirectory() as folder:
        _check_all(town, OFFICE, Path(folder))


def _check_all(town: Town, office: Region, folder: Path) -> None:
    pictures = draw(town, office, folder)

    def counted(id: str, **changed: object) -> Counted:
        return values(count(id, office, pictures, folder, **changed))

    assert counted("clients") == clients(town, PERIODS)
    in_register = replace(town, spells=[s for s in town.spells if s.town != "GM9003"])
    assert _of(("GM9001", "GM9002"), counted("client_households")) == _of(
        ("GM9001", "GM9002"), households(in_register, ["2023", "2024"])
    )
    each = costs(town, PERIODS)
    assert counted("care_cost") == pytest.approx(_filled({key: sum(of.values()) for key, of in each.items()}))
    assert _contributions(count("care_cost", office, pictures, folder)) == {
        key: pytest.approx(_largest(of.values())) for key, of in each.items()
    }
    both = ended(town, ["2023", "2024"])
    assert counted("spells_ended") == {key: number for key, (number, _) in both.items()}
    assert counted("days_of_ended") == {key: days for key, (_, days) in both.items()}
    assert counted("people") == people(town, ["2023", "2024"])
    told = [spell for spell in town.spells if any(is_active(spell, quarter) for quarter in QUARTERS)]
    expected = flows(replace(town, spells=told), PERIODS, 30)
    for kind in KINDS:
        assert counted("clients_new", kind=kind) == expected[kind], kind


def _contributions(figures: pl.DataFrame) -> dict[tuple[str, str, str], tuple[float, ...]]:
    """Give how many each sum is about, and what is known of their contributions; of all that are about anybody."""
    rows = figures.filter(pl.col("people") > 0).select("area", "period", "slice", "people", *CONTRIBUTIONS)
    return {row[:3]: row[3:] for row in rows.iter_rows()}


def _largest(amounts: Collection[float]) -> tuple[float, ...]:
    sizes = sorted((round(abs(amount), 2) for amount in amounts), reverse=True)
    return (len(sizes), sum(sizes), *[*sizes, 0, 0, 0][:3])


def _of(areas: tuple[str, ...], counted: Counted) -> Counted:
    return {key: value for key, value in counted.items() if key[0] in areas}


def _filled(counted: Counted) -> Counted:
    return {key: value for key, value in counted.items() if value}


@settings(max_examples=3)
@given(towns(), st.integers(0, 120))
def test_who_is_there_at_the_end_was_there_or_came(town: Town, gap: int) -> None:
    """open + new + returning - ended = remaining, and that is open of the next period; in every area and product."""
    with tempfile.TemporaryDirectory() as folder:
        pictures = draw(town, OFFICE, Path(folder))
        by_kind = {kind: _all(pictures, OFFICE, Path(folder), kind, gap) for kind in KINDS}
    joined = by_kind["open"]
    for kind in KINDS[1:]:
        joined = joined.join(by_kind[kind], on=["area", "period", "slice"])
    both = joined.filter(pl.col("open") + pl.col("new") + pl.col("returning") - pl.col("ended") != pl.col("remaining"))
    assert joined.height > 0
    assert both.height == 0
    quarters = joined.filter(pl.col("period").str.contains("Q")).sort("area", "slice", "period")
    following = quarters.with_columns(next=pl.col("open").shift(-1).over("area", "slice")).drop_nulls("next")
    assert following.filter(pl.col("next") != pl.col("remaining")).height == 0


def _all(pictures: Pictures, office: Region, folder: Path, kind: str, gap: int) -> pl.DataFrame:
    figures = count("clients_new", office, pictures, folder, kind=kind, gap=gap)
    slices = pl.DataFrame({"slice": ["", *(f"product={name}" for name in ("day_care", "help", "wmo", "youth"))]})
    every = figures.select("area", "period").unique().join(slices, how="cross")
    told = every.join(figures.select("area", "period", "slice", "value"), on=["area", "period", "slice"], how="left")
    return told.select("area", "period", "slice", pl.col("value").fill_null(0).alias(kind))


def test_who_lives_in_two_municipalities_counts_once_in_both(office: Region, tmp_path: Path) -> None:
    """Distinct at every level: one client of two municipalities is one of the group, not two."""
    town = invent(1, 10, 0)
    town.spells = [Spell(n, 0 if n < 2 else n, place, "H", FIRST, None) for n, place in enumerate(TOWNS)]
    found = values(count("clients", office, draw(town, office, tmp_path), tmp_path, when="at end"))
    assert [found[(area, "2024-Q4", "")] for area in ("GM9001", "GM9002", "GM9003", "Drieland")] == [1, 1, 1, 2]


def test_a_group_is_counted_only_where_all_have_delivered(office: Region, tmp_path: Path) -> None:
    """A quarter without one municipality has no count for the whole, and its year has none for that municipality."""
    town = invent(1, 20, 60)
    town.spells = [s for s in town.spells if s.town != "GM9003"]
    town.spells.append(Spell(900, 1, "GM9003", "H", date(2024, 1, 1), None))
    found = values(count("clients", office, draw(town, office, tmp_path), tmp_path))
    areas = {(area, period) for area, period, _ in found}
    assert ("Drieland", "2023-Q4") not in areas
    assert ("Drieland", "2024-Q1") in areas
    assert ("GM9003", "2023") not in areas
    assert ("GM9003", "2024") in areas


def test_nobody_is_a_count_and_what_is_late_is_provisional(office: Region, tmp_path: Path) -> None:
    """A covered area without clients has nought; the last quarter may still change, as the source says."""
    town = invent(3, 20, 0)
    town.spells = [Spell(n, n, place, "H", date(2020, 1, 1), None) for n, place in enumerate(TOWNS)]
    town.spells.append(Spell(9, 9, "GM9001", "J", date(2023, 2, 1), date(2023, 3, 1)))
    figures = count("clients", office, draw(town, office, tmp_path), tmp_path)
    cells = {(a, p, s): (value, status) for a, p, s, value, status in figures.select(figures.columns[:5]).iter_rows()}
    assert cells[("GM9002", "2023-Q1", "product=youth")] == (0.0, "A")
    assert [cells[("GM9001", quarter, "")][1] for quarter in ("2024-Q3", "2024-Q4")] == ["A", "P"]
    assert [cells[("GM9001", year, "")][1] for year in ("2023", "2024")] == ["A", "P"]
