"""Building Twente's content: cold and unchanged, beside a pandas script that reads the same files."""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring import Ran, Timing, run_process
from benchmarks.report import Section, short, table
from benchmarks.workplace import NOABER, run_build
from noaber.content.read import read_region
from noaber.sources.deliveries import find_deliveries
from noaber.warehouse.query import open_release

ROOT = Path(__file__).resolve().parent.parent
REGION = ROOT / "regions" / "twente"
REAL = ROOT.parent / "shared"
SAME = 1e-9


@dataclass
class Built:
    """What building from one set of deliveries took, run by run."""

    title: str
    cold: list[Ran] = field(default_factory=list)
    unchanged: list[Ran] = field(default_factory=list)
    plain: list[Ran] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)


def synthesise(folder: Path) -> Ran:
    """Write the invented deliveries of Twente."""
    return run_process([NOABER, "synthesise", "--to", str(folder)])


def measure_building(title: str, deliveries: Path, folder: Path, turns: int) -> Built:
    """Build cold and unchanged and run the plain script, in turns; then see that both found the same figures."""
    built = Built(title)
    found = find_deliveries(deliveries, read_region(REGION).sources)
    files = sorted({str(path) for paths in found.paths.values() for path in paths})
    plain = [sys.executable, "-m", "benchmarks.plain_pandas", str(folder / "five.csv"), *files]
    for turn in range(turns):
        home = folder / f"home-{turn}"
        built.cold.append(run_build(REGION, home, deliveries))
        built.unchanged.append(run_build(REGION, home, deliveries))
        built.plain.append(run_process(plain))
    release = folder / f"home-{turns - 1}" / "releases" / "twente" / "current"
    built.counts = {"deliveries": len(files), **open_release(release).manifest["counts"]}
    built.same = compare_five(release, folder / "five.csv")
    return built


def compare_five(release: Path, five: Path) -> dict[str, int]:
    """Count per indicator the figures that the plain script and the release have in common; AssertionError where one
    differs."""
    opened = open_release(release)
    counts: dict[str, int] = {}
    with five.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        plain = {(row["indicator"], row["area"], row["year"]): float(row["value"] or "nan") for row in rows}
    for id in dict.fromkeys(key[0] for key in plain):
        cells = opened.cells(opened.select(id, level="gemeente"))
        shared = [(c.value, plain.get((id, c.area.code, str(c.period)))) for c in cells if c.value is not None]
        known = [(own, other) for own, other in shared if other is not None and other == other]
        if any(abs(own - other) > SAME * max(abs(own), 1) for own, other in known):
            raise AssertionError(f"the plain script and the release differ on {id}")
        counts[id] = len(known)
    opened.close()
    return counts


def building_section(built: list[Built]) -> Section:
    """Render what builds took."""
    header = ["", "cold build", "peak memory", "nothing changed", "plain pandas, five indicators", "its peak memory"]
    rows = [
        [one.title, _seconds(one.cold), _peak(one.cold), _seconds(one.unchanged), _seconds(one.plain), _peak(one.plain)]
        for one in built
    ]
    return Section("Building", "\n\n".join([INTRODUCTION, table(header, rows), *map(_explained, built)]))


INTRODUCTION = """`noaber build regions/twente` as a process of its own, into an empty folder and then once more.
Beside it a pandas script (`plain_pandas.py`) that reads the same files, shapes left out, and computes five of the
indicators for municipalities: what an analyst would write for these five, without checks, other levels, statuses or
origins."""


def _explained(one: Built) -> str:
    counts = one.counts
    common = ", ".join(f"{id} {count:,}" for id, count in one.same.items())
    return (
        f"{one.title.capitalize()}: {counts['deliveries']} files to {counts['indicator']} indicators, "
        f"{counts['area']:,} areas and {counts['observation']:,} observations in "
        f"{short(_median(one.cold) / _median(one.plain))} times the time of the plain script. The figures that both "
        f"have ({common}) are equal."
    )


def _median(runs: list[Ran]) -> float:
    return Timing(tuple(run.seconds for run in runs)).median


def _seconds(runs: list[Ran]) -> str:
    seconds = [run.seconds for run in runs]
    return f"{short(_median(runs))} s ({short(min(seconds))}-{short(max(seconds))})"


def _peak(runs: list[Ran]) -> str:
    return f"{max(run.peak_mb for run in runs):,.0f} MB"
