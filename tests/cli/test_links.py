"""The command that says how sources were linked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from noaber.cli.main import main

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "warehouse"))

from linked_office import build_linked, make_alarm_office


def test_links_are_told_as_markdown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the current release, in the language that is asked for."""
    office = make_alarm_office(tmp_path / "office")
    build_linked(office)
    monkeypatch.setenv("NOABER_HOME", str(office.store.home))
    with pytest.raises(SystemExit) as stopped:
        main(["links", str(office.content), "--language", "en"])
    said = capsys.readouterr().out
    assert stopped.value.code == 0
    assert "## Alarms, linked to People on 1 January" in said
    assert "- **Linked**: 150 (90.9%)" in said
    assert "| Municipality |" in said
