"""Commands on personal data: the key, what comes in by it, who is forgotten, the register of processing."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from noaber.cli.main import main

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "warehouse"))

from people_deliveries import ROOT, bsn, invent, write_deliveries

OFFICE = str(ROOT / "office")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home, and a key file that is not in it; neither is there yet."""
    monkeypatch.setenv("NOABER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NOABER_KEY", str(tmp_path / "safe" / "keys"))
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str, str]:
    """Run a command; give exit code, output and errors."""
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    said = capsys.readouterr()
    return stopped.value.code, said.out, said.err


def test_from_key_to_forgetting(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an office does it: no key, no delivery; a key, a build; one person less; a new key, all deliveries again."""
    folder = str(write_deliveries(home / "in", invent(1, 40, 60), ("2024-Q1",)))
    code, _, err = run(capsys, "build", OFFICE, "--deliveries", folder)
    assert (code, "Make one with 'noaber key new'." in err) == (6, True)
    assert "Key k001 in" in run(capsys, "key", "new")[1]
    assert "published." in run(capsys, "build", OFFICE, "--deliveries", folder)[1]

    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{bsn(2)}\n"))
    code, out, _ = run(capsys, "forget", OFFICE, "--person")
    assert (code, "persons: 2 rows removed" in out) == (0, True)
    assert bsn(2) not in out
    monkeypatch.setattr(sys, "stdin", io.StringIO("123456789\n"))
    code, _, err = run(capsys, "forget", OFFICE, "--person")
    assert (code, "1 of 1 lines are no person's number" in err, "123456789" in err) == (5, True, False)
    assert run(capsys, "purge", OFFICE)[1] == "Done.\n"

    assert "Key k002 in" in run(capsys, "key", "rotate")[1]
    (home / "in" / "persons_2023.csv").unlink()
    code, _, err = run(capsys, "build", OFFICE, "--deliveries", folder)
    assert (code, "pseudonyms of several keys" in err) == (4, True)


def test_the_key_may_not_lie_with_the_data(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the data would hold it."""
    monkeypatch.setenv("NOABER_KEY", str(home / "home" / "keys"))
    code, _, err = run(capsys, "key", "new")
    assert (code, "with the data" in err) == (6, True)


@pytest.mark.parametrize(("language", "words"), [("nl", "Grondslag"), ("de", "Rechtsgrundlage"), ("en", "Legal basis")])
def test_the_register_of_processing(language: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An entry per personal source, in each language; as a page it has the same facts."""
    text = run(capsys, "register", OFFICE, "--language", language)[1]
    page = run(capsys, "register", OFFICE, "--language", language, "--html")[1]
    assert text.count("\n## ") == page.count("<h2>") == 4
    assert f"**{words}**: Wmo 2015, art. 5.2.1" in text
    assert f"<dt>{words}</dt><dd>Wmo 2015, art. 5.2.1</dd>" in page
