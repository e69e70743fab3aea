"""Which cells of a delivery with personal data may be kept as they are: those that can only be what their column holds.

The areas of a build are not known at the door, so a text passes as an area where the content knows it, or where it
looks like a code of the type. Bare digits pass up to six: seven and more could be a citizen service number.
"""

from __future__ import annotations

import re

import polars as pl

from noaber.content.model import Region
from noaber.content.source import ColumnSpec, SourceFile
from noaber.sources.columns import Reading, parse_column, part_of
from noaber.sources.masking import MASK, mask_cell
from noaber.vocabulary.areas import AreaRegister

MOST_BARE_DIGITS = 6


def content_register(region: Region) -> AreaRegister:
    """Give the areas that the content alone knows."""
    return AreaRegister.of(region.types(), region.areas, region.synonyms)


def content_reading(region: Region, source: SourceFile, register: AreaRegister) -> Reading:
    """Give what the parsers need, as far as the content alone knows it."""
    dimensions = {id: spec.area for id, spec in region.dimensions.items() if spec.area}
    return Reading(source, register, dimensions, categories=categories_of(region))


def categories_of(region: Region) -> dict[str, frozenset[str]]:
    """Give the categories of every dimension that lists them."""
    return {id: frozenset(spec.codes) for id, spec in region.dimensions.items() if spec.codes}


def keep_plausible(texts: pl.Series, spec: ColumnSpec, reading: Reading) -> pl.Series:
    """Give a column of which only the part that `match` asks for is left, with a mask for what may not be kept."""
    parts = {text: part_of(text, spec) for text in texts.drop_nulls().unique()}
    bare, whole = pl.Series(sorted(set(filter(None, parts.values()))), dtype=pl.String), without_match(spec)
    types = spec.area or tuple(filter(None, [reading.area_dimensions.get(spec.dimension, "")]))
    if types:
        wrong = {text: MASK for text in bare if not any(_may_be_area(text, type, reading) for type in types)}
    else:
        bad = parse_column(bare, whole, reading).filter(pl.col("bad").is_not_null())
        wrong = {text: mask_cell(reason) for text, reason in bad.select("text", "bad").iter_rows()}
    said = {text: MASK if part is None else wrong.get(part, part) for text, part in parts.items()}
    changed = {text: part for text, part in said.items() if text != part}
    return texts.replace(list(changed), list(changed.values())) if changed else texts


def without_match(spec: ColumnSpec) -> ColumnSpec:
    """Give a column as it is read behind the door, where only the part asked for is left."""
    return spec.model_copy(update={"match": ""}) if spec.match else spec


def _may_be_area(text: str, type: str, reading: Reading) -> bool:
    if text.isdigit():
        return len(text) <= MOST_BARE_DIGITS
    return reading.register.resolve(text, type, reading.source.vintage) is not None or _looks_like(text, type, reading)


def _looks_like(text: str, type: str, reading: Reading) -> bool:
    pattern = reading.register.types[type].pattern
    prefix = pattern.rstrip("0")
    return (
        bool(prefix) and re.fullmatch(rf"{re.escape(prefix)}[0-9A-Z]{{{len(pattern) - len(prefix)}}}", text) is not None
    )
