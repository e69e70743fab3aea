"""What was measured on, and with which versions."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

from benchmarks.report import Section

PARTS = ("duckdb", "polars", "granian", "starlette", "pandas", "psycopg")


def describe_machine(today: str) -> Section:
    """Describe cores, memory, versions, load and how to read the figures."""
    memory = next(line for line in Path("/proc/meminfo").read_text("utf-8").splitlines() if line.startswith("MemTotal"))
    gigabytes = round(int(memory.split()[1]) / 1024**2)
    parts = ", ".join(f"{part} {version(part)}" for part in PARTS)
    text = TEXT.format(
        today=today,
        cores=os.cpu_count(),
        load=f"{os.getloadavg()[1]:.1f}",
        memory=gigabytes,
        system=f"{platform.system()} {platform.machine()}",
        parts=f"Python {platform.python_version()}, {parts}, SQLite {sqlite3.sqlite_version}{_postgres()}",
    )
    return Section("How this was measured", text)


TEXT = """{today}; {cores} cores, {memory} GB of memory, {system}. {parts}.

Other work ran beside it: mean load before the last run {load} on {cores} cores. On a quiet machine times are shorter.

Times are medians with the lowest and highest in brackets. What is compared is measured in turns in the same run, so
that a busy moment of the machine hits both alike; ratios are safer to read than times. Processor time is given where
it says more than wall time. `python -m benchmarks` measures everything anew; `--help` says what can be chosen."""


def _postgres() -> str:
    program = postgres_program("postgres")
    if program is None:
        return ""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return f", PostgreSQL {said.split()[2]}"


def postgres_program(name: str) -> str | None:
    """Find a program of PostgreSQL, also where Debian keeps it; None where there is none."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(places[0]) if places else shutil.which(name)
