"""The partner of every record of a source, in the register that tells of its period."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from noaber.content.linking import LinkSpec
from noaber.methods.linkage_choice import APART, LINKED, TIED, choose_links, fit_share, with_chances
from noaber.vocabulary.periods import parse_period
from noaber.warehouse.counting.question import ABOUT, DELIVERY, LINE
from noaber.warehouse.linking.weigh import PLACE, weigh_pairs

FOUND = pl.Schema({"key": pl.Int64, "chance": pl.Float64, "any": pl.Float64, "outcome": pl.String})
"""Per record: the identifier that was found, the chance that it is right, that there is one at all, the outcome."""


def find_links(records: pl.DataFrame, register: pl.DataFrame, link: LinkSpec, key: str, work: Path) -> pl.DataFrame:
    """Give for each record `_delivery`, `_line` and what was found; `key` is the column of the register wanted, `work`
    a folder for what does not fit into memory.

    Records of one period that agree in all traits are taken to be of one: they get the same partner.
    """
    traits = list(link.traits)
    placed = records.select(DELIVERY, LINE, *traits, place=_told_of(records[ABOUT], register[ABOUT].unique()))
    told = register.filter(pl.col(key).is_not_null() & pl.col(ABOUT).is_in(placed[PLACE].unique().implode()))
    known = told.select(pl.col(ABOUT).alias(PLACE), key, *traits).unique().sort(pl.all())
    ones = placed.drop_nulls(PLACE).select(PLACE, *traits).unique().sort(pl.all()).with_row_index("id")
    ones = ones.with_columns(pl.col("id").cast(pl.Int64))
    found = _equal(ones, known, link, key) if link.equal else _alike(ones, known, link, key, work)
    named = ones.join(found, on="id", how="left").drop("id")
    joined = placed.join(named, on=[PLACE, *traits], how="left", nulls_equal=True)
    told = joined.with_columns(pl.col("outcome").fill_null(APART), pl.col("any").fill_null(0.0))
    return told.select(DELIVERY, LINE, *FOUND.names()).sort(DELIVERY, LINE)


def _told_of(about: pl.Series, told: Iterable[str]) -> pl.Series:
    """Give for each period the one that the register tells of and in which it begins; none where it tells of none."""
    known = sorted(map(parse_period, told))
    inner = {text: parse_period(text) for text in about.unique().drop_nulls()}
    found = {text: next((str(t) for t in known if t.start <= p.start < t.end), None) for text, p in inner.items()}
    return about.replace_strict(list(found), list(found.values()), default=None, return_dtype=pl.String)


def _equal(ones: pl.DataFrame, known: pl.DataFrame, link: LinkSpec, key: str) -> pl.DataFrame:
    """Link what agrees in all traits with one of the register, and with one only."""
    keys = known.group_by(PLACE, *link.equal).agg(key=pl.col(key).first(), many=pl.col(key).n_unique())
    joined = ones.join(keys, on=[PLACE, *link.equal])
    alone = pl.col("many") == 1
    return joined.select(
        "id",
        key=pl.when(alone).then("key"),
        chance=pl.when(alone).then(1.0),
        any=pl.lit(1.0),
        outcome=pl.when(alone).then(pl.lit(LINKED)).otherwise(pl.lit(TIED)),
    )


def _alike(ones: pl.DataFrame, known: pl.DataFrame, link: LinkSpec, key: str, work: Path) -> pl.DataFrame:
    """Link what agrees well enough with one of the register, one to one."""
    rows = known.with_columns(partner=pl.struct(PLACE, key).rle_id().cast(pl.Int64)).with_row_index("id")
    rows = rows.with_columns(pl.col("id").cast(pl.Int64))
    people = rows.select(PLACE, "partner", key).unique("partner")
    weighed = weigh_pairs(ones, rows, link, work)
    among = people.group_by(PLACE).agg(among=pl.len())
    pairs = (
        weighed.join(rows.select(right="id", partner="partner"), on="right")
        .group_by("left", right="partner")
        .agg(pl.col("weight").max())
        .join(ones.select(PLACE, left="id").join(among, on=PLACE), on="left")
        .sort("left", "right")
    )
    choices = choose_links(with_chances(pairs, fit_share(pairs, ones.height)), link.threshold)
    named = choices.join(people.select(right="partner", key=key), on="right", how="left")
    return named.select(pl.col("left").alias("id"), *FOUND.names())
