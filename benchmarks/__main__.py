"""Measure everything: `python -m benchmarks`, or `--quick` for a first impression."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.asking import Answers, Effort, measure_questions, questions_section
from benchmarks.browsing import measure_pages
from benchmarks.building import REAL, building_section, measure_building, synthesise
from benchmarks.disclosure import SIZES as TABLES
from benchmarks.disclosure import measure_disclosure
from benchmarks.growing import growth_section, measure_growth
from benchmarks.ladder import measure_ladder
from benchmarks.living import PEOPLE, both_engines, living_section, measure_engines, measure_living
from benchmarks.machine import describe_machine
from benchmarks.plain_databases import postgres_cluster
from benchmarks.report import Section, write_sections
from benchmarks.rights import measure_rights
from benchmarks.serving import measure_site, web_section
from benchmarks.sizes import SIZES
from benchmarks.starting import measure_starting
from benchmarks.workplace import Invented, Workplace, workplace

RESULTS = Path(__file__).parent / "RESULTS.md"
ENGINES_AT = 100_000
"""The size at which engines are compared, in people."""
PARTS = ("starting", "building", "records", "sizes", "web", "ladder", "pages", "disclosure", "rights")


@dataclass(frozen=True)
class Scope:
    """What is measured, and with how much effort."""

    parts: tuple[str, ...]
    sizes: tuple[str, ...]
    site_size: str
    copies_to: float
    turns: int
    effort: Effort
    load_seconds: int
    people: tuple[int, ...]


def read_scope(options: argparse.Namespace) -> Scope:
    """Translate the options."""
    sizes = tuple(options.sizes) if options.sizes else ("0.1",) if options.quick else ("0.1", "1", "10")
    if options.full:
        sizes = (*sizes, "100") if "100" not in sizes else sizes
    quick = options.quick
    return Scope(
        parts=tuple(options.only or PARTS),
        sizes=sizes,
        site_size=options.site or ("0.1" if quick else "10"),
        copies_to=options.copies_to,
        turns=1 if quick else 3,
        effort=Effort(20, 2, 0.5) if quick else Effort(200, 30, 3),
        load_seconds=2 if quick else 5,
        people=tuple(options.people or (PEOPLE[:1] if quick else PEOPLE)),
    )


def parse_options(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a minute: smallest size, few rounds, only printed")
    parser.add_argument("--full", action="store_true", help="also 100 million observations")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="only these parts; the others stay in the results")
    parser.add_argument("--sizes", nargs="+", choices=list(SIZES), help="sizes in million observations")
    parser.add_argument("--site", choices=list(SIZES), help="size of the release that is served (10)")
    parser.add_argument("--people", nargs="+", type=int, help="sizes of the part records (30000 100000 300000 630000)")
    parser.add_argument("--copies-to", type=float, default=10, help="largest size copied into plain databases (10)")
    parser.add_argument("--folder", type=Path, help="where the temporary folder is made")
    parser.add_argument("--to", type=Path, help="results file (benchmarks/RESULTS.md; with --quick none)")
    return parser.parse_args(arguments)


def measure(scope: Scope, work: Workplace) -> Iterator[Section]:
    """Measure every part that is asked for; gives sections as they come."""
    yield describe_machine(datetime.now(UTC).date().isoformat())
    if "starting" in scope.parts:
        yield measure_starting(3 if scope.turns == 1 else 15)
    if "building" in scope.parts:
        yield _building(scope, work)
    if "records" in scope.parts:
        yield from _records(scope, work)
    if "sizes" in scope.parts:
        yield from _sizes(scope, work)
    if "web" in scope.parts:
        invented = work.invented(scope.site_size)
        yield web_section(invented, measure_site(invented, work.folder, scope.load_seconds, scope.turns))
    if "ladder" in scope.parts and scope.site_size == "10":
        yield measure_ladder(work.invented("10"), work.folder)
    if "disclosure" in scope.parts:
        yield measure_disclosure(_tables(scope))
    if "rights" in scope.parts:
        yield measure_rights(work.invented("0.1"), 10 if scope.turns == 1 else 60)
        work.forget("0.1")  # its figures are planted
    if "pages" in scope.parts:
        yield from _pages(work.invented(scope.site_size))


def _tables(scope: Scope) -> list[tuple[str, str]]:
    """Give what is protected: quickly a small table; else all sizes by rows, and the smallest with proof too."""
    if scope.turns == 1:
        return [("10,000", "rows")]
    return [*((size, "rows") for size in TABLES), ("10,000", "proof")]


def _pages(invented: Invented) -> Iterator[Section]:
    known = {
        "home": "/nl/",
        "explorer": "/nl/cijfer/people_01_1?gebieden=GM0002",
        "profile": "/nl/gebied/GM0002",
        "104,000 values": "/nl/cijfer/people_01_1?niveau=buurt",
        "composed table": "/nl/tabel?cijfers=people_01_1,jobs_01_1",
    }
    measured = measure_pages(invented, known)
    if measured:
        yield measured


def _building(scope: Scope, work: Workplace) -> Section:
    synthesise(work.folder / "invented-deliveries")
    wanted = {"invented deliveries": work.folder / "invented-deliveries", "real deliveries": REAL}
    built = []
    for title, deliveries in wanted.items():
        if deliveries.is_dir() and (title.startswith("invented") or scope.turns > 1):
            place = work.folder / title.replace(" ", "-")
            place.mkdir(exist_ok=True)
            built.append(measure_building(title, deliveries, place, scope.turns))
            work.clear(place)
    return building_section(built)


def _records(scope: Scope, work: Workplace) -> Iterator[Section]:
    lived, engines = [], None
    for people in scope.people:
        lived.append(measure_living(people, work.folder))
        if people == ENGINES_AT or len(scope.people) == 1:
            engines = measure_engines(people, work.folder, both_engines())
        for name in ("living", "home"):
            work.clear(work.folder / f"{name}-{people}")
        yield living_section(lived, engines)


def _sizes(scope: Scope, work: Workplace) -> Iterator[Section]:
    grown, answers = [], []
    with ExitStack() as stack:
        postgres = stack.enter_context(postgres_cluster())
        for name in scope.sizes:
            invented = work.invented(name)
            grown.append(measure_growth(invented))
            copies = float(name) <= scope.copies_to
            answers.append(measure_questions(invented, work.folder, postgres, copies, scope.effort))
            if name != scope.site_size:
                work.forget(name)
            yield growth_section(grown)
            yield questions_section(answers, list(_left_out(scope, postgres, answers)))


def _left_out(scope: Scope, postgres: str | None, answers: list[Answers]) -> Iterator[str]:
    if postgres is None:
        yield "PostgreSQL was left out: it is not installed here."
    uncopied = [one.invented.size.name for one in answers if float(one.invented.size.name) > scope.copies_to]
    if uncopied:
        yield f"The plain copies of {', '.join(uncopied)} million rows were left out for time and disk."


def main(arguments: list[str]) -> None:
    """Measure and write the results, section by section, so that a stop halfway loses nothing."""
    options = parse_options(arguments)
    target = options.to or (None if options.quick else RESULTS)
    started = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that servers and folders are cleared away
    with workplace(options.folder) as work:
        for section in measure(read_scope(options), work):
            print(f"## {section.title}\n\n{section.text}\n", flush=True)
            if target:
                write_sections(target, [section])
            print(f"[{time.monotonic() - started:.0f} s] {section.title}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
