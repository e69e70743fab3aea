"""Growth: what it takes to build, write and open releases of rising size."""

from __future__ import annotations

import time
from dataclasses import dataclass

from benchmarks.measuring import Ran
from benchmarks.report import Section, short, table
from benchmarks.workplace import Invented, run_build
from noaber.content.read import read_region
from noaber.warehouse.build import plan_build
from noaber.warehouse.query import open_release
from noaber.warehouse.release import write_release
from noaber.warehouse.store import Store


@dataclass(frozen=True)
class Grown:
    """What one size took."""

    invented: Invented
    unchanged: Ran
    write_seconds: float
    open_seconds: float
    megabytes: float

    @property
    def millions(self) -> float:
        """Observations in millions."""
        return self.invented.size.observations / 1e6


def measure_growth(invented: Invented) -> Grown:
    """Build again without change, write the release again from its figures, and open it."""
    unchanged = run_build(invented.region, invented.home)
    megabytes = invented.file.stat().st_size / 1e6  # measured now: the folder goes before the table is written
    return Grown(invented, unchanged, _write_seconds(invented), _open_seconds(invented), megabytes)


def _write_seconds(invented: Invented) -> float:
    region, store = read_region(invented.region), Store(invented.home)
    plan = plan_build(region, store)
    target = invented.home / "again.duckdb"
    started = time.monotonic()
    write_release(region, plan, store, target)
    seconds = time.monotonic() - started
    target.unlink()
    return seconds


def _open_seconds(invented: Invented) -> float:
    started = time.monotonic()
    open_release(invented.releases / "current").close()
    return time.monotonic() - started


def growth_section(grown: list[Grown]) -> Section:
    """Render what the sizes took, in total and per million observations."""
    rows = [_row(one) for one in grown]
    header = ["observations", "areas", "indicators", "cold build", "per million", "processor, per million",
              "peak memory", "writing, per million", "nothing changed", "release file", "opening"]  # fmt: skip
    return Section("Growth", INTRODUCTION + table(header, rows) + "\n\n" + _verdict(grown))


INTRODUCTION = """Invented regions, from CSV deliveries per neighbourhood through checks, sums over three levels,
shares and weighted means to a release: `noaber build` as a process of its own, once per size. Twelve years; one
indicator in five is broken down by sex. Writing is the last step alone: from figures per indicator to the release
file.

"""


def _row(one: Grown) -> list[str]:
    size, cold = one.invented.size, one.invented.cold
    return [
        f"{size.observations:,}", f"{size.areas:,}", str(size.indicators), f"{short(cold.seconds)} s",
        f"{short(cold.seconds / one.millions)} s", f"{short(cold.cpu_seconds / one.millions)} s",
        f"{cold.peak_mb:,.0f} MB", f"{short(one.write_seconds / one.millions)} s",
        f"{short(one.unchanged.seconds)} s", f"{one.megabytes:,.0f} MB",
        f"{1000 * one.open_seconds:,.0f} ms",
    ]  # fmt: skip


def _verdict(grown: list[Grown]) -> str:
    large = [one for one in grown if one.millions >= 0.9]
    if len(large) < 2:
        return ""
    first, last = large[0], large[-1]
    build, write = (
        (cost(last) / last.millions) / (cost(first) / first.millions)
        for cost in (lambda one: one.invented.cold.cpu_seconds, lambda one: one.write_seconds)
    )
    return (
        f"From {first.millions:.0f} to {last.millions:.0f} million observations the processor time of a build per "
        f"million becomes {short(build)} times what it was, the time of writing per million {short(write)} times: "
        f"{'linear or better' if max(build, write) <= 1.05 else 'more than linear'}."
    )
