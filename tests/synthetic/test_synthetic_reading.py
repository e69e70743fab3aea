"""The readers of this house, told by the content of Twente, read every invented delivery as they do a real one."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest
import yaml

import noaber.synthetic
from noaber.content.source import SourceFile
from noaber.sources.deliveries import find_deliveries
from noaber.sources.records import match_headers
from noaber.sources.tables.read import read_table
from noaber.sources.tables.unpack import unpack_parts

SOURCES = Path(__file__).resolve().parents[2] / "regions/twente/sources"
MODULES = [module.name for module in pkgutil.iter_modules(noaber.synthetic.__path__, "noaber.synthetic.")]


def read_sources() -> dict[str, SourceFile]:
    loaded = (
        SourceFile.model_validate(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(SOURCES.glob("*.yml"))
    )
    return {source.source: source for source in loaded if source.class_ == "public"}


@pytest.mark.parametrize("source", read_sources().values(), ids=lambda source: source.source)
def test_source_of_twente_reads_its_invented_delivery(source: SourceFile, deliveries: Path) -> None:
    found = find_deliveries(deliveries, {source.source: source})
    assert found.synthetic
    paths = found.paths[source.source]
    assert paths or source.optional
    for path in paths[:2]:
        table = read_table(unpack_parts(path), source.format)
        assert table.height > 0
        if not source.unpivot and not source.constants:
            assert match_headers(table, source, path.name)[1] == []


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0
