"""What readers are told a column of a source is."""

from __future__ import annotations

from noaber.content.model import Region
from noaber.content.source import ColumnSpec
from noaber.products.wording import Wording


def name_column(name: str, spec: ColumnSpec, region: Region, wording: Wording) -> str:
    """Name a column for readers: as the content says, else by its dimension, its type of area or what it identifies."""
    language = wording.language
    if spec.name:
        return str(spec.name.get(language))
    if spec.dimension in region.dimensions:
        return str(region.dimensions[spec.dimension].name.get(language))
    types = [str(region.area_types[type].name.get(language)) for type in spec.area if type in region.area_types]
    if types:
        return ", ".join(types)
    return wording.t(f"processing.unit.{spec.identifies}") if spec.identifies else name
