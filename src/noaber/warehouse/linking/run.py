"""The picture of a source with the columns that are found in others."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from noaber.content.region import DimensionFile
from noaber.content.source import SourceFile
from noaber.warehouse.counting.question import DELIVERY, LINE
from noaber.warehouse.linking.links import find_links
from noaber.warehouse.linking.quality import quality_of


def link_picture(
    source: SourceFile,
    sources: Mapping[str, SourceFile],
    pictures: Mapping[str, Path],
    dimensions: Mapping[str, DimensionFile],
    folder: Path,
) -> dict[str, Any]:
    """Write the picture of a source into a folder, now with its linked columns; give their quality by column.

    `pictures` are the folders of the source and of those in which it looks. The chances of single links are not kept.
    """
    own, quality = pictures[source.source], {}
    records = pl.read_parquet(own / "records.parquet").sort(DELIVERY, LINE)
    for name, link in source.links.items():
        key = _key_of(sources[link.to], source.columns[name].identifies)
        found = find_links(records, pl.read_parquet(pictures[link.to] / "records.parquet"), link, key, folder)
        records = records.with_columns(found["key"].alias(name))
        told = records.with_columns(found["chance"], found["any"], found["outcome"])
        quality[name] = quality_of(told, link, source, dimensions)
    records.write_parquet(folder / "records.parquet")
    if source.spell:
        keys = records.select(DELIVERY, LINE, *source.links)
        spells = pl.read_parquet(own / "spells.parquet")
        joined = spells.drop(list(source.links)).join(keys, on=[DELIVERY, LINE], how="left")
        joined.select(spells.columns).sort(DELIVERY, LINE).write_parquet(folder / "spells.parquet")
    shutil.copyfile(own / "reported.parquet", folder / "reported.parquet")
    return quality


def _key_of(register: SourceFile, kind: str) -> str:
    """Name the column of a source that identifies what is looked for."""
    return next(name for name, spec in register.columns.items() if spec.identifies == kind)
