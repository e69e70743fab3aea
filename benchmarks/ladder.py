"""Larger and larger tables, and more and more visitors: the site beside Datasette on SQLite with the same figures."""

from __future__ import annotations

import http.client
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.measuring import Timing
from benchmarks.plain_databases import load_sqlite
from benchmarks.report import Section, short, table
from benchmarks.servers import HOST, PATIENCE, WORKERS, free_port, noaber_command, serving, time_addresses
from benchmarks.serving import draw_addresses
from benchmarks.visitors import Visits, send_visitors
from benchmarks.workplace import Invented
from noaber.warehouse.query import Release, open_release
from noaber.warehouse.selection import observations_sql
from noaber.web.tabulation_asking import ask_tabulation, selection_of

ROUNDS = 7
ADDRESSES = 1_000
LOADS = (("steady", 10, 20), ("spike", 30, 10), ("stress", 40, 20), ("beyond", 400, 20))
"""Name, visitors a second, seconds."""


@dataclass(frozen=True)
class Step:
    """One table: what it is asked with, what comes of it, and the most milliseconds it may take (first byte, whole)."""

    name: str
    page: str
    query: Mapping[str, str]
    most: float
    first_byte: bool = False


@dataclass(frozen=True)
class Climbed:
    """What a step took: cells, milliseconds to the first byte and to the last, bytes; and the plain alternative."""

    step: Step
    cells: int
    first: Timing
    whole: Timing
    bytes: int
    plain: Timing | None


def ladder_steps(release: Release) -> Iterator[Step]:
    """Give the steps on the invented release of 10 million observations."""
    known = release.catalogue
    plain = [id for id, card in known.indicators.items() if not card.dimensions]
    sliced = next(id for id, card in known.indicators.items() if card.dimensions)
    whole = {"van": "2013", "tot": "2024", "binnen": "-"}

    def of(ids: Sequence[str], level: str) -> dict[str, str]:
        return {"cijfers": ",".join(ids), "niveau": level, **whole}

    yield Step("2,500 cells, CSV", "tabel.csv", of(plain[:3], "gemeente"), 100)
    yield Step("2,500 cells, page, three row dimensions", "tabel",
               of([sliced], "gemeente") | {"delen": "alle", "kolommen": "cijfer"}, 150)  # fmt: skip
    yield Step("25,000 cells, CSV", "tabel.csv", of(plain[:29], "gemeente"), 250)
    yield Step("92,000 values of one indicator, CSV", "tabel.csv", of([sliced], "buurt") | {"delen": "alle"}, 500)
    yield Step("92,000 values of one indicator, its page", f"cijfer/{sliced}", {"niveau": "buurt", "tot": "2024"}, 500)
    yield Step("150,000 cells, CSV", "tabel.csv", of(plain[:5], "buurt"), 800)
    yield Step("800,000 cells, CSV, first byte", "tabel.csv", of(plain[:24], "buurt"), 300, first_byte=True)
    yield Step("1,140,480 cells, CSV", "tabel.csv", of(plain[:33], "buurt"), 10_000)
    yield Step("1,140,480 cells, XLSX over 33 sheets", "tabel.xlsx", of(plain[:33], "buurt"), 10_000)


def measure_ladder(invented: Invented, folder: Path) -> Section:
    """Measure the steps and the loads; Datasette is left out where it is not installed."""
    release = open_release(invented.releases / "current")
    steps = list(ladder_steps(release))
    sql = {step.name: _sql(release, step) for step in steps}
    cells = {step.name: _count(release, text) for step, text in zip(steps, sql.values(), strict=True)}
    release.close()
    home = {"NOABER_HOME": str(invented.home), "NOABER_HOST": HOST}
    with _datasette(invented, folder) as plain:
        port = free_port()
        with serving(noaber_command(invented, port), port, home | {"NOABER_CACHE_MB": "0"}):
            climbed = [_climb(port, step, cells[step.name], plain, sql[step.name]) for step in steps]
        draw = draw_addresses(invented, ADDRESSES)
        port = free_port()
        with serving(noaber_command(invented, port), port, home):
            loads = [send_visitors(port, draw.pages, rate, seconds) for _, rate, seconds in LOADS]
        asked = ["/plain.csv?" + urlencode({"sql": statements[0]}) for statements in draw.statements]
        beside = [send_visitors(plain, asked, *_bearable(rate, seconds)) for _, rate, seconds in LOADS] if plain else []
    return Section("Ladder", _render(invented, climbed, loads, beside))


