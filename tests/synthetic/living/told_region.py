"""A living region on disk, and how tests look into its records and its truth."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from noaber.synthetic.living.scope import Scope
from noaber.synthetic.living.write import Written

SMALL = Scope(seed=7, people=3_000, first=2018, last=2019)


@dataclass(frozen=True)
class Told:
    """A living region on disk: where its records and its truth are."""

    scope: Scope
    folder: Path
    written: Written

    def records(self, name: str, separator: str = ";") -> pl.DataFrame:
        """Read one delivery, every cell as text."""
        return pl.read_csv(self.folder / "records" / name, separator=separator, infer_schema_length=0)

    def truth(self, name: str) -> pl.DataFrame:
        """Read one file of the truth."""
        return pl.read_csv(self.folder / "truth" / name)

    def facts(self, year: int) -> Mapping[tuple[str, str], float]:
        """Give the facts of a year by figure and area."""
        rows = self.truth("facts.csv").filter(pl.col("year") == year).select("figure", "area", "value")
        return {(figure, area): value for figure, area, value in rows.iter_rows()}


def hashes(folder: Path) -> dict[str, str]:
    """Give the hash of every file below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
