"""What households have together, counted from records: as the functions of stacking count it, and by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
from drawn_pictures import count, draw, values
from hypothesis import given, settings
from hypothesis import strategies as st
from people_deliveries import TOWNS, Spell, Town, income_of, invent
from slow_counts import LAWS, PRODUCTS, Key, age_band, areas_of, is_active

from noaber.content.read import read_region
from noaber.methods.stacking import cross_kinds, kinds_per_unit, stacking_distribution

OFFICE = read_region(Path(__file__).parents[1] / "office")
YEARS = ("2023", "2024")
REGISTERED = ("GM9001", "GM9002")
NAMES = {(True, False): "jeugd", (False, True): "wmo", (True, True): "wmo+jeugd"}


@st.composite
def towns(draw: Callable[..., int]) -> Town:
    """Eight people in four households, each with some provisions in one of two municipalities."""
    town = Town()
    buurten = [TOWNS["GM9001"][0], TOWNS["GM9002"][0]]
    for who in range(8):
        town.people[who] = (who // 2, date(1980, 1, 1), "M", buurten[who % 2])
    for number, place in enumerate(TOWNS):
        town.spells.append(Spell(number, number, place, "J", date(2020, 1, 1), None))
    for number in range(3, 3 + draw(st.integers(0, 14))):
        begin = date(2022, 6, 1 + draw(st.integers(0, 27)))
        end = date(2022 + draw(st.integers(0, 2)), 12, 1 + draw(st.integers(0, 30)))
        where, product = REGISTERED[draw(st.integers(0, 1))], "HBDJ"[draw(st.integers(0, 3))]
        town.spells.append(Spell(number, draw(st.integers(0, 7)), where, product, begin, end))
    return town


def used(town: Town, period: str, area: str) -> pl.DataFrame:
    """Give who uses what in an area and period: household, income, law and product."""
    rows = [
        (town.people[s.client][0], "low" if income_of(town.people[s.client][0]) < 120 else "other", LAWS[s.product],
         PRODUCTS[s.product])
        for s in town.spells if is_active(s, period) and area in areas_of(s.town)
    ]  # fmt: skip
    schema = {"home": pl.Int64, "income": pl.String, "law": pl.String, "product": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def stacked(town: Town) -> dict[Key, int]:
    """Cross the two laws, all households together and by income, with the functions of stacking."""
    found: dict[Key, int] = {}
    for period in YEARS:
        for area in REGISTERED:
            spells = used(town, period, area)
            for by in ([], ["income"]):
                crossed = cross_kinds(kinds_per_unit(spells, "home", "law", by), ["jeugd"], ["wmo"], by)
                for row in crossed.rows(named=True):
                    income = f"income={row['income']}" if by else ""
                    law = f"laws={NAMES[row['has_one'], row['has_other']]}"
                    for slice in (income, ";".join(filter(None, (income, law)))):
                        found[(area, period, slice)] = found.get((area, period, slice), 0) + row["units"]
    return found


@settings(max_examples=6)
@given(towns())
def test_households_are_stacked_as_the_functions_do(town: Town) -> None:
    """Which laws, by income: Jeugd x Wmo x income; and how many kinds of provision."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        pictures = draw(town, OFFICE, work)
        by_income = values(count("poor_households", OFFICE, pictures, work))
        by_number = values(count("client_households", OFFICE, pictures, work))
    assert {key: number for key, number in by_income.items() if key[0] in REGISTERED} == stacked(town)
    for period in YEARS:
        for area in REGISTERED:
            pairs = kinds_per_unit(used(town, period, area), "home", "product")
            told = dict(stacking_distribution(pairs).rows())
            assert by_number.get((area, period, "products=one"), 0) == told.get(1, 0)
            more = sum(units for kinds, units in told.items() if kinds > 1)
            assert by_number.get((area, period, "products=more"), 0) == more


def test_a_partner_counts_beside_the_client(tmp_path: Path) -> None:
    """Each once, at the age of each; a partner who is a client too is one of both."""
    town = invent(1, 6, 0)
    births = dict(enumerate((date(1950, 1, 1), date(1990, 1, 1), date(2015, 1, 1))))
    for who, birth in births.items():
        town.people[who] = (0, birth, "M", TOWNS["GM9001"][0])
    runs = {"begin": date(2022, 1, 1), "end": None}
    town.spells = [Spell(n, 3, place, "H", **runs) for n, place in enumerate(TOWNS) if place != "GM9001"]
    town.spells += [Spell(7, 0, "GM9001", "H", **runs, partner=1), Spell(8, 1, "GM9001", "D", **runs)]
    pictures = draw(town, OFFICE, tmp_path)
    found = values(count("clients", OFFICE, pictures, tmp_path, also=("partner",)))
    alone = values(count("clients", OFFICE, pictures, tmp_path))
    at = ("GM9001", "2024")
    assert (found[(*at, "")], alone[(*at, "")]) == (2, 2)
    assert (found[(*at, "product=help")], alone[(*at, "product=help")]) == (2, 1)
    for who in (0, 1):
        assert found[(*at, f"age={age_band(births[who], date(2024, 12, 31))};product=help")] == 1
