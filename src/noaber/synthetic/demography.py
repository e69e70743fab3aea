"""The population account of a region, year by year and by sex: what comes in, what goes out, what is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from random import Random

from noaber.synthetic.chance import count, share
from noaber.synthetic.regions import Region

YEARS = range(2012, 2025)
MEN, WOMEN = "3000", "4000"
SEXES = (MEN, WOMEN)
MEN_AMONG = {"births": 0.512, "deaths": 0.495, "immigration": 0.53, "emigration": 0.53, "moves": 0.505}
SHOCKS = {
    "births": {2021: 0.4, 2022: -0.2},
    "deaths": {2015: 0.3, 2020: 0.9, 2021: 1.0, 2022: 0.8},
    "immigration": {2015: 1.5, 2016: 1.5, 2020: -3.0, 2022: 8.0, 2023: 3.5},
    "moves": {2016: 2.0, 2017: 2.5, 2022: -2.0},
}
"""Years that stand out, per 1,000 inhabitants: refugees, corona, a house market that stood still."""
AVERAGE_GROWTH = 5.5


@dataclass(frozen=True)
class Account:
    """One year of one sex in one region. `emigration` includes `corrections` (administrative, mostly below 0)."""

    start: int
    births: int
    deaths: int
    immigration: int
    moves_in: int
    emigration: int
    corrections: int
    moves_out: int
    other: int

    def __add__(self, more: Account) -> Account:
        """Give the account of two regions, or of both sexes, together."""
        return Account(*(a + b for a, b in zip(astuple(self), astuple(more), strict=True)))

    @property
    def natural(self) -> int:
        """Births less deaths."""
        return self.births - self.deaths

    @property
    def arrivals(self) -> int:
        """People who came, from abroad and from other municipalities."""
        return self.immigration + self.moves_in

    @property
    def departures(self) -> int:
        """People who left, abroad and to other municipalities."""
        return self.emigration + self.moves_out

    @property
    def migration(self) -> int:
        """Arrivals less departures."""
        return self.arrivals - self.departures

    @property
    def growth(self) -> int:
        """End less start: natural increase, net migration and other corrections."""
        return self.natural + self.migration + self.other

    @property
    def end(self) -> int:
        """Inhabitants on 31 December."""
        return self.start + self.growth


History = Mapping[int, Mapping[str, Account]]
"""Year, then sex, to the account."""


def draw_history(region: Region, random: Random, joining: Mapping[str, int] | None = None) -> History:
    """Draw the accounts of a region. `joining` (by sex) are inhabitants of a region that it takes over.

    They come in on 1 January of the year after that region's last, so that start is not the end before.
    """
    total = region.inhabitants + random.randint(-200, 200)
    start = {MEN: round(total * 0.497), WOMEN: total - round(total * 0.497)}
    history: dict[int, dict[str, Account]] = {}
    for year in YEARS:
        if region.until is not None and year > region.until:
            break
        if joining and year == 2019:
            start = {sex: start[sex] + joining[sex] for sex in SEXES}
        history[year] = _draw_year(region, year, start, random)
        start = {sex: history[year][sex].end for sex in SEXES}
    return history


def sum_histories(histories: Iterable[History]) -> History:
    """Add up the accounts of regions that together are one."""
    first, *others = histories
    total = {year: dict(by_sex) for year, by_sex in first.items()}
    for history in others:
        total = {year: {sex: total[year][sex] + history[year][sex] for sex in SEXES} for year in YEARS}
    return total


def close_moves(histories: Mapping[str, History], fixed: str) -> dict[str, History]:
    """Give the histories such that in all regions together moves in equal moves out, as in a country.

    Region `fixed` stays as it is; the others take up the difference by their size.
    """
    free = [code for code in histories if code != fixed]
    closed: dict[str, dict[int, dict[str, Account]]] = {code: {} for code in free}
    for year in YEARS:
        taken = {sex: _excess(histories, free, year, sex) for sex in SEXES}
        for place, code in enumerate(free):
            own = histories[code][year]
            before = closed[code].get(year - 1)
            closed[code][year] = {
                sex: replace(own[sex], start=before[sex].end if before else own[sex].start,
                             moves_out=own[sex].moves_out + taken[sex][place])
                for sex in SEXES
            }  # fmt: skip
    return {code: closed.get(code, histories[code]) for code in histories}


def both(by_sex: Mapping[str, Account]) -> Account:
    """Give the account of men and women together."""
    return by_sex[MEN] + by_sex[WOMEN]


def _excess(histories: Mapping[str, History], free: Sequence[str], year: int, sex: str) -> list[int]:
    accounts = [history[year][sex] for history in histories.values()]
    excess = sum(account.moves_in - account.moves_out for account in accounts)
    return share(excess, [histories[code][year][sex].start for code in free])


def _draw_year(region: Region, year: int, start: Mapping[str, int], random: Random) -> dict[str, Account]:
    rates = _rates(region, year, random)
    accounts = {}
    for sex in SEXES:
        among = {what: of if sex == MEN else 1 - of for what, of in MEN_AMONG.items()}
        number = {what: count(random, rate * sum(start.values()) / 1000 * among[what.split("_")[0]])
                  for what, rate in rates.items()}  # fmt: skip
        corrections = -count(random, number["emigration"] * 0.15)
        other = round(random.gauss(0, 0.00015 * start[sex]))
        accounts[sex] = Account(start[sex], corrections=corrections, other=other, **number)
    return accounts


def _rates(region: Region, year: int, random: Random) -> dict[str, float]:
    """Events per 1,000 inhabitants; moves out follow from the growth that the region is meant to have."""
    town = 3 - region.urban
    passed = year - YEARS.start
    shock = {what: years.get(year, 0.0) for what, years in SHOCKS.items()}
    births = 10.3 - 0.13 * passed + 0.25 * town + shock["births"]
    deaths = 8.7 + 0.1 * passed - 0.3 * town + shock["deaths"]
    immigration = max(2.0, (9 + 0.75 * passed + shock["immigration"]) * (1 + 0.3 * town))
    emigration = (7.5 + 0.35 * passed) * (1 + 0.3 * town)
    moves_in = 35 + 1.5 * town + 0.4 * passed + shock["moves"]
    national = 0.5 * (births - deaths + 1.15 * (immigration - emigration) / (1 + 0.3 * town) - AVERAGE_GROWTH)
    aim = region.growth + national + random.gauss(0, 1.2)
    moves_out = moves_in + births - deaths + immigration - emigration - aim
    return {"births": births, "deaths": deaths, "immigration": immigration, "emigration": emigration,
            "moves_in": moves_in, "moves_out": moves_out}  # fmt: skip
