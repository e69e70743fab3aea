"""A quarter delivered three times: late, corrected, withdrawn; what stands in each release, and in those before."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from people_deliveries import TOWNS, Spell, Town, bsn, invent, office_door, write_deliveries, write_quarter

from noaber.content.model import Region
from noaber.vocabulary.errors import BuildRefused
from noaber.vocabulary.sights import Grant, Sight
from noaber.warehouse.build import Built, build
from noaber.warehouse.difference import diff_releases
from noaber.warehouse.people_kept import forget, open_door, purge
from noaber.warehouse.query import open_release
from noaber.warehouse.store import Store

SOME = tuple(f"2024-Q{number}" for number in (1, 2, 3))
KEYS = office_door().keys


def clients_of(built: Built, area: str, period: str) -> tuple[float | None, str]:
    """Give the number of clients in a release as those who make it see it, and its status."""
    explained = open_release(built.release.folder, Sight((Grant("internal"),))).explain("clients", area, period, "")
    return explained.cell.value, explained.cell.status


def _town() -> Town:
    town = invent(4, 60, 0)
    places = list(TOWNS)
    town.spells = [Spell(n, n, places[n % 3], "HBDJ"[n % 4], date(2023, 11, 1), None) for n in range(45)]
    return town


def test_a_quarter_told_three_times(office: Region, tmp_path: Path) -> None:
    """The newest picture counts; each release stays as it was, to the byte; differences are told with their reason."""
    town, folder, store = _town(), tmp_path / "in", Store(tmp_path / "home")
    write_deliveries(folder, town, SOME)
    late = folder / "care_GM9003_2024-Q3.csv"
    told = late.read_text("utf-8")
    late.unlink()
    built = [build(office, store, folder, door=office_door())]
    assert clients_of(built[0], "GM9001", "2024-Q3") == (15, "P")
    assert clients_of(built[0], "GM9001", "2024-Q2") == (15, "A")
    assert clients_of(built[0], "Drieland", "2024-Q2") == (45, "P")  # one member told this quarter last

    late.write_text(told, "utf-8")
    built.append(build(office, store, folder, door=office_door()))
    assert clients_of(built[1], "Drieland", "2024-Q3") == (45, "P")

    more = [*town.spells, *(Spell(90 + n, 50 + n, "GM9003", "H", date(2024, 8, 1), None) for n in range(3))]
    write_quarter(folder, more, "GM9003", "2024-Q3")
    built.append(build(office, store, folder, door=office_door()))
    assert clients_of(built[2], "Drieland", "2024-Q3") == (48, "P")

    taken_back = [f"{line[:-1]}V" if line.startswith("9") else line for line in _lines(late)]  # numbers 90 to 92
    late.write_text("\n".join(taken_back) + "\n", "utf-8")
    built.append(build(office, store, folder, door=office_door()))
    assert clients_of(built[3], "Drieland", "2024-Q3") == (45, "P")

    changes = {change.indicator: change for change in diff_releases(built[2].release.file, built[3].release.file)}
    assert changes["clients"].changed > 0
    assert changes["clients"].why == "deliveries"
    for one in built:
        assert hashlib.sha256(one.release.file.read_bytes()).hexdigest() == one.release.manifest["sha256"]


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def test_a_record_told_again_in_a_later_quarter(office: Region, tmp_path: Path) -> None:
    """A later file may change what an earlier one told: here a cost; what is told last counts, whenever it came."""
    town, folder, store = _town(), tmp_path / "in", Store(tmp_path / "home")
    write_deliveries(folder, town, SOME)
    path = folder / "care_GM9001_2024-Q3.csv"
    again = [line for line in _lines(folder / "care_GM9001_2024-Q1.csv") if line.startswith("0;")]
    path.write_text("\n".join([*_lines(path), again[0].replace(";10,00;N", ";110,00;G")]) + "\n", "utf-8")
    built = build(office, store, folder, door=office_door())
    release = open_release(built.release.folder)
    costs = {quarter: release.explain("care_cost", "GM9001", quarter, "").cell.value for quarter in SOME}
    assert costs == {"2024-Q1": 250.0, "2024-Q2": 150.0, "2024-Q3": 150.0}


def test_who_is_forgotten_does_not_come_back(office: Region, tmp_path: Path) -> None:
    """Nowhere in what is kept, nor with the next delivery; releases made before stand."""
    town, folder, store = _town(), tmp_path / "in", Store(tmp_path / "home")
    write_deliveries(folder, town, SOME)
    before = build(office, store, folder, door=office_door())
    removed = {one.source: one.rows for one in forget(office, store, [bsn(3)], KEYS())}
    assert removed == {"care": 3, "persons": 2}
    assert not list((store.home / "cache").glob("personal-*"))
    door = open_door(office, store, KEYS)
    for folder_again in (None, folder):
        after = build(office, store, folder_again, door=door)
        assert clients_of(after, "Drieland", "2024-Q1")[0] == 44
    assert clients_of(before, "Drieland", "2024-Q1")[0] == 45
    (folder / "care_GM9001_2024-Q1.csv").write_text(
        (folder / "care_GM9001_2024-Q1.csv").read_text("utf-8") + f"999;2024-Q1;{bsn(3)};H;2024-01-01;;5;N\n", "utf-8"
    )
    assert clients_of(build(office, store, folder, door=door), "Drieland", "2024-Q1")[0] == 44


def test_what_is_expired_goes(office: Region, tmp_path: Path) -> None:
    """Five years after the end of the period; what is within them stays."""
    town, folder, store = _town(), tmp_path / "in", Store(tmp_path / "home")
    write_deliveries(folder, town, SOME)
    build(office, store, folder, door=office_door())
    assert purge(office, store, date(2028, 12, 31)) == []
    removed = {one.source: (one.rows, one.deliveries) for one in purge(office, store, date(2029, 5, 1))}
    assert removed == {"care": (45, 3), "persons": (60, 1)}
    kept = [delivery.file for delivery in store.keeper("office").kept() if delivery.kept]
    assert sorted(kept) == sorted(["persons_2024.csv", *(f"care_{t}_2024-Q{q}.csv" for t in TOWNS for q in (2, 3))])
    assert all(store.keeper("office").path(d).exists() for d in store.keeper("office").kept())


def test_real_people_wait_for_disclosure_control(office: Region, tmp_path: Path) -> None:
    """Deliveries that nobody calls invented are refused before anything of them is kept; all are where none may be."""
    folder, store = tmp_path / "in", Store(tmp_path / "home")
    write_deliveries(folder, _town(), SOME)
    refusing = replace(office, file=office.file.model_copy(update={"personal": "refused"}))
    with pytest.raises(BuildRefused, match="none in this region"):
        build(refusing, store, folder, door=office_door())
    (folder / "noaber-deliveries.yml").unlink()
    with pytest.raises(BuildRefused, match="about real people"):
        build(office, store, folder, door=office_door())
    assert store.keeper("office").kept() == []
