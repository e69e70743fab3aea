"""The floors of the house: rooms only call downward, only the warehouse runs SQL (.importlinter says which)."""

from __future__ import annotations

from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent


def test_rooms_only_call_downward(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The contracts hold; where one does not, the output names the modules and the chain between them."""
    monkeypatch.chdir(ROOT)
    broken = lint_imports(config_filename=".importlinter", cache_dir=None, no_cache=True)
    assert broken == 0, capsys.readouterr().out
