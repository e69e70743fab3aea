"""Records of people: from invented deliveries to measures, at rising size, beside a pandas script, and on Spark."""

from __future__ import annotations

import csv
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.building import REGION
from benchmarks.measuring import Ran, run_process
from benchmarks.report import Section, short, table
from benchmarks.workplace import NOABER
from noaber.content.model import Region
from noaber.content.read import read_region
from noaber.methods.coverage import Places
from noaber.warehouse.build import plan_build
from noaber.warehouse.counting.covering import Pictures
from noaber.warehouse.counting.engines import DuckDBEngine, Engine, SparkEngine
from noaber.warehouse.counting.run import count_figures
from noaber.warehouse.query import open_release
from noaber.warehouse.store import Store

PEOPLE = (30_000, 100_000, 300_000, 630_000)
YEARS = ("2015", "2024")
FIVE = ("residents", "wmo_clients", "wmo_cost", "wmo_days_ended", "support_households")
STAGE = (
    "receive", "areas", "personal-table", "personal-records", "personal-picture", "personal-linked",
    "table", "places", "records", "shapes",
)  # fmt: skip
MEASURE = ("links and counts", "counts", "personal-counted")
PROTECT = ("personal-protected", "personal-figures", "figures", "release", "attack")
SPENT = re.compile(r"([\w -]+) ([\d.]+)s")
SAME = 1e-6


@dataclass(frozen=True)
class Lived:
    """What one size took: invented, built, counted plainly; what the build spent on each part, in seconds; rows read,
    observations; how many figures of the plain script are the same."""

    people: int
    synthesised: Ran
    built: Ran
    plain: Ran
    spent: Mapping[str, float]
    rows: int
    observations: int
    same: int

    @property
    def stage(self) -> float:
        """Seconds from deliveries to records in their newest picture."""
        return sum(self.spent.get(part, 0.0) for part in STAGE)

    @property
    def measure(self) -> float:
        """Seconds of counting."""
        return sum(self.spent.get(part, 0.0) for part in MEASURE)

    @property
    def protect(self) -> float:
        """Seconds of deciding what each tier shows, of formulas, of writing the tiers and of attacking them."""
        return sum(self.spent.get(part, 0.0) for part in PROTECT)


@dataclass(frozen=True)
class Engines:
    """Seconds per measure on each engine, over the pictures of one size; all gave the same figures."""

    people: int
    seconds: Mapping[str, Mapping[str, float]]


def measure_living(people: int, folder: Path) -> Lived:
    """Invent a region, build it as a user would, count five measures plainly, and compare these."""
    deliveries, home = folder / f"living-{people}", folder / f"home-{people}"
    options = ["--people", str(people), "--from", YEARS[0], "--until", YEARS[1], "--seed", "1", "--to", str(deliveries)]
    synthesised = run_process([NOABER, "synthesise", *options])
    environment = {"NOABER_HOME": str(home), "NOABER_KEY": str(folder / f"key-{people}")}
    run_process([NOABER, "key", "new"], environment)
    built = run_process([NOABER, "build", str(REGION), "--deliveries", str(deliveries)], environment)
    out = folder / "five.csv"
    plain = run_process([sys.executable, "-m", "benchmarks.plain_counting", str(deliveries / "records"), str(out)])
    spent = next(line for line in built.output.splitlines() if line.strip().startswith("of which"))
    release = open_release(home / "releases" / "twente" / "current")
    rows = sum(delivery["rows_read"] for delivery in release.manifest["deliveries"])
    observations = release.manifest["counts"]["observation"]
    release.close()
    return Lived(
        people, synthesised, built, plain, parts_of(spent),
        rows, observations, compare(home, out),
    )  # fmt: skip


def parts_of(line: str) -> dict[str, float]:
    """Read from a build's own words what it spent on each part of the work, in seconds."""
    return {part.strip(): float(seconds) for part, seconds in SPENT.findall(line.partition("of which")[2])}


def compare(home: Path, out: Path) -> int:
    """Count the figures of the plain script that the release has too; AssertionError where one differs."""
    release = open_release(home / "releases" / "twente" / "current")
    with out.open(encoding="utf-8", newline="") as file:
        plain = {(row["measure"], row["area"], row["year"]): float(row["value"]) for row in csv.DictReader(file)}
    same = 0
    for id in FIVE:
        for cell in release.cells(release.select(id, level="gemeente")):
            other = plain.get((id, cell.area.code, str(cell.period)))
            if cell.value is None or other is None or cell.slice:
                continue
            if abs(cell.value - other) > SAME * max(1, abs(other)):
                raise AssertionError(f"{id} {cell.area.code} {cell.period}: {cell.value} and plainly {other}")
            same += 1
    release.close()
    return same


