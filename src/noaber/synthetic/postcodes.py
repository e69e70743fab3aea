"""CBS figures per four-digit postcode 2023: one worksheet with a header of four rows, and -99997 for 0-4 or secret."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from random import Random

from xlsxwriter import Workbook

from noaber.synthetic.chance import rounded, share, stream
from noaber.synthetic.lists import Lists, Row
from noaber.synthetic.profiles import Profile, profile_buurten, sum_profiles
from noaber.synthetic.tabular import Files
from noaber.synthetic.world import World

YEAR = 2023
SECRET = -99997
TITLES = (
    "Inwoner, huishouden en woninggegevens voor numeriek deel van de postcode, peildatum 1 januari 2023",
    "Gegevens over geboorten, energie en inkomen betreffen het gehele jaar 2023",
    "Definitieve gegevens, versie 2",
    "Datum: 14 mei 2025",
    "Betekenis -99 997 =  '0 - 4 / geheim'",
)
HEADER_FROM = 6
Number = int | float


def render_postcodes(world: World, lists: Lists) -> Files:
    """Give the workbook for the postcodes of Twente, with all columns of the supplier."""
    columns = lists.tables["pc4"]
    facilities: Mapping[str, float] = lists.trees["layouts"]["facilities"]
    profiles = profile_buurten(world, YEAR, world.buurten)
    rows = [(code, _figures(world, code, _profile(world, code, profiles), columns, facilities))
            for code in sorted({buurt.postcode for buurt in world.buurten})]  # fmt: skip
    return {"cbs/pc4_2023_v2.xlsx": _render_workbook(columns, rows)}


def _profile(world: World, postcode: str, profiles: Mapping[str, Profile]) -> Profile:
    return sum_profiles(profiles[buurt.code] for buurt in world.buurten if buurt.postcode == postcode)


def _figures(
    world: World, code: str, profile: Profile, columns: Sequence[Row], facilities: Mapping[str, float]
) -> list[Number]:
    random = stream(world.seed, "postcode", code)
    fixed = [*_people(profile, random), *_homes(profile, random), *_means(profile, random)]
    near = [_facility(column, profile, facilities, random) for column in columns[1 + len(fixed) : -2]]
    return [*fixed, *near, profile.addresses, profile.urban_class]


def _people(profile: Profile, random: Random) -> list[Number]:
    people = profile.inhabitants
    counts = [people, profile.men, profile.women, *profile.ages, round(people * random.uniform(0.007, 0.011))]
    single, couples, families = profile.households
    abroad = sum(profile.groups)
    origins = [people - profile.western - abroad, profile.western // 2, abroad // 2,
               profile.western - profile.western // 2, abroad - abroad // 2]  # fmt: skip
    one_parent = round(families * random.uniform(0.15, 0.3))
    homes = [profile.household_total, single, couples, one_parent, families - one_parent]
    shares = [_tenths(part, people) for part in origins]
    return [*map(_count, counts), *shares, *map(_count, homes), profile.household_size or SECRET]


def _homes(profile: Profile, random: Random) -> list[Number]:
    periods = share(profile.dwellings, [random.uniform(0.4, 1.6) for _ in range(8)])
    rented = profile.dwellings - profile.owned
    counts = [*map(_count, [profile.dwellings, *periods, profile.dwellings - profile.low_rise])]
    tenure = [_tenths(profile.owned, profile.dwellings), _tenths(rented, profile.dwellings)]
    return [*counts, *tenure, _count(rented * 0.75), _count(profile.dwellings * random.uniform(0.02, 0.05))]


def _means(profile: Profile, random: Random) -> list[Number]:
    if profile.dwellings < 5:
        return [SECRET] * 4
    gas = rounded(800 * random.uniform(0.85, 1.2) * (profile.woz / 330) ** 0.5, 10)
    benefits = _count(profile.inhabitants * 0.07 * (31 / profile.income) ** 2)
    return [round(profile.woz), gas, rounded(gas * random.uniform(2.8, 3.4), 10), benefits]


def _facility(column: Row, profile: Profile, facilities: Mapping[str, float], random: Random) -> float:
    """Distance to the nearest of a kind, or how many there are within so many kilometres.

    Far from the postcode the density of the whole region counts rather than its own.
    """
    kind = re.sub(r"\s+", " ", column["name"].replace("|", " ")).split(",")[0].strip()
    own = facilities[kind] * (profile.addresses / 1000) ** 0.8
    if column["unit"] == "km":
        return round(0.5 / math.sqrt(own) * random.uniform(0.7, 1.5), 1)
    reach = float(re.findall(r"binnen (\d+) km", column["name"])[0])
    mixed = (own + facilities[kind] * reach / 12) / (1 + reach / 3)
    number: float = math.pi * reach * reach * mixed * random.uniform(0.7, 1.3)
    return round(number, 1)


def _count(number: float) -> int:
    return SECRET if number < 5 else rounded(number)


def _tenths(part: float, whole: float) -> int:
    return rounded(100 * part / whole, 10) if whole >= 30 else SECRET


def _render_workbook(columns: Sequence[Row], rows: Sequence[tuple[str, Sequence[Number]]]) -> bytes:
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.set_properties({"created": datetime(2025, 5, 14)})
    sheet = book.add_worksheet("PC4_2023_v2")
    for row, title in enumerate(TITLES):
        sheet.write_string(row, 0, title)
    for place, column in enumerate(columns):
        for row, level in enumerate(("group", "subgroup", "name", "unit")):
            if column[level]:
                sheet.write_string(HEADER_FROM + row, place, column[level].replace("|", "\n"))
    for row, (code, figures) in enumerate(rows, HEADER_FROM + 4):
        sheet.write_string(row, 0, code)
        sheet.write_row(row, 1, figures)
    book.close()
    return content.getvalue()
