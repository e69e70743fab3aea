"""A quarter that comes late, is corrected, has records taken back and is then withdrawn: five releases by commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from people_deliveries import ROOT, TOWNS, Spell, Town, invent, write_deliveries, write_quarter

OFFICE = str(ROOT / "office")
LATE = "care_GM9003_2024-Q3.csv"
SOME = tuple(f"2024-Q{number}" for number in (1, 2, 3))
Run = Callable[..., str]


def steady_town() -> Town:
    """Forty-five people with a provision that runs on, fifteen in each municipality."""
    town = invent(4, 60, 0)
    places = list(TOWNS)
    town.spells = [Spell(n, n, places[n % 3], "HBDJ"[n % 4], date(2023, 11, 1), None) for n in range(45)]
    return town


def deliver_thrice(folder: Path, run: Run) -> Iterator[str]:
    """Deliver and build five times: without the quarter of C-ham; with it; with three people more; without them again;
    and after the quarter was withdrawn as a whole. Gives what each build says."""
    town = steady_town()
    write_deliveries(folder, town, SOME)
    late = folder / LATE
    told = late.read_text("utf-8")
    late.unlink()
    build = ("build", OFFICE, "--deliveries", str(folder))
    yield run(*build)
    late.write_text(told, "utf-8")
    yield run(*build)
    more = [*town.spells, *(Spell(90 + n, 50 + n, "GM9003", "H", date(2024, 8, 1), None) for n in range(3))]
    write_quarter(folder, more, "GM9003", "2024-Q3")
    yield run(*build)
    lines = late.read_text("utf-8").splitlines()
    taken_back = [f"{line[:-1]}V" if line.startswith("9") else line for line in lines]  # numbers 90 to 92
    late.write_text("\n".join(taken_back) + "\n", "utf-8")
    yield run(*build)
    run("withdraw", OFFICE, LATE, "--all", "--reason", "The supplier counted another quarter.")
    yield run(*build)
