"""The linked sources of a living region, from its deliveries to what was found, without a build of everything else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
from people_deliveries import KEYS

from noaber.content.model import Region
from noaber.content.source import SourceFile
from noaber.sources.behind_door import source_behind
from noaber.sources.columns import Reading
from noaber.sources.door import Door
from noaber.sources.file_names import parts_of
from noaber.sources.plausible import categories_of
from noaber.sources.records import make_records
from noaber.vocabulary.areas import Area, AreaRegister
from noaber.vocabulary.languages import Text
from noaber.warehouse.counting.engines import DuckDBEngine
from noaber.warehouse.counting.pictures import draw_picture
from noaber.warehouse.linking.run import link_picture


@dataclass(frozen=True)
class LivingLinks:
    """A region with the deliveries of people who live in it."""

    region: Region
    deliveries: Path
    work: Path

    @property
    def door(self) -> Door:
        """The door of the region, with a key that everybody knows."""
        return Door(self.region, lambda: KEYS)

    def picture(self, id: str, pattern: str) -> Path:
        """Draw the picture of a source from the deliveries of a pattern."""
        source, folder = self.region.sources[id], self.work / id
        folder.mkdir()
        paths = [self._records(source, path) for path in sorted(self.deliveries.glob(pattern))]
        draw_picture(source, paths, DuckDBEngine(), folder)
        return folder

    def linked(self, id: str, folders: dict[str, Path]) -> pl.DataFrame:
        """Give the records of a source with what was found of them."""
        target = self.work / f"{id}-linked"
        target.mkdir()
        link_picture(self.region.sources[id], self.region.sources, folders, self.region.dimensions, target)
        return pl.read_parquet(target / "records.parquet")

    def _records(self, source: SourceFile, path: Path) -> Path:
        admitted, named = self.door.admit(path, source).table, parts_of(path.name, source.deliveries)
        behind = source_behind(source, named)
        buurten = admitted["buurtcode"].unique() if "buurtcode" in admitted.columns else []
        known = [Area(code, "buurt", Text({"nl": code}), behind.vintage) for code in buurten]
        register = AreaRegister.of(self.region.types(), [*self.region.areas, *known], self.region.synonyms)
        made = make_records(admitted, Reading(behind, register, {}, (), categories_of(self.region), named), path.name)
        assert not made.problems
        assert not made.quarantine.height
        target = self.work / f"{path.name}.parquet"
        made.rows.write_parquet(target)
        return target
