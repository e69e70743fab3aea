"""A register of invented shops: where each stands on 1 January of some years, its picture, and slow counts of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise, product
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import polars as pl
from drawn_pictures import office_places
from hypothesis import strategies as st
from slow_counts import Key

from noaber.content.model import Region
from noaber.warehouse.counting.covering import Pictures
from noaber.warehouse.counting.engines import DuckDBEngine, Engine
from noaber.warehouse.counting.pictures import draw_picture

YEARS = (2021, 2022, 2023, 2024)
PLACES = ("BU90010000@2024", "BU90010001@2024", "BU90020000@2024", "GM9003")
TOWN = {PLACES[0]: "GM9001", PLACES[1]: "GM9001", PLACES[2]: "GM9002", "GM9003": "GM9003"}
KINDS = ("stock begin", "born", "reactivated", "moved in", "moved within", "moved", "moved out", "died", "stock end",
         "came", "went")  # fmt: skip


class Stand(NamedTuple):
    """How a shop stands in a picture."""

    place: str
    branch: str
    jobs: int


Register = dict[tuple[str, int], Stand]
Changed = list[tuple[Stand | None, Stand | None, bool]]
"""Of each shop in a step: how it stood before, how it stands now, and whether it was there in an earlier picture."""


@st.composite
def registers(draw: Callable[..., object]) -> Register:
    """A few shops that come, move, change and go; and one in each municipality that is always there."""
    stands = st.builds(
        Stand, st.sampled_from(PLACES), st.sampled_from(("food", "clothes", "repair")), st.integers(1, 4)
    )
    keys = st.tuples(st.sampled_from("abcdefghij"), st.sampled_from(YEARS))
    drawn = draw(st.dictionaries(keys, stands, max_size=32))
    assert isinstance(drawn, dict)
    always = {(f"stays {place}", year): Stand(place, "repair", 3) for place in PLACES[1:] for year in YEARS}
    return {**drawn, **always}


def draw_register(register: Register, region: Region, folder: Path, engine: Engine | None = None) -> Pictures:
    """Draw the picture of a register, a delivery per year."""
    paths = []
    for year in YEARS:
        rows = [(number_of(shop), *stand, str(when)) for (shop, when), stand in register.items() if when == year]
        schema = {"shop": pl.Int64, "place": pl.String, "branch": pl.String, "jobs": pl.Float64, "year": pl.String}
        paths.append(folder / f"shops-{year}.parquet")
        pl.DataFrame(rows, schema=schema, orient="row").with_row_index("row", 2).write_parquet(paths[-1])
    target = folder / "shops"
    target.mkdir()
    draw_picture(region.sources["shops"], paths, engine or DuckDBEngine(), target)
    return Pictures({"shops": target}, office_places())


def number_of(shop: str) -> int:
    """Give the number that stands for a shop, as one does for every pseudonym."""
    return crc32(shop.encode())


def areas_of(stand: Stand) -> set[str]:
    """Give the areas in which a shop stands."""
    return {stand.place, TOWN[stand.place], "Drieland"}


def steps_of(register: Register) -> Iterator[tuple[str, Changed]]:
    """Give every shop in every step, the slow way."""
    for before, after in pairwise(YEARS):
        yield str(before), [
            (register.get((shop, before)), register.get((shop, after)), any((shop, y) in register for y in YEARS
                                                                            if y < after))
            for shop in {shop for shop, _ in register}
        ]  # fmt: skip


def kinds_in(area: str, was: Stand | None, now: Stand | None, earlier: bool) -> list[str]:
    """Say of which kinds a shop is in an area."""
    was_here, is_here = was is not None and area in areas_of(was), now is not None and area in areas_of(now)
    stayed = was is not None and now is not None
    moved = stayed and was.place != now.place  # type: ignore[union-attr]
    found = {
        "stock begin": was_here,
        "stock end": is_here,
        "born": is_here and not earlier,
        "reactivated": is_here and earlier and was is None,
        "died": was_here and now is None,
        "moved in": is_here and stayed and not was_here,
        "moved out": was_here and stayed and not is_here,
        "moved within": was_here and is_here and moved,
        "moved": is_here and moved,
        "came": is_here and not was_here,
        "went": was_here and not is_here,
    }
    return [kind for kind, holds in found.items() if holds]


def slices_of(stand: Stand) -> Iterator[str]:
    """Give the slices in which a shop counts: of branch (with its group) and size."""
    branches = ["", f"branch={stand.branch}", *(["branch=retail"] if stand.branch != "repair" else [])]
    sizes = ["", f"shop_size={'small' if stand.jobs < 3 else 'large'}"]
    for pair in product(branches, sizes):
        yield ";".join(filter(None, pair))


def count_slowly(register: Register, kind: str, jobs: bool = False) -> dict[Key, float]:
    """Count (or add up the jobs of) a kind in every area, step and slice: by the categories of the earlier picture."""
    found: dict[Key, float] = defaultdict(float)
    for period, changed in steps_of(register):
        for was, now, earlier in changed:
            first, told = was or now, was if kind in ("stock begin", "died", "moved out", "went") else now
            if first is None or told is None:
                continue
            for area in {place for stand in (was, now) if stand for place in areas_of(stand)}:
                if kind in kinds_in(area, was, now, earlier):
                    for slice in slices_of(first):
                        found[(area, period, slice)] += told.jobs if jobs else 1
    return dict(found)


def flows_slowly(register: Register) -> dict[Key, float]:
    """Count who moved into or within an area, by the municipality before; and all of them."""
    found: dict[Key, float] = defaultdict(float)
    for period, changed in steps_of(register):
        for was, now, earlier in changed:
            for area in areas_of(now) if was and now else ():
                if was and "moved" in kinds_in(area, was, now, earlier):
                    for slice in ("", f"came_from={TOWN[was.place]}"):
                        found[(area, period, slice)] += 1
    return dict(found)


def frame_of(register: Register, level: str) -> pl.DataFrame:
    """Write a register as the methods take it: id, year, area of a level, place."""
    up = {"buurt": {place: place for place in PLACES}, "gemeente": TOWN, "group": dict.fromkeys(PLACES, "Drieland")}
    rows = [(shop, year, up[level][stand.place], stand.place) for (shop, year), stand in register.items()]
    schema = {"id": pl.String, "year": pl.Int64, "area": pl.String, "place": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
