"""A composed table as CSV, one figure a row, made piece by piece: a million figures need no more memory than some."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from noaber.products.exports.separated import BYTE_ORDER_MARK
from noaber.products.exports.spreadsheet_safety import plain_text
from noaber.products.wording import Wording

COLUMNS = (
    "indicator", "indicator_name", "area", "vintage", "area_name", "period", "slice", "slice_name", "value", "status",
    "hidden", "series_break", "synthetic", "release", "instead_area", "instead_slice",
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    """What keys stand for, in the reader's language: indicators as (id, name), areas as (code, vintage, name), periods,
    slices as (text, name)."""

    indicators: Mapping[int, tuple[str, str]]
    areas: Mapping[int, tuple[str, str, str]]
    periods: Mapping[int, str]
    slice: Callable[[int], tuple[str, str]]
    release: str
    synthetic: bool
    not_public: str = ""  # what is said beside figures that not everybody sees, in a column more


def tabulation_csv(frames: Iterable[pl.DataFrame], named: Named, wording: Wording) -> Iterator[bytes]:
    """Give the file in pieces: a byte order mark and the header, then the rows of each frame.

    Semicolon and decimal comma for Dutch and German, comma and point for English. Where there is no number the cell is
    empty and the status says why; texts that a spreadsheet would run are made plain.
    """
    english = wording.language == "en"
    separator = "," if english else ";"
    columns = [*COLUMNS, *(["not_public"] if named.not_public else [])]
    header = separator.join(wording.t(f"tabulation.csv.{column}") for column in columns)
    yield (BYTE_ORDER_MARK + header + "\r\n").encode()
    for frame in frames:
        rows = _rows(frame, named, "." if english else ",")
        yield rows.write_csv(include_header=False, separator=separator, line_terminator="\r\n").encode()


def _rows(frame: pl.DataFrame, named: Named, comma: str) -> pl.DataFrame:
    """Put names in the place of keys, and numbers as the reader writes them."""
    areas = {key: named.areas[key] for key in all_keys(frame, "area_key")}
    slices = {key: named.slice(key) for key in all_keys(frame, "slice_key")}
    ids = {key: (f"{code}@{year}" if year else code,) for key, (code, year, _) in areas.items()}
    shown = pl.when(~pl.col("hidden")).then(pl.col("value"))
    return frame.select(
        _name("indicator_key", named.indicators, 0),
        _name("indicator_key", named.indicators, 1).alias("indicator_name"),
        *(_name("area_key", areas, part).alias(name) for part, name in enumerate(("area", "vintage", "area_name"))),
        _name("period_key", {key: (text,) for key, text in named.periods.items()}, 0),
        *(_name("slice_key", slices, part).alias(name) for part, name in enumerate(("slice", "slice_name"))),
        shown.cast(pl.String).str.strip_suffix(".0").str.replace(".", comma, literal=True).alias("value"),
        pl.when(shown.is_null() & ~pl.col("hidden")).then(pl.lit("M")).otherwise(pl.col("status")).alias("status"),
        _said(pl.col("hidden")),
        _said(pl.col("series_break")),
        pl.lit("yes" if named.synthetic else "no").alias("synthetic"),
        pl.lit(named.release).alias("release"),
        _name("instead_area_key", ids, 0).alias("instead_area"),
        _name("instead_slice_key", slices, 0).alias("instead_slice"),
        *([_beyond(named.not_public)] if named.not_public else []),
    )


def all_keys(frame: pl.DataFrame, column: str) -> list[int]:
    """Give the keys of areas or categories that occur, also of what is shown instead of hidden figures."""
    return pl.concat([frame[column], frame[f"instead_{column}"].drop_nulls()]).unique().to_list()


def _beyond(note: str) -> pl.Expr:
    return pl.when(pl.col("beyond")).then(pl.lit(plain_text(note))).alias("not_public")


def _name(column: str, names: Mapping[int, tuple[str, ...]], part: int) -> pl.Expr:
    texts = {key: plain_text(texts[part]) or None for key, texts in names.items()}
    return pl.col(column).replace_strict(texts, return_dtype=pl.String)


def _said(flag: pl.Expr) -> pl.Expr:
    return pl.when(flag).then(pl.lit("yes")).otherwise(pl.lit("no")).alias(flag.meta.output_name())
