"""Through the commands: a quarter told three times and withdrawn; releases stand, and each can be made again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from noaber.cli.main import main
from noaber.warehouse.publish import Released, list_releases

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "warehouse"))

from people_deliveries import bsn
from told_thrice import LATE, OFFICE, deliver_thrice


@dataclass(frozen=True)
class Told:
    """Where deliveries and home of the five releases are, what each build said, and the files after each."""

    folder: Path
    said: list[str]
    files: list[dict[str, str]]

    @property
    def home(self) -> Path:
        """What the house keeps."""
        return self.folder / "home"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Five releases, made by commands; to look at or to copy."""
    folder = tmp_path_factory.mktemp("told")
    with pytest.MonkeyPatch.context() as patch:
        use_home(folder, patch)
        say("key", "new")
        told = Told(folder, [], [])
        for said in deliver_thrice(folder / "in", say):
            told.said.append(said)
            told.files.append(hashes(told.home))
    return told


@pytest.fixture
def copied(told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    """A copy of all that, to do with as one likes."""
    shutil.copytree(told.folder, tmp_path / "told", symlinks=True)
    use_home(tmp_path / "told", monkeypatch)
    return Told(tmp_path / "told", told.said, told.files)


def use_home(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let commands use the home and the key in a folder."""
    patch.setenv("NOABER_HOME", str(folder / "home"))
    patch.setenv("NOABER_KEY", str(folder / "safe" / "keys"))


def say(*arguments: str, code: int = 0) -> str:
    """Run a command that ends with a code; give what it says."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    assert stopped.value.code == code, out.getvalue()
    return out.getvalue()


def hashes(home: Path) -> dict[str, str]:
    """Give the hash of every file of the releases that stand."""
    files = [path for path in (home / "releases" / "office").glob("2*/*") if not path.parent.is_symlink()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def releases(home: Path) -> list[Released]:
    """Give the releases, oldest first."""
    return list_releases(home / "releases" / "office")[::-1]


def test_five_releases_stand_and_can_be_made_again(copied: Told) -> None:
    """None changes when another is made; each made again has the same key and the same rows in every table."""
    assert all("published." in said for said in copied.said)
    assert [len(files) for files in copied.files] == [5, 10, 15, 20, 25]
    for before, after in pairwise(copied.files):
        assert before.items() <= after.items()
    found = releases(copied.home)
    assert [len(release.manifest["withdrawn"]) for release in found] == [0, 0, 0, 0, 3]
    for release in found:
        again = copied.folder / "again" / release.id
        said = say("rebuild", OFFICE, release.id, "--to", str(again))
        assert f"{release.id} made again from {len(release.manifest['deliveries'])} kept deliveries" in said
        assert "every table is the same, the same key." in said
        (made,) = releases(again)
        assert made.manifest["built_at"] == release.manifest["built_at"]
    assert list(hashes(copied.home).values()) == list(copied.files[-1].values())


def test_what_is_withdrawn_can_come_back(copied: Told) -> None:
    """All, or the newest alone; the one before counts, and the file that still lies there changes nothing."""
    build = ("build", OFFICE, "--deliveries", str(copied.folder / "in"))
    assert "is taken back already" in say("withdraw", OFFICE, LATE, "--reason", "again", code=5)
    assert say("withdraw", OFFICE, LATE, "--undo", "--reason", "It was right.").count("counts again") == 3
    say(*build)
    assert releases(copied.home)[-1].manifest["withdrawn"] == []
    said = say("withdraw", OFFICE, f"{LATE}.gz", "--reason", "Three too few.")
    assert (said.count("counts no longer"), said.count("counts from the next build on")) == (1, 1)
    say(*build)
    data = json.loads(say("explain", "clients", "Drieland", "2024-Q3", "--region", OFFICE, "--json"))
    assert data["value"] == 48


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("care_GM9003_2024-Q4.csv", "--reason", "x"), 5, "no delivery of this name"),
        (("care_GM9002_2024-Q3.csv", "--reason", "x", "--undo"), 5, "no delivery of this name was taken back"),
        (("care_GM9002_2024-Q3.csv", "--reason", "of 111222333"), 3, "a citizen service number in the reason"),
    ],
)
def test_what_cannot_be_withdrawn(
    words: tuple[str, ...], code: int, said: str, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that never came, what was never taken back, a reason with somebody in it."""
    use_home(told.folder, monkeypatch)
    answer = say("withdraw", OFFICE, *words, code=code)
    assert said in answer
    assert "111222333" not in answer


def test_a_release_of_other_content_or_of_what_is_gone_is_not_made_again(
    copied: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said which part is another, and which delivery is no longer as it was."""
    release = releases(copied.home)[0]
    content = copied.folder / "regions" / "office"
    shutil.copytree(OFFICE, content)
    care = content / "indicators" / "care.yml"
    care.write_text(care.read_text("utf-8").replace("minimum: 5", "minimum: 16"), "utf-8")
    said = say("rebuild", str(content), release.id, code=4)
    assert f"The content is not that of {release.id}." in said
    assert "NOT the same: indicator, observation" in said
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{bsn(3)}\n"))
    say("forget", OFFICE, "--person")
    said = say("rebuild", OFFICE, release.id, code=4)
    assert "care: care_GM9001_2024-Q1.csv  what came in at" in said


def test_the_triangle_says_what_each_release_said(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """Late, corrected, taken back, withdrawn: worked out by hand from what was delivered."""
    use_home(told.folder, monkeypatch)
    ask = ("revisions", "clients", "--area", "Drieland", "--region", OFFICE)
    text = say(*ask, "--language", "en")
    lines = [re.split(r"  +", line) for line in text.splitlines()]
    quarters = {line[0]: line[1:] for line in lines if re.match(r"\d\w\w quarter of 2024$", line[0])}
    assert list(quarters.values()) == [
        ["45", "45", "45", "45", "45"],
        ["45 p", "45", "45", "45", "45 p"],
        ["45 p (new)", "48 p (+3)", "45 p (\u22123)", "(gone)"],
    ]
    assert "5 releases, from " in text
    assert [line for line in lines if len(line) == 5 and line[0].isdigit()] == [
        ["1", "2", "+1.5", "1.5", "3.2%"],
        ["2", "2", "0.0", "0.0", "0.0%"],
        ["3", "1", "0.0", "0.0", "0.0%"],
        ["4", "1", "0.0", "0.0", "0.0%"],
    ]
    rows = list(csv.DictReader(io.StringIO(say(*ask, "--csv"))))
    third = [(row["value"], row["status"], row["change"], row["lag"]) for row in rows if row["period"] == "2024-Q3"]
    assert third == [("45.0", "P", "", "0"), ("48.0", "P", "3.0", "1"), ("45.0", "P", "-3.0", "2")]
    assert {row["why"] for row in rows} == {"", "deliveries"}


@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_the_triangle_speaks_three_languages(language: str, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """No placeholder is left, and numbers are the same."""
    use_home(told.folder, monkeypatch)
    text = say("revisions", "clients", "--area", "Drieland", "--region", OFFICE, "--language", language)
    assert "{" not in text
    assert text.count("45") >= 10


def test_every_release_has_a_certificate_and_tells_of_nobody(copied: Told) -> None:
    """Verified and attacked by commands; with one byte changed it is not as it was signed."""
    region = ("--region", OFFICE)
    for release in releases(copied.home):
        assert "4 files are as they were signed." in say("certificate", release.id, *region, "--verify")
        told = say("attack", release.id, *region, "--draw", "20")
        assert "Nobody is told." in told
        assert told.count("drawn from large parts") == 2
    assert json.loads(say("certificate", *region))["region"] == "office"
    file = releases(copied.home)[-1].folder / "partner.duckdb"
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(bytes(whole))
    assert "partner.duckdb  is not the file that was certified" in say("certificate", *region, "--verify", code=4)
