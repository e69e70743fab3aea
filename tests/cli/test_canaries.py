"""Numbers, names and texts of people are planted in deliveries: they stand nowhere in what the commands wrote."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import httpx
import polars as pl
import pytest
from canaries import find_words

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "warehouse"))

from people_deliveries import ROOT, bsn, invent, write_deliveries

OFFICE = str(ROOT / "office")
NUMBER, RECORD = bsn(4711), "98765432101"
NAME, MAIL, NOTE = "Wilhelmina Zonnebloem", "w.zonnebloem@voorbeeld.example", "belt vrijdag over moeder"
DEVICE = "a4:5e:60:c3:19:7d"
PLANTED = (NUMBER, RECORD, NAME, MAIL, NOTE, DEVICE)
RUN = "from noaber.cli.main import main; main()"


@dataclass(frozen=True)
class House:
    """A house on this machine with folders of its own for everything that a process may write to."""

    folder: Path
    clean: dict[Path, tuple[int, int, int]] = field(default_factory=dict, repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """What its processes see: home, key, folder of the user, folder for what is temporary."""
        places = {"NOABER_HOME": "home", "HOME": "user", "TMPDIR": "temporary", "XDG_CACHE_HOME": "user/cache"}
        for place in places.values():
            (self.folder / place).mkdir(parents=True, exist_ok=True)
        own = {name: str(self.folder / place) for name, place in places.items()}
        paths = os.pathsep.join(filter(None, sys.path))
        return {**os.environ, **own, "NOABER_KEY": str(self.folder / "safe" / "keys"), "PYTHONPATH": paths}

    @property
    def deliveries(self) -> Path:
        """Where suppliers put their files: the only place where something of anybody may stand."""
        return self.folder / "in"

    def run(self, *arguments: str, expect: int = 0, told: str = "") -> str:
        """Run a command as its user does; what it says is kept in a file."""
        said = self.folder / "said" / f"{len(list((self.folder / 'said').glob('*')))}-{arguments[0]}.txt"
        command = [sys.executable, "-c", RUN, *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=self.folder / "user", input=told, capture_output=True, text=True
        )
        said.write_text(done.stdout + done.stderr, "utf-8")
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout + done.stderr

    def found(self) -> list[str]:
        """Say where something that was planted stands, other than in the deliveries; what was clean and is as it was
        is not read again."""
        written = {path: _state(path) for path in self.folder.rglob("*") if path.is_file()}
        same = [path for path, state in written.items() if self.clean.get(path) == state]
        found = find_words(self.folder, PLANTED, [self.deliveries, *same])
        if not found:
            self.clean.update(written)
        return found


def _state(path: Path) -> tuple[int, int, int]:
    """Give what changes with every change of a file."""
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house whose key is made and whose suppliers have delivered; somebody planted is in every delivery of people."""
    house = House(tmp_path_factory.mktemp("canaries") / "house")
    (house.folder / "said").mkdir(parents=True)
    write_deliveries(house.deliveries, invent(3, 60, 120), ("2024-Q1", "2024-Q2"))
    for path in sorted(house.deliveries.glob("persons_*.csv")):
        plant(path, f"{NUMBER};h9;1950-05-05;V;BU90010000", f"{bsn(4712)};h9;{NAME};V;BU90010000")
    for path in sorted(house.deliveries.glob("care_*.csv")):
        quarter = path.stem[-7:]
        plant(
            path,
            f"{RECORD};{quarter};{NUMBER};H;2024-01-01;;5,00;N",
            f"77701;{quarter};{NUMBER};{MAIL};2024-01-01;;5,00;N",
            f"77702;{quarter};{NUMBER};H;{NOTE};;5,00;N",
            f"77703;{NUMBER};{NUMBER};H;2024-01-01;;{NUMBER};N",
            f"77704;{quarter};{NAME};H;2024-01-01;{MAIL};5,00;{NOTE}",
            f"77705;{quarter};{NUMBER};H;2024-01-01;;5,00;N;{NAME};{MAIL}",
        )
    house.run("key", "new")
    return house


def plant(path: Path, *lines: str) -> None:
    """Add lines to a delivery, and a column that nobody declared; the sound lines stand there often enough."""
    head, *rows = path.read_text("utf-8").splitlines()
    keyed = [f"{copy}{row}" for copy in range(1, 30) for row in rows] if path.name.startswith("care") else rows
    width = head.count(";") + 1
    noted = [f"{line};{NOTE} {MAIL}" if line.count(";") + 1 == width else line for line in (*keyed, *rows, *lines)]
    path.write_text("\n".join([f"{head};toelichting", *noted]) + "\n", "utf-8")


