"""The command that says how sources were linked; and that nobody is found in them who is to be forgotten."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from noaber.cli.main import main

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "warehouse"))

from linked_office import build_linked, make_alarm_office
from people_deliveries import bsn


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str]:
    """Run a command; give exit code and output."""
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    return stopped.value.code, capsys.readouterr().out


def test_links_are_told_as_markdown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the current release, in the language that is asked for."""
    office = make_alarm_office(tmp_path / "office")
    build_linked(office)
    monkeypatch.setenv("NOABER_HOME", str(office.store.home))
    code, said = run(capsys, "links", str(office.content), "--language", "en")
    assert code == 0
    assert "## Alarms, linked to People on 1 January" in said
    assert "- **Linked**: 150 (90.9%)" in said
    assert "| Municipality |" in said

    monkeypatch.setenv("NOABER_KEY", str(tmp_path / "safe" / "keys"))
    assert run(capsys, "key", "new")[0] == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{bsn(2)}\n"))
    code, said = run(capsys, "forget", str(office.content), "--person")
    assert (code, "In alarms nobody has a number" in said) == (0, True)
