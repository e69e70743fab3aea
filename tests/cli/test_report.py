"""The command that writes reports to suppliers: one, or all with an index; confidential on disk; what it refuses."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from noaber.cli.main import main

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "warehouse"))

from people_deliveries import ROOT
from spoilt_deliveries import write_spoilt

OFFICE = str(ROOT / "office")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key, and a home in which deliveries are kept."""
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        _settings(patch, folder)
        write_spoilt(folder / "in")
        assert run("key", "new") == 0
        assert run("build", OFFICE, "--deliveries", str(folder / "in"), "--dry-run") == 0
    return folder


def _settings(patch: pytest.MonkeyPatch, folder: Path) -> None:
    patch.setenv("NOABER_HOME", str(folder / "home"))
    patch.setenv("NOABER_KEY", str(folder / "safe" / "keys"))


@pytest.fixture
def office(kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, with the settings in force."""
    _settings(monkeypatch, kept)
    return kept


def run(*arguments: str) -> object:
    """Run a command; give its exit code."""
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    return stopped.value.code


def test_all_suppliers_and_an_index(office: Path) -> None:
    """A file each, that only its owner may read, and one that leads to them."""
    target = office / "out"
    assert run("report", OFFICE, "care", "--language", "de", "--to", str(target)) == 0
    names = sorted(path.name for path in target.iterdir())
    own = [f"care_2024-Q4_{area}.de.html" for area in ("GM9001", "GM9002", "GM9003")]
    assert names == sorted(["care_2024-Q4.de.html", *own])
    assert {stat.S_IMODE(path.stat().st_mode) for path in target.iterdir()} == {0o600}
    index = (target / "care_2024-Q4.de.html").read_text("utf-8")
    assert all(f'href="{name}"' in index for name in own)
    assert "font/woff2;base64," in index


def test_one_supplier_by_name_and_period(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its own report alone, in the home where no folder is given."""
    assert run("report", OFFICE, "care", "A-stad", "--period", "2024KW2") == 0
    path = office / "home" / "reports" / "office" / "care_2024-Q2_GM9001.nl.html"
    said = capsys.readouterr().out
    assert str(path) in said
    assert "Confidential" in said
    assert "2e kwartaal 2024" in path.read_text("utf-8")
    assert [other.name for other in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("wmo",), "no source of records 'wmo'"),
        (("care", "A-stat"), "Did you mean 'A-stad'?"),
        (("care", "C-ham", "--period", "2023-Q3"), "no delivery of 'care' in 2023-Q3"),
        (("care", "--period", "soon"), "'soon' is no period"),
        (("persons", "A-stad"), "All suppliers deliver as one"),
    ],
)
def test_what_is_not_there(
    office: Path, arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what is, and writes nothing."""
    assert run("report", OFFICE, *arguments) == 5
    assert words in capsys.readouterr().err