@contextmanager
def serving(house: House) -> Iterator[str]:
    """Serve the site as `noaber serve` does; what it says is kept."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", RUN, "serve", OFFICE, "--port", str(port), "--workers", "1"]
    with (house.folder / "said" / "serve.txt").open("wb") as log:
        server = subprocess.Popen(command, env=house.environment, cwd=house.folder / "user", stdout=log, stderr=log)
        try:
            for _ in range(600):
                with socket.socket() as asking:
                    if asking.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(60)


def test_nothing_planted_is_found_after_all_commands(house: House) -> None:
    """Build, dry run, a second build, diff, explain, register, the site, purge, forget: nothing they wrote has it."""
    deliveries = ("--deliveries", str(house.deliveries))
    house.run("build", OFFICE, "--dry-run", *deliveries)
    assert "published" in house.run("build", OFFICE, *deliveries)
    first = current(house)
    path = house.deliveries / "care_GM9001_2024-Q2.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([line for line in lines if not line.startswith("1")]) + "\n", "utf-8")
    assert "published" in house.run("build", OFFICE, *deliveries)
    assert first != current(house)
    house.run("diff", OFFICE, first, current(house))
    assert "Cliënten" in house.run("explain", "clients", "GM9001", "2024-Q1", "--region", OFFICE)
    house.run("register", OFFICE)
    with serving(house) as address:
        for page in ("/nl", "/nl/indicator/clients", f"/nl/zoek?q={NUMBER}", f"/nl/zoek?q={NAME}"):
            assert httpx.get(f"{address}{page}", timeout=60, follow_redirects=True).status_code in (200, 404)
    assert NUMBER not in house.run("forget", OFFICE, "--person", told=f"{NUMBER}\n")
    house.run("purge", OFFICE)
    assert house.found() == []
    quarantined = list((house.folder / "home" / "quarantine").rglob("care_GM9001*.csv"))
    assert quarantined


def current(house: House) -> str:
    """Give the id of the current release."""
    manifest = house.folder / "home" / "releases" / "office" / "current" / "manifest.json"
    return str(json.loads(manifest.read_text("utf-8"))["id"])


FAILING: dict[str, tuple[str, Callable[[str], str]]] = {
    "devices": ("care_GM9002_2024-Q2.csv", lambda text: text.replace("toelichting", "mac").replace(NOTE, DEVICE)),
    "no header": ("care_GM9002_2024-Q2.csv", lambda text: text.partition("\n")[2]),
    "bad rows": ("care_GM9002_2024-Q2.csv", lambda text: text.replace(";H;", f";{NAME};")),
    "a name twice": ("persons_2024.csv", lambda text: text.replace("bsn;huishouden", f"{NUMBER};{NUMBER}")),
    "a number in the name": (f"persons_{NUMBER}.csv", lambda text: text),
    "no text": ("care_GM9002_2024-Q2.csv", lambda text: text.replace(";", "\0", 9)),
}


@pytest.mark.parametrize("how", FAILING)
def test_nothing_planted_is_found_after_a_build_that_fails(how: str, house: House) -> None:
    """Whatever was wrong with the delivery; the message tells of none of it."""
    file, change = FAILING[how]
    path = house.deliveries / file
    sound = path.read_text("utf-8") if path.exists() else ""
    path.write_text(change(sound or (house.deliveries / "persons_2023.csv").read_text("utf-8")), "utf-8")
    try:
        house.run("build", OFFICE, "--deliveries", str(house.deliveries), expect=3)
    finally:
        path.write_text(sound, "utf-8") if sound else path.unlink()
    assert house.found() == []


def test_nothing_planted_is_found_after_a_build_is_killed(house: House) -> None:
    """At three moments: what it had begun to write has nothing of anybody either."""
    for path in house.deliveries.glob("care_*.csv"):
        path.write_text(path.read_text("utf-8").replace(";5,00;", f";{int(time.time()) % 90 + 6},00;"), "utf-8")
    command = [sys.executable, "-c", RUN, "build", OFFICE, "--deliveries", str(house.deliveries)]
    for seconds in (1.5, 3, 5):
        building = subprocess.Popen(
            command, env=house.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=house.folder
        )
        try:
            building.wait(seconds)
        except subprocess.TimeoutExpired:
            building.kill()
            building.wait()
        assert house.found() == []


@pytest.mark.parametrize("how", ["parquet", "database", "gzip", "zip", "utf-16", "reversed", "hash", "name of a file"])
def test_the_search_finds_what_is_there(how: str, tmp_path: Path) -> None:
    """In every disguise; else finding nothing would mean nothing."""
    path = tmp_path / "kept"
    if how == "parquet":
        pl.DataFrame({"a": [f"x{NUMBER}y"] * 50}).write_parquet(path, compression="zstd")
    elif how == "database":
        with duckdb.connect(str(path)) as database:
            database.execute("CREATE TABLE t AS SELECT ? || i AS a FROM range(5000) r(i)", [NUMBER])
    elif how == "gzip":
        path.write_bytes(gzip.compress(NUMBER.encode()))
    elif how == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a", gzip.compress(NUMBER.encode()))
    elif how == "name of a file":
        (tmp_path / f"wmo {NUMBER}.csv").mkdir()
    else:
        disguised = {"utf-16": NUMBER.encode("utf-16"), "reversed": NUMBER[::-1].encode()}
        path.write_bytes(disguised.get(how, b"") or hashlib.sha256(NUMBER.encode()).hexdigest().encode())
    assert find_words(tmp_path, [NUMBER])