def _bearable(rate: int, seconds: int) -> tuple[int, int]:
    """Let no more than a thousand visitors come to the plain alternative: it serves them one after the other."""
    return rate, max(1, min(seconds, 1000 // rate))


def _sql(release: Release, step: Step) -> str:
    """Give the plain statement behind a step."""
    id = step.page.removeprefix("cijfer/")
    query = (
        step.query if step.page.startswith("tabel") else {"cijfers": id, "delen": "alle", "binnen": "-", **step.query}
    )
    asked = ask_tabulation(release, {name: [value] for name, value in query.items()}, "nl")
    return observations_sql(selection_of(release, asked))


def _count(release: Release, sql: str) -> int:
    return len(release._fetch(sql))


def _climb(port: int, step: Step, cells: int, plain: int | None, sql: str) -> Climbed:
    address = f"/nl/{step.page}?{urlencode(step.query)}"
    time_addresses(port, [address])
    taken = [_fetch(port, address) for _ in range(ROUNDS if step.most < 1000 else 3)]
    first, whole = (Timing(tuple(one[part] for one in taken)) for part in (0, 1))
    beside = None
    if plain and not step.page.endswith("xlsx"):
        asked = "/plain.csv?" + urlencode({"sql": sql})
        beside = Timing(tuple(_fetch(plain, asked)[1] for _ in range(3)))
    return Climbed(step, cells, first, whole, int(taken[0][2]), beside)


def _fetch(port: int, address: str) -> tuple[float, float, float]:
    """Give milliseconds to the first byte of the body and to the last, and the bytes that travelled."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    started = time.perf_counter()
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    size = len(answer.read(1))
    first = time.perf_counter()
    while part := answer.read(1 << 20):
        size += len(part)
    connection.close()
    if answer.status != 200:
        raise OSError(f"{address} answered {answer.status}")
    return 1000 * (first - started), 1000 * (time.perf_counter() - started), size


@contextmanager
def _datasette(invented: Invented, folder: Path) -> Iterator[int | None]:
    """Serve the same observations through Datasette; gives the port, None where it is not installed."""
    program = shutil.which("datasette")
    if program is None:
        yield None
        return
    file = folder / "plain.db"
    file.unlink(missing_ok=True)
    load_sqlite(invented.file, file)
    port = free_port()
    limits = {"max_returned_rows": 2_000_000, "sql_time_limit_ms": 60_000, "max_csv_mb": 0}
    settings = [part for name, value in limits.items() for part in ("--setting", name, str(value))]
    with serving([program, "serve", "-i", str(file), "-h", HOST, "-p", str(port), *settings], port, {}):
        yield port
    file.unlink()


def _render(invented: Invented, climbed: Sequence[Climbed], loads: Sequence[Visits], beside: Sequence[Visits]) -> str:
    return "\n\n".join(
        (
            INTRODUCTION.format(size=invented.size.name, workers=WORKERS, addresses=f"{ADDRESSES:,}"),
            "**Tables**, not in memory, compressed as a browser asks them",
            table(
                ["table", "cells", "first byte", "whole", "may take", "travels", "Datasette, CSV"],
                [_step_row(one) for one in climbed],
            ),
            "**Visitors**, from an empty memory, one load after the other",
            table(
                ["load", "a second", "Noaber p50", "p95", "failed", "Datasette p50", "p95", "failed"],
                _load_rows(loads, beside),
            ),
        )
    )


INTRODUCTION = """`noaber serve` with {workers} workers on the release of {size} million observations; beside it
Datasette on an SQLite file with the same observations, one process as it comes, which gives bare keys where Noaber
gives names, marks and notes. Visitors come at random moments whether or not the site keeps up, and ask one of
{addresses} explorer pages, popular ones more often (Zipf); Datasette is asked the first statement behind such a page.
What they wait counts from the moment they come. To Datasette come a thousand at most, so the
last load on it is a short one. Visitors, site and Datasette share the same two cores."""


def _step_row(one: Climbed) -> list[str]:
    plain = f"{short(one.plain.median)} ms" if one.plain else "-"
    limit = f"{one.step.most:,.0f} ms" + (" to the first byte" if one.step.first_byte else "")
    first, whole = f"{short(one.first.median)} ms", f"{short(one.whole.median)} ms"
    return [one.step.name, f"{one.cells:,}", first, whole, limit, f"{one.bytes / 1e6:.2f} MB", plain]


def _load_rows(loads: Sequence[Visits], beside: Sequence[Visits]) -> Iterator[list[str]]:
    for at, ((name, rate, _), visits) in enumerate(zip(LOADS, loads, strict=True)):
        plain = _waits(beside[at]) if beside else ["-"] * 3
        yield [name, str(rate), *_waits(visits), *plain]


def _waits(visits: Visits) -> list[str]:
    return [f"{short(visits.waited.median)} ms", f"{short(visits.waited.quantile(0.95))} ms", str(visits.failed)]
