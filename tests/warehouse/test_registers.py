"""How a register changes from picture to picture: as the slow reference says, in every area, period and slice."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
from drawn_pictures import count, values
from drawn_register import (
    KINDS,
    PLACES,
    TOWN,
    YEARS,
    Register,
    Stand,
    count_slowly,
    draw_register,
    flows_slowly,
    frame_of,
    number_of,
    registers,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from noaber.content.model import Region
from noaber.content.read import read_region
from noaber.methods.business_demography import components_of_change, survival
from noaber.warehouse.counting.contributions import CONTRIBUTIONS
from noaber.warehouse.counting.covering import Pictures

OFFICE = read_region(Path(__file__).parents[1] / "office")
COMPONENTS = {
    "stock begin": "stock_begin", "born": "births", "reactivated": "reactivations", "moved in": "moves_in",
    "died": "deaths", "moved out": "moves_out", "stock end": "stock_end", "moved within": "moves_within",
}  # fmt: skip
LEVELS = {"buurt": [place for place in TOWN if place.startswith("BU")], "gemeente": [*TOWN.values()],
          "group": ["Drieland"]}  # fmt: skip


@contextmanager
def drawn(register: Register) -> Iterator[tuple[Pictures, Path]]:
    """Give the pictures of a register, and a folder to work in."""
    with tempfile.TemporaryDirectory() as folder:
        yield draw_register(register, OFFICE, Path(folder)), Path(folder)


@settings(max_examples=3)
@given(registers())
def test_components_are_those_of_the_reference(register: Register) -> None:
    """Of neighbourhoods, of municipalities and of all three together."""
    with drawn(register) as (pictures, work):
        for kind, column in COMPONENTS.items():
            found = values(count("shops_born", OFFICE, pictures, work, kind=kind))
            for level, areas in LEVELS.items():
                reference = components_of_change(frame_of(register, level)).filter(pl.col(column) > 0)
                expected = {(a, str(y), ""): n for a, y, n in reference.select("area", "from", column).iter_rows()}
                told = {key: n for key, n in found.items() if key[0] in areas and not key[2]}
                assert told == {key: n for key, n in expected.items() if key[0] in areas}, (kind, level)


@settings(max_examples=3)
@given(registers())
def test_every_slice_is_as_counted_by_hand(register: Register) -> None:
    """By branch, group of branches and size, at the earlier of the two pictures; establishments and their jobs."""
    with drawn(register) as (pictures, work):
        for kind in KINDS:
            assert values(count("shops_born", OFFICE, pictures, work, kind=kind)) == count_slowly(register, kind), kind
        for kind in ("born", "went", "stock end"):
            jobs = values(count("shops_born", OFFICE, pictures, work, kind=kind, count="", sum="jobs"))
            assert jobs == count_slowly(register, kind, jobs=True), kind


@settings(max_examples=3)
@given(registers())
def test_stock_and_components_make_the_next_stock(register: Register) -> None:
    """Begin + born + reactivated + moved in - died - moved out = end: in every area and slice."""
    with drawn(register) as (pictures, work):
        of = {kind: values(count("shops_born", OFFICE, pictures, work, kind=kind)) for kind in KINDS}
    cells = {key for counted in of.values() for key in counted}
    for key in cells:
        at = {kind: counted.get(key, 0) for kind, counted in of.items()}
        came = at["born"] + at["reactivated"] + at["moved in"]
        assert at["stock begin"] + came - at["died"] - at["moved out"] == at["stock end"], key
        assert at["came"] == came
        assert at["went"] == at["died"] + at["moved out"]
        assert at["moved in"] + at["moved within"] == at["moved"], key


@settings(max_examples=3)
@given(registers(), st.integers(1, 2))
def test_survivors_are_those_of_the_reference(register: Register, after: int) -> None:
    """Of those born in a year, in the area where they were born, those that stand in a later picture."""
    with drawn(register) as (pictures, work):
        found = values(count("shops_born", OFFICE, pictures, work, kind="survived", after=after))
    for level, areas in LEVELS.items():
        alive = survival(frame_of(register, level), ["area"]).filter(pl.col("years") == after, pl.col("alive") > 0)
        expected = {(a, str(b - 1), ""): n for a, b, n in alive.select("area", "born", "alive").iter_rows()}
        told = {key: n for key, n in found.items() if key[0] in areas and not key[2]}
        assert told == {key: n for key, n in expected.items() if key[0] in areas}, level


@settings(max_examples=3)
@given(registers())
def test_moves_tell_where_each_one_came_from(register: Register) -> None:
    """By municipality, also within one; all of them are the total."""
    with drawn(register) as (pictures, work):
        assert values(count("shop_moves", OFFICE, pictures, work)) == flows_slowly(register)


def test_who_moves_within_the_region_has_moved_for_its_municipalities_alone(tmp_path: Path) -> None:
    """Five shops from one municipality to another: in and out there, within for all three."""
    register = {(f"s{n}", year): Stand("GM9003" if year < 2023 else "BU90020000@2024", "food", 1) for n in range(5)
                for year in YEARS}  # fmt: skip
    register |= {(f"t{place}", year): Stand(place, "food", 1) for place in TOWN for year in YEARS}
    pictures = draw_register(register, OFFICE, tmp_path)
    of = {kind: values(count("shops_born", OFFICE, pictures, tmp_path, kind=kind)) for kind in KINDS}
    assert of["moved out"][("GM9003", "2022", "")] == 5
    assert of["moved in"][("GM9002", "2022", "")] == 5
    assert of["moved within"][("Drieland", "2022", "")] == 5
    assert not {key for kind in ("moved in", "moved out") for key in of[kind] if key[0] == "Drieland"}


def test_the_largest_shops_of_those_that_went_are_known(tmp_path: Path) -> None:
    """In their own area, and where two areas are one; a move within is no going."""
    jobs = {"a": 40, "b": 7, "c": 5, "d": 3}
    places = dict(zip(jobs, (PLACES[0], PLACES[0], PLACES[1], PLACES[2]), strict=True))
    register = {(shop, 2021): Stand(places[shop], "food", number) for shop, number in jobs.items()}
    register |= {(f"t{place}", year): Stand(place, "food", 1) for place in TOWN for year in YEARS}
    figures = count("shops_born", OFFICE, draw_register(register, OFFICE, tmp_path), tmp_path,
                    kind="went", count="", sum="jobs")  # fmt: skip
    told = figures.filter(pl.col("period") == "2021", pl.col("slice") == "").select("area", "people", *CONTRIBUTIONS)
    of = {area: tuple(rest) for area, *rest in told.iter_rows()}
    assert of[PLACES[0]] == (2, 47, 40, 7, 0)
    assert of["GM9001"] == (3, 52, 40, 7, 5)
    assert of["Drieland"] == (4, 55, 40, 7, 5)
    assert of["GM9003"] == (0, 0, 0, 0, 0)


def test_a_register_that_not_all_told_gives_no_changes(tmp_path: Path) -> None:
    """A municipality that is missing in one year: its shops neither died nor were they born a year later."""
    register = {(f"s{place}{n}", year): Stand(place, "food", 1) for place in TOWN for n in range(3) for year in YEARS}
    register = {key: stand for key, stand in register.items() if stand.place != "GM9003" or key[1] != 2023}
    figures = count("shops_born", OFFICE, draw_register(register, OFFICE, tmp_path), tmp_path, kind="died")
    assert figures["period"].unique().to_list() == ["2021"]
    assert figures["value"].sum() == 0


def test_whoever_stands_twice_in_a_picture_counts_once(tmp_path: Path) -> None:
    """In the first of its areas in order."""
    register = {(f"s{place}", year): Stand(place, "food", 1) for place in TOWN for year in YEARS}
    pictures = draw_register({**register, ("double", 2022): Stand("GM9003", "food", 2)}, OFFICE, tmp_path)
    records = pictures.folders["shops"] / "records.parquet"
    frame = pl.read_parquet(records)
    again = frame.filter(pl.col("shop") == number_of("double")).with_columns(
        place=pl.lit("BU90020000@2024"), _area=pl.lit("BU90020000@2024")
    )
    pl.concat([frame, again]).write_parquet(records)
    found = values(count("shops_born", OFFICE, pictures, tmp_path))
    assert {key[0] for key in found if key[1] == "2021" and not key[2]} == {"BU90020000@2024", "GM9002", "Drieland"}
    assert found[("Drieland", "2021", "")] == 1


@pytest.mark.parametrize("kind", ["moved", "moved within"])
def test_new_codes_of_neighbourhoods_are_no_moves(kind: str, tmp_path: Path) -> None:
    """In the year in which they change nobody knows who moved within; who was born is known."""
    shops = OFFICE.sources["shops"].model_copy(update={"vintage": None, "vintages": {2000: 2021, 2023: 2024}})
    region = Region(**{**vars(OFFICE), "sources": {**OFFICE.sources, "shops": shops}})
    register = {(f"s{place}", year): Stand(place, "food", 1) for place in TOWN for year in YEARS}
    pictures = draw_register(register, region, tmp_path)
    moved = count("shops_born", region, pictures, tmp_path, kind=kind)
    born = count("shops_born", region, pictures, tmp_path)
    assert sorted(moved["period"].unique()) == ["2021", "2023"]
    assert sorted(born["period"].unique()) == ["2021", "2022", "2023"]
    known = born.filter(pl.col("area").str.starts_with("BU"))
    assert known["period"].unique().to_list() == ["2023"]
