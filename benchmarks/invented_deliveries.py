"""The deliveries of an invented region: a list of places and two CSV files per theme. Same size, same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.invented_region import neighbourhoods, other_source, people_source
from benchmarks.sizes import FAMILIES, YEARS, Size

MARKER = "synthetic: true\n"
PLACES = ["code", "naam", "gemeente", "provincie", "land"]


def write_deliveries(folder: Path, size: Size) -> Path:
    """Write all deliveries into a folder; gives it back."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "noaber-deliveries.yml").write_text(MARKER, "utf-8")
    places = pl.DataFrame(list(neighbourhoods(size)), schema=PLACES, orient="row")
    places.with_columns(jaar=pl.lit(YEARS[-1]), hectare=pl.lit(100)).write_csv(folder / "places.csv", separator=";")
    keys = places.select("code").join(pl.DataFrame({"jaar": list(YEARS)}), how="cross")
    for theme in range(1, size.themes + 1):
        chance = np.random.default_rng(theme)
        _people(keys, chance).write_csv(folder / f"{people_source(theme)}.csv", separator=";")
        _other(keys, chance).write_csv(folder / f"{other_source(theme)}.csv", separator=";")
    return folder


def _people(keys: pl.DataFrame, chance: np.random.Generator) -> pl.DataFrame:
    rows = keys.join(pl.DataFrame({"geslacht": ["M", "V"]}), how="cross")
    columns = {f"inwoners_{k}": chance.integers(50, 3_000, rows.height) for k in range(1, FAMILIES + 1)}
    return rows.with_columns([pl.Series(name, values) for name, values in columns.items()])


def _other(keys: pl.DataFrame, chance: np.random.Generator) -> pl.DataFrame:
    highest = {"jobs": 2_000, "homes": 1_500, "value": 700_000}
    columns = {
        f"{name}_{k}": chance.integers(highest[name] // 10, highest[name], keys.height)
        for k in range(1, FAMILIES + 1)
        for name in highest
    }
    return keys.with_columns([pl.Series(name, values) for name, values in columns.items()])