def measure_engines(people: int, folder: Path, engines: Mapping[str, Engine]) -> Engines:
    """Count the five measures over the same pictures with each engine; AssertionError where they differ."""
    region, store = read_region(REGION), Store(folder / f"home-{people}")
    pictures = _pictures(region, store)
    seconds: dict[str, dict[str, float]] = {name: {} for name in engines}
    with tempfile.TemporaryDirectory(dir=folder) as work:
        for engine in engines.values():  # the first question of an engine pays for its start
            count_figures(region.indicators[FIVE[0]], region, pictures, engine, Path(work))
        for id in FIVE:
            counted = []
            for name, engine in engines.items():
                started = time.perf_counter()
                counted.append(count_figures(region.indicators[id], region, pictures, engine, Path(work)))
                seconds[name][id] = time.perf_counter() - started
            if not all(one.equals(counted[0]) for one in counted):
                raise AssertionError(f"the engines differ on {id}")
    return Engines(people, seconds)


def _pictures(region: Region, store: Store) -> Pictures:
    plan = plan_build(region, store)
    types = store.frame(plan.places, "places").select("id", "type", "vintage")
    places = Places(store.frame(plan.places, "membership"), store.frame(plan.places, "location"), types)
    return Pictures({id: store.output(step) for id, step in plan.pictures.items()}, places)


def both_engines() -> dict[str, Engine]:
    """DuckDB, and Spark in this process where it is installed."""
    engines: dict[str, Engine] = {"DuckDB": DuckDBEngine()}
    try:
        import pyspark
    except ImportError:
        return engines
    assert pyspark
    return engines | {"Spark": SparkEngine("local[2]", {"spark.driver.memory": "4g"})}


def living_section(lived: Sequence[Lived], engines: Engines | None) -> Section:
    """Render what the sizes took."""
    header = ["people", "invent", "peak", "build", "of which stage", "measure", "protect", "peak", "rows read",
              "observations", "plain pandas, five", "its peak"]  # fmt: skip
    parts = [INTRODUCTION, table(header, list(map(_row, lived))), *_verdict(lived)]
    parts += [_engines(engines)] if engines and len(engines.seconds) > 1 else []
    return Section("Records", "\n\n".join(parts))


INTRODUCTION = """Ten years of records of an invented Twente in the forms of its suppliers, from `noaber synthesise
--people` through the door (pseudonyms), checks and the newest picture of every source to all measures of
regions/twente: `noaber build` as a process of its own. Stage: from files to records; measure: all counts, in all
areas and breakdowns; protect: what each tier shows, formulas, the files of the tiers and the attack on them. Beside
it a pandas script (`plain_counting.py`) that reads the same files and counts five measures (residents, clients, cost,
days, households) for municipalities and years alone."""


def _row(one: Lived) -> list[str]:
    return [
        f"{one.people:,}", f"{short(one.synthesised.seconds)} s", f"{one.synthesised.peak_mb:,.0f} MB",
        f"{short(one.built.seconds)} s", f"{short(one.stage)} s", f"{short(one.measure)} s", f"{short(one.protect)} s",
        f"{one.built.peak_mb:,.0f} MB", f"{one.rows:,}", f"{one.observations:,}",
        f"{short(one.plain.seconds)} s", f"{one.plain.peak_mb:,.0f} MB",
    ]  # fmt: skip


def _verdict(lived: Sequence[Lived]) -> Iterator[str]:
    same = ", ".join(f"{one.same:,}" for one in lived)
    yield f"The figures that both have are equal: {same} of them."
    if len(lived) > 1:
        first, last = lived[0], lived[-1]
        grown = (last.built.cpu_seconds / last.people) / (first.built.cpu_seconds / first.people)
        yield (
            f"From {first.people:,} to {last.people:,} people the processor time of a build per person becomes "
            f"{short(grown)} times what it was."
        )


def _engines(engines: Engines) -> str:
    names = list(engines.seconds)
    rows = [[id, *(f"{short(engines.seconds[name][id])} s" for name in names)] for id in FIVE]
    said = f"**The same five measures, all areas and breakdowns, of {engines.people:,} people**; the figures are equal"
    return f"{said}\n\n{table(['measure', *names], rows)}"
