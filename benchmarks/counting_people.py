"""Counting people: five measures over the pictures of a built home, by this house and by a plain pandas script.

Run after a build of invented records: `python -m benchmarks.counting_people HOME`. The plain script counts one choice
of dimensions per measure, for municipalities and Twente; the house counts all of them, in every area.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from noaber.content.read import read_region
from noaber.methods.coverage import Places
from noaber.warehouse.build import kept_deliveries, plan_build
from noaber.warehouse.counting.engines import DuckDBEngine
from noaber.warehouse.counting.run import Pictures, count_figures
from noaber.warehouse.plan import Plan
from noaber.warehouse.store import Store

REGION = Path(__file__).resolve().parents[1] / "regions" / "twente"
YEARS = range(2015, 2025)


def _clients(spells: pd.DataFrame, _: pd.DataFrame) -> int:
    """Different clients by municipality, year and provision, and for all together."""
    rows = 0
    for year in YEARS:
        active = spells[(spells.begin <= f"{year}-12-31") & (spells.end.isna() | (spells.end >= f"{year}-01-01"))]
        rows += len(active.groupby(["_area", "provision"]).client.nunique())
        rows += len(active.groupby("provision").client.nunique())
    return rows


def _cost(records: pd.DataFrame, _: pd.DataFrame) -> int:
    """Cost by municipality, year and provision."""
    return len(records.groupby(["_area", records._about.str[:4], "provision"]).cost.sum())


def _ended(spells: pd.DataFrame, _: pd.DataFrame) -> int:
    """Days of spells that ended, by municipality and year."""
    days = (pd.to_datetime(spells.end) - pd.to_datetime(spells.begin)).dt.days + 1
    return len(days.groupby([spells._area, pd.to_datetime(spells.end).dt.year]).sum())


def _residents(_: pd.DataFrame, people: pd.DataFrame) -> int:
    """People by neighbourhood, year, sex and age."""
    birth, day = pd.to_datetime(people.birth), pd.to_datetime(people._about + "-01-01")
    years = day.dt.year - birth.dt.year - ((birth.dt.month > 1) | (birth.dt.day > 1))
    band = pd.cut(years, [0, 15, 25, 45, 65, 200], right=False)
    return len(people.groupby(["_area", "_about", "sex", band], observed=True).person.nunique())


def _households(spells: pd.DataFrame, people: pd.DataFrame) -> int:
    """Different households by year and number of kinds of provision."""
    rows = 0
    for year in YEARS:
        active = spells[(spells.begin <= f"{year}-12-31") & (spells.end.isna() | (spells.end >= f"{year}-01-01"))]
        home = people[people._about == str(year)][["person", "household"]]
        joined = active.merge(home, left_on="client", right_on="person")
        number = joined.groupby(["_area", "household"]).provision.nunique()
        rows += len(number.groupby(["_area", number]).size())
    return rows


PLAIN: Mapping[str, tuple[str, Callable[[pd.DataFrame, pd.DataFrame], int]]] = {
    "wmo_clients": ("spells", _clients),
    "wmo_cost": ("records", _cost),
    "wmo_days_ended": ("spells", _ended),
    "residents": ("records", _residents),
    "support_households": ("spells", _households),
}


def _seconds(act: Callable[[], int]) -> tuple[float, int]:
    begun = time.perf_counter()
    rows = act()
    return time.perf_counter() - begun, rows


def by_pandas(id: str, plan: Plan, store: Store) -> int:
    """Count one measure with pandas; gives how many figures there are."""
    name, act = PLAIN[id]
    wmo = pd.read_parquet(store.output(plan.pictures["wmo"]) / f"{name}.parquet")
    people = pd.read_parquet(store.output(plan.pictures["residents"]) / "records.parquet")
    for frame in (wmo, people):
        for column in {"begin", "end", "birth"} & set(frame.columns):
            frame[column] = frame[column].astype("string")
    return act(wmo, people)


def main(home: Path) -> None:
    """Print seconds and numbers of figures of both, and the peak memory of this process after each."""
    region, store = read_region(REGION), Store(home)
    assert kept_deliveries(region, store)
    plan = plan_build(region, store)
    types = store.frame(plan.places, "places").select("id", "type", "vintage")
    places = Places(store.frame(plan.places, "membership"), store.frame(plan.places, "location"), types)
    pictures = Pictures({id: store.output(step) for id, step in plan.pictures.items()}, places)
    for id in PLAIN:
        with tempfile.TemporaryDirectory() as work:
            folder, spec = Path(work), region.indicators[id]

            def house(spec: object = spec, folder: Path = folder) -> int:
                return count_figures(spec, region, pictures, DuckDBEngine(), folder).height  # type: ignore[arg-type]

            seconds, rows = _seconds(house)
        print(f"{id:20} house  {seconds:7.2f} s {rows:>9,} figures  peak {_peak():,.0f} MB")
    for id in PLAIN:
        seconds, rows = _seconds(lambda id=id: by_pandas(id, plan, store))  # type: ignore[misc]
        print(f"{id:20} pandas {seconds:7.2f} s {rows:>9,} figures  peak {_peak():,.0f} MB")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
