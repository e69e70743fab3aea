"""How much speaks for each pair of records being one: the model of Fellegi and Sunter, fitted and applied by Splink.

What agrees among others (u) is learnt from pairs drawn at random with a fixed seed; what agrees among partners (m) by
EM from the pairs of each block. One thread, so that sums have one order and the same records give the same bytes.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import log2
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from noaber.content.linking import LinkSpec, columns_of

RECORDS, REGISTER = "records", "register"
"""Names under which Splink knows the two sides, the first in order on its left."""
SEED, PAIRS = 1, 3e6
LEARNT_FROM = 30_000
"""Records from whose pairs m is learnt, at least where there are more: they are drawn evenly."""
PRIOR = 1e-4
"""Splink wants a share of partners among all pairs; the weight is given without it."""
PRIOR_BITS = log2(PRIOR / (1 - PRIOR))
HOPELESS_BITS = 10
DECIMALS = 6
PLACE = "place"
"""Column of both sides within which pairs lie: the delivery of the register that tells of the record's period."""
WEIGHED = pl.Schema({"left": pl.Int64, "right": pl.Int64, "weight": pl.Float64})


def weigh_pairs(
    records: pl.DataFrame, register: pl.DataFrame, link: LinkSpec, work: Path, memory: str = "4GB"
) -> pl.DataFrame:
    """Give `left`, `right` and `weight` (bits of evidence) of pairs that share a block, sorted; without those that have
    no chance beside the number of others.

    Both frames have `id` (whole numbers), `place` and the traits of the link. No pairs where some block holds none.
    What does not fit into memory is laid into the folder `work` for a while.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    names = {name: f"t{at}" for at, name in enumerate(link.traits)}
    blocks = [[PLACE, *(names[name] for name in block)] for block in link.blocks]
    dates = {name for name, kind in records.schema.items() if kind == pl.Date}
    sides = [
        side.select("id", PLACE, *names).rename(names).sort("id")
        for side in _as_numbers(records, register, list(names))
    ]
    spill = work / "spill"
    config = {"memory_limit": memory, "threads": 1, "temp_directory": str(spill)}
    model = _fitted(_settings(link, names, dates, blocks), sides, blocks, config)
    least = _hopeless(register) + PRIOR_BITS
    places = sorted(sides[0][PLACE].unique().drop_nulls()) if model else []
    inside = (_within(sides, place, blocks) for place in places)
    found = [_predicted(model, near, least, config) for near in inside if near[1].height]
    shutil.rmtree(spill, ignore_errors=True)
    return _in_order(pl.concat(found)) if found else WEIGHED.to_frame()


def _settings(
    link: LinkSpec, names: Mapping[str, str], dates: set[str], blocks: Sequence[Sequence[str]]
) -> dict[str, Any]:
    return {
        "link_type": "link_only",
        "comparisons": [_comparison(columns, names, dates) for columns in link.compare],
        "blocking_rules_to_generate_predictions": [_block_sql(block) for block in blocks],
        "probability_two_random_records_match": PRIOR,
        "unique_id_column_name": "id",
        "retain_matching_columns": False,
        "max_iterations": 100,
        "linker_uid": "links",
    }


@contextmanager
def _linker(settings: Mapping[str, Any], sides: Sequence[pl.DataFrame], config: Mapping[str, Any]) -> Iterator[Any]:
    from splink import DuckDBAPI, Linker

    with duckdb.connect(config=dict(config)) as database:
        api, tables = DuckDBAPI(database), []
        for name, side in zip((RECORDS, REGISTER), sides, strict=True):
            asks = pl.lit(int(name == RECORDS), pl.Int8)
            tables.append(api.register(side.with_columns(asks=asks, asked=1 - asks).to_arrow(), table_name=name))
        yield Linker(tables, dict(settings), log_level=None)


def _fitted(
    settings: Mapping[str, Any],
    sides: Sequence[pl.DataFrame],
    blocks: Sequence[Sequence[str]],
    config: Mapping[str, Any],
) -> dict[str, Any]:
    """Fit the model, u over all and m over enough records; nothing where some block holds no pairs to learn from."""
    from splink.internals.exceptions import EMTrainingException

    with _linker(settings, sides, config) as linker:
        linker.training.estimate_u_using_random_sampling(PAIRS, SEED, min_count_per_level=None, num_chunks=1)
        model = dict(linker.misc.save_model_to_json())
    records = sides[0].gather_every(max(1, sides[0].height // LEARNT_FROM))
    with _linker(model, [records, _near(sides[1], records, blocks)], config) as linker:
        try:
            for block in blocks:
                linker.training.estimate_parameters_using_expectation_maximisation(
                    _block_sql(block), estimate_without_term_frequencies=True
                )
        except EMTrainingException:
            return {}
        return dict(linker.misc.save_model_to_json())


def _predicted(
    model: Mapping[str, Any], sides: Sequence[pl.DataFrame], least: float, config: Mapping[str, Any]
) -> pl.DataFrame:
    with _linker(model, sides, config) as linker:
        found = linker.inference.predict(threshold_match_weight=least, warning_mode="never").as_pyarrow_table()
        return pl.DataFrame(pl.from_arrow(found))


def _within(sides: Sequence[pl.DataFrame], place: str, blocks: Sequence[Sequence[str]]) -> list[pl.DataFrame]:
    """Give the records of a place, and of the register those that share a block with one."""
    records, register = (side.filter(pl.col(PLACE) == place) for side in sides)
    return [records, _near(register, records, blocks)]


def _near(register: pl.DataFrame, records: pl.DataFrame, blocks: Sequence[Sequence[str]]) -> pl.DataFrame:
    """Keep of the register what shares a block with a record."""
    return pl.concat([register.join(records, on=list(block), how="semi") for block in blocks]).unique("id").sort("id")


def _as_numbers(records: pl.DataFrame, register: pl.DataFrame, traits: Sequence[str]) -> list[pl.DataFrame]:
    """Give both sides with a whole number for each different text: texts are only asked whether they are equal, and
    those of a whole region are many."""
    sides = [records, register]
    for name in traits:
        if records.schema[name] == pl.String:
            texts = pl.concat([side.select(name) for side in sides]).unique().drop_nulls().sort(name)[name]
            numbers = pl.int_range(len(texts), dtype=pl.Int32, eager=True)
            number = pl.col(name).replace_strict(texts, numbers, default=None, return_dtype=pl.Int32)
            sides = [side.with_columns(number) for side in sides]
    return sides


def _block_sql(columns: Sequence[str]) -> str:
    """Give what makes two records a pair. To learn from pairs Splink joins both sides with both and drops most of it;
    by the last condition the register is never joined with itself."""
    return " AND ".join([*(f"l.{name} = r.{name}" for name in columns), "l.asks = r.asked"])


def _hopeless(register: pl.DataFrame) -> float:
    """Give the evidence below which a pair cannot matter: a thousandth of what makes up for the number of others."""
    others = register.group_by(PLACE).agg(people=pl.len())["people"].min()
    return log2(float(str(others or 1))) - HOPELESS_BITS


def _in_order(found: pl.DataFrame) -> pl.DataFrame:
    """Put records left and the register right, with the prior taken out of the weight."""
    turned = pl.col("source_dataset_l") == REGISTER
    left, right = pl.col("id_l"), pl.col("id_r")
    weight = (pl.col("match_weight") - PRIOR_BITS).round(DECIMALS)
    pairs = found.select(
        left=pl.when(turned).then(right).otherwise(left),
        right=pl.when(turned).then(left).otherwise(right),
        weight=weight,
    )
    return pairs.cast(WEIGHED).sort("left", "right")


def _comparison(entry: tuple[str, ...], names: Mapping[str, str], dates: set[str]) -> dict[str, Any]:
    """Give the levels of agreement of a trait, the best first; nothing is said where either side does not tell it."""
    columns = [names[name] for name in columns_of(entry)]
    if entry[0] in dates:
        levels = _date_levels(columns[0])
    else:
        levels = [" AND ".join(_equal(names[name]) for name in level.split("+")) for level in entry]
    unknown = " AND ".join(f"({name}_l IS NULL OR {name}_r IS NULL)" for name in columns)
    conditions = [{"sql_condition": level, "label_for_charts": level} for level in (*levels, "ELSE")]
    nothing = {"sql_condition": unknown, "label_for_charts": "unknown", "is_null_level": True}
    return {"output_column_name": columns[0], "comparison_levels": [nothing, *conditions]}


def _equal(name: str) -> str:
    return f"{name}_l = {name}_r"


def _date_levels(name: str) -> list[str]:
    """Equal; day and month changed places; one of the three parts differs; only the year is equal."""
    year, month, day = (f"{part}({name}_l) = {part}({name}_r)" for part in ("year", "month", "day"))
    crossed = f"month({name}_l) = day({name}_r) AND day({name}_l) = month({name}_r)"
    two = [f"{one} AND {other}" for one, other in ((year, month), (year, day), (month, day))]
    return [_equal(name), f"{year} AND {crossed}", " OR ".join(f"({both})" for both in two), year]
