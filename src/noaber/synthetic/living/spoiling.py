"""Damage done on purpose: botched copies of good rows, so that all that is true still stands in the files."""

from __future__ import annotations

import numpy as np
import polars as pl

from noaber.synthetic.living.draws import Draws

SHARE = 0.002
KINDS = ("duplicate spell", "end before start", "unknown product", "wrong postcode", "missing bsn", "wrong bsn")
SOUND = ""


def spoil(frame: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    """Give the rows with a botched copy of some new ones, marked in column `damage`; all sorted by town and record."""
    good = frame.with_columns(damage=pl.lit(SOUND))
    able = frame.with_row_index("row").filter(pl.col("change") == "new")["row"].to_numpy()
    number = min(len(able), max(1, round(SHARE * len(frame))))
    rows = np.sort(able[draws.order(np.ones(len(able)))[:number]])
    kinds = draws.among(np.ones(len(KINDS)), number)
    copies = frame[rows.tolist()].with_columns(damage=pl.Series([KINDS[kind] for kind in kinds], dtype=pl.String))
    botched = copies.with_columns(_record(), _end(), _product(), _postcode(), _person())
    both: pl.DataFrame = pl.concat([good, botched])
    return both.sort("town", "record", "quarter", "damage", maintain_order=True)


def _when(kind: str, column: str, then: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("damage") == kind).then(then).otherwise(pl.col(column)).alias(column)


def _record() -> pl.Expr:
    """A botched row has a number of its own, but for the one that is told twice."""
    own = pl.col("record") + pl.lit("9")
    return pl.when(pl.col("damage") == KINDS[0]).then(pl.col("record")).otherwise(own).alias("record")


def _end() -> pl.Expr:
    return _when(KINDS[1], "end", pl.col("start").dt.offset_by("-40d"))


def _product() -> pl.Expr:
    return _when(KINDS[2], "product", pl.lit("99Z99"))


def _postcode() -> pl.Expr:
    return _when(KINDS[3], "postcode", pl.lit("0000XX"))


def _person() -> pl.Expr:
    """No number, or one with its last figure one further (so that the elfproef fails)."""
    last = (pl.col("person").str.slice(8).cast(pl.Int64) + 1) % 10
    wrong = pl.concat_str([pl.col("person").str.slice(0, 8), last.cast(pl.String)])
    missing = pl.when(pl.col("damage") == KINDS[4]).then(pl.lit("")).when(pl.col("damage") == KINDS[5]).then(wrong)
    return missing.otherwise(pl.col("person")).alias("person")
