"""Which cells of a delivery with personal data may be kept as they are: those that can only be what their column holds.

The areas of a build are not known at the door, so a text passes as an area where the content knows it, or where it
looks like a code of the type. Bare digits pass up to six: seven and more could be a citizen service number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import polars as pl

from noaber.content.model import Region
from noaber.content.source import ColumnSpec, SourceFile
from noaber.sources.columns import Reading, parser_of, part_of
from noaber.sources.masking import MASK, mask_cell
from noaber.sources.plain_cells import unsure_texts
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
    unsure = unsure_texts(texts, spec, reading.source)
    parts = {text: part_of(text, spec) for text in unsure}
    changed = {
        text: told for text, told in zip(unsure, _told(parts.values(), spec, reading), strict=True) if text != told
    }
    return texts.replace(list(changed), list(changed.values())) if changed else texts


def _told(parts: Iterable[str | None], spec: ColumnSpec, reading: Reading) -> Iterator[str]:
    """Give each part as it may be kept: itself, or a mask."""
    types = spec.area or tuple(filter(None, [reading.area_dimensions.get(spec.dimension, "")]))
    parse = parser_of(without_match(spec), reading)
    for part in parts:
        if part is None:
            yield MASK
        elif types:
            yield part if not part or any(_may_be_area(part, type, reading) for type in types) else MASK
        else:
            bad = parse(part)[2] if part else None
            yield mask_cell(bad) if bad else part


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
