"""The one shape of figures between the steps: a value per area, period and slice, its status and origin."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from noaber.vocabulary.observations import GRAVITY

FIGURES = pl.Schema(
    {
        "area": pl.String,  # area id
        "period": pl.String,
        "slice": pl.String,  # canonical text, "" for the total
        "value": pl.Float64,  # null where missing or hidden
        "status": pl.String,  # one of Status
        "hidden": pl.Boolean,  # True where a value exists but may not be shown
        "series_break": pl.Boolean,
        "delivery": pl.String,  # key of the delivery it was taken from, null where computed
        "route": pl.String,  # how it was computed: "", "sum of 14 gemeente", "formula"
    }
)
KEY = ("area", "period", "slice")
STATUSES = pl.Enum([status.value for status in GRAVITY])
"""Statuses from harmless to grave, so that the maximum of a column is the status of what is made of it."""


def empty_figures() -> pl.DataFrame:
    """Give no figures, in the right shape."""
    return pl.DataFrame(schema=FIGURES)


def gravest_of(columns: Iterable[str]) -> pl.Expr:
    """The gravest of several status columns, row by row."""
    return pl.max_horizontal([pl.col(column).cast(STATUSES).to_physical() for column in columns])


def status_text(codes: pl.Expr) -> pl.Expr:
    """Turn physical status codes back to letters."""
    return codes.cast(pl.UInt8).replace_strict(
        list(range(len(GRAVITY))), [status.value for status in GRAVITY], return_dtype=pl.String
    )


def in_shape(frame: pl.DataFrame) -> pl.DataFrame:
    """Bring a frame to the shape of figures, with defaults for what it lacks; a figure without value is missing."""
    defaults = {"status": "A", "hidden": False, "series_break": False, "delivery": None, "route": ""}
    lacking = [
        pl.lit(value, FIGURES[name]).alias(name) for name, value in defaults.items() if name not in frame.columns
    ]
    usable = pl.col("value").is_finite().fill_null(False)
    return frame.with_columns(lacking).select(
        *KEY,
        value=pl.when(usable).then("value"),
        status=pl.when(usable).then("status").otherwise(pl.lit("M")),
        hidden="hidden",
        series_break="series_break",
        delivery="delivery",
        route="route",
    )
