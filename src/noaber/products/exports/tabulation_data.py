"""A composed table as JSON, made piece by piece: what it is of first, then one figure after another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from noaber.products.exports.tabulation_rows import Named, all_keys
from noaber.products.figures import make_figure
from noaber.products.marks import name_mark
from noaber.products.wording import Wording

STATE = ("status", "hidden", "series_break", "there")


def tabulation_json(
    frames: Iterable[pl.DataFrame], named: Named, about: Mapping[str, Any], wording: Wording
) -> Iterator[bytes]:
    """Give the file in pieces: `about` with a list of cells at its end. What has no number has null and says why."""
    opened = json.dumps(about, ensure_ascii=False, allow_nan=False).removesuffix("}")
    yield f'{opened}, "cells": ['.encode()
    comma = ""
    for frame in frames:
        if frame.height:
            cells = _rows(frame, named, wording).write_json()
            yield f"{comma}\n{cells[1:-1]}".encode()
            comma = ","
    yield b"\n]}\n"


def _rows(frame: pl.DataFrame, named: Named, wording: Wording) -> pl.DataFrame:
    """Put names in the place of keys; never the value of a hidden figure."""
    areas = {key: named.areas[key] for key in all_keys(frame, "area_key")}
    slices = {key: named.slice(key)[0] for key in all_keys(frame, "slice_key")}
    ids = {key: _area_id(*area[:2]) for key, area in areas.items()}
    told = frame.with_columns(there=pl.col("value").is_not_null())
    states = [(*state, *_said(*state, wording=wording)) for state in told.select(STATE).unique().rows()]
    notes = pl.DataFrame(states, orient="row", schema=[*STATE, "code", "absence", "note"])
    return told.join(notes, on=list(STATE), how="left", maintain_order="left").select(
        pl.col("indicator_key").replace_strict({k: i for k, (i, _) in named.indicators.items()}).alias("indicator"),
        pl.col("area_key").replace_strict(ids).alias("area"),
        pl.col("area_key").replace_strict({k: area[2] for k, area in areas.items()}).alias("area_name"),
        pl.col("period_key").replace_strict(dict(named.periods), return_dtype=pl.String).alias("period"),
        pl.col("slice_key").replace_strict(slices, return_dtype=pl.String).alias("slice"),
        pl.when(~pl.col("hidden")).then(pl.col("value")).alias("value"),
        pl.col("code").alias("status"),
        "hidden",
        "series_break",
        "absence",
        "note",
        _instead(ids, slices).alias("instead"),
        *([(~pl.col("beyond")).alias("public")] if named.not_public else []),
    )


def _instead(ids: Mapping[int, str], slices: Mapping[int, str]) -> pl.Expr:
    """Area and category of the next figure up that is shown, null where none is or the figure itself is shown."""
    area = pl.col("instead_area_key").replace_strict(ids, return_dtype=pl.String)
    slice = pl.col("instead_slice_key").replace_strict(slices, return_dtype=pl.String)
    return pl.when(area.is_not_null()).then(pl.struct(area.alias("area"), slice.alias("slice")))


def _area_id(code: str, vintage: str) -> str:
    return f"{code}@{vintage}" if vintage else code


def _said(status: str, hidden: bool, series_break: bool, there: bool, *, wording: Wording) -> tuple[str, str, str]:
    """Give the status, why there is no number, and both in words."""
    figure = make_figure(0.0 if there else None, status, hidden, series_break)
    code = "M" if figure.absence and not hidden else status
    return code, figure.absence, ", ".join(name_mark(mark, wording).words for mark in figure.marks)
