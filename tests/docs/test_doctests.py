"""The examples in docstrings give what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from manual_pages import ROOT

import noaber


def _modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(noaber.__path__, "noaber."):
        path = ROOT / "src" / Path(*module.name.split("."))
        if path.is_dir() or ">>>" in path.with_suffix(".py").read_text("utf-8"):
            yield module.name
    for path in sorted((ROOT / "tools" / "reference").glob("*.py")):
        if ">>>" in path.read_text("utf-8"):
            yield f"reference.{path.stem}"
    yield "manual_pages"


@pytest.mark.parametrize("name", list(_modules()))
def test_docstring_examples(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example in a module's docstrings runs."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    module = sys.modules.get(name) or importlib.import_module(name)
    assert doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed == 0
