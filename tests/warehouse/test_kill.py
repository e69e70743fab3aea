"""A build killed at any moment leaves the old release or the whole new one; the next one completes, leaving nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from office_home import OfficeHome, copy_office

from noaber.warehouse.publish import list_releases
from noaber.warehouse.store import sweep_work

EXTRA = 24
"""Deliveries more than the office has, so that a build has something to be killed in."""


def more_deliveries(office: OfficeHome) -> None:
    """Revise every delivery, and add those of many earlier years."""
    for path in office.deliveries.glob("register_?.csv"):
        path.write_bytes(path.read_bytes().replace(b";T;", b";T; "))
    for at in range(EXTRA):
        rows = "".join(f"B-dorp;{1990 + at} {q}e kwartaal;{sex};5{at}\n" for q in (1, 2, 3, 4) for sex in "MV")
        (office.deliveries / f"register_{1990 + at}.csv").write_text(
            "Gemeente;Kwartaal;Geslacht;Aantal\n" + rows, "utf-8"
        )


def begin(office: OfficeHome) -> subprocess.Popen[bytes]:
    """Start a real `noaber build`."""
    command = [sys.executable, "-c", "from noaber.cli.main import main; main()"]
    arguments = ["build", str(office.content), "--deliveries", str(office.deliveries)]
    environment = {**os.environ, "NOABER_HOME": str(office.store.home)}
    return subprocess.Popen([*command, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def completes(office: OfficeHome) -> bool:
    """Let a build run to its end."""
    process = begin(office)
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said.decode()
    return True


def kill_when(office: OfficeHome, moment: Callable[[], bool]) -> bool:
    """Run a build until something is to be seen on disk, and kill it there; says whether it was still running."""
    process = begin(office)
    while process.poll() is None and not moment():
        time.sleep(0.0005)
    process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


def moments(office: OfficeHome, old: str) -> list[Callable[[], bool]]:
    """What is seen on disk in the course of a build, one after the other."""
    home, started = office.store.home, time.monotonic
    register = home / "deliveries" / "office.jsonl"
    before = register.read_bytes().count(b"\n")

    def made(kind: str, more: int) -> Callable[[], bool]:
        known = len(list((home / "cache" / kind).glob("*/*")))
        return lambda: len(list((home / "cache" / kind).glob("*/*"))) >= known + more

    def after(seconds: float) -> Callable[[], bool]:
        until = started() + seconds
        return lambda: started() > until

    return [
        after(0.05),
        lambda: any((home / "deliveries").glob(".*.*")) or register.read_bytes().count(b"\n") > before,
        lambda: register.read_bytes().count(b"\n") > before + 10,
        made("table", 1),
        made("table", 12),
        made("records", 2),
        made("records", 14),
        made("figures", 1),
        lambda: any((home / "work").glob("*/public.duckdb")),
        lambda: any(path.name not in (old, "current", ".lock") for path in office.releases.iterdir()),
    ]


def test_a_killed_build_harms_nothing(built_office: OfficeHome, tmp_path: Path) -> None:
    """Killed ten times, each time further on; each time the release that readers see is whole."""
    standing = built_office.standing()
    assert standing is not None
    more_deliveries(built_office)
    killed = 0
    for moment in moments(built_office, standing[0]):
        killed += kill_when(built_office, moment)
        release = built_office.release()
        assert release.count(release.select("inhabitants")) > 0
        if release.id == standing[0]:
            assert built_office.standing() == standing
        release.close()
        assert len(list((built_office.store.home / "work").iterdir())) <= 2
    assert killed >= 8
    assert completes(built_office)
    assert finished_as_undisturbed(built_office, tmp_path)
    assert nothing_left(built_office)


def finished_as_undisturbed(office: OfficeHome, tmp_path: Path) -> bool:
    """Say whether a fresh home, with the same deliveries and the same release before, gives the same."""
    new, old = list_releases(office.releases)
    assert new.current
    fresh = copy_office(office, tmp_path / "undisturbed")
    shutil.rmtree(fresh.store.home / "cache")
    shutil.rmtree(fresh.releases / new.id)
    (fresh.releases / "current").unlink()
    (fresh.releases / "current").symlink_to(old.id)
    assert completes(fresh)
    found = list_releases(fresh.releases)[0]
    assert (found.id, found.manifest["key"], found.current) == (new.id, new.manifest["key"], True)
    return all(found.manifest[name] == new.manifest[name] for name in ("counts", "deliveries", "difference"))


def nothing_left(office: OfficeHome) -> bool:
    """Say whether half-done work is gone: nothing grows with every crash."""
    home = office.store.home
    sweep_work(home)
    assert list((home / "work").iterdir()) == []
    assert [path.name for path in (home / "deliveries").iterdir() if path.name.startswith(".")] == []
    assert sorted(path.name for path in office.releases.iterdir() if path.name.startswith(".")) == [".lock"]
    return not any((home / "quarantine").rglob(".*"))


def test_work_of_the_living_stays(built_office: OfficeHome) -> None:
    """Only what belongs to processes that are gone is swept."""
    work = built_office.store.home / "work"
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for pid in (gone.pid, os.getpid()):
        (work / f"{pid}-x").mkdir(parents=True)
        (built_office.releases / f".current-{pid}").symlink_to("nowhere")
    (work / "something else").mkdir()
    sweep_work(built_office.store.home)
    assert sorted(path.name for path in work.iterdir()) == sorted([f"{os.getpid()}-x", "something else"])
    assert [path.name for path in built_office.releases.glob(".current-*")] == [f".current-{os.getpid()}"]
