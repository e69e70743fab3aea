"""A family of indicators that tell of one another, period by period: its cells, what ties them, and what is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from noaber.content.disclosure import PROTECTED
from noaber.content.model import Region
from noaber.privacy.disclosure_rules import Rules, rules_of
from noaber.vocabulary.slices import parse_slice
from noaber.warehouse.counting.contributions import CONTRIBUTIONS
from noaber.warehouse.protecting.cells import PLACE, Names, read_cells
from noaber.warehouse.protecting.identities import Identity, adds_up_over_time, counts_each_once, parts_make_up_years
from noaber.warehouse.protecting.parts import linked, sliced, timed
from noaber.warehouse.protecting.pattern import Before, Decided, Table, decide
from noaber.warehouse.protecting.relations import Rows, Ties, relations
from noaber.warehouse.protecting.unsafe import Flags, Floats, Judged, judge


@dataclass(frozen=True)
class Question:
    """What is known of a family: the content, the names of its cells, the files with its counts, the routes between
    areas, and the cells of the release before (PLACE, value, people, CONTRIBUTIONS, and per tier what it hid)."""

    region: Region
    names: Names
    files: Mapping[str, Path]
    routes: pl.DataFrame
    identities: list[Identity]
    before: pl.DataFrame | None


@dataclass(frozen=True)
class Hidden:
    """Some cells of a family by their number in it, and what was decided of them."""

    rows: pl.Series
    decided: Decided


def protect_family(question: Question) -> Iterator[Hidden]:
    """Decide what is hidden of a family, a stretch of periods at a time; `rows` count through its files."""
    cells = read_cells(question.files, question.names).with_row_index("at")
    ties = _ties(question, cells)
    rules: dict[str, list[Rules]] = {
        tier: [rules_of(question.region, id, tier) for id in question.files] for tier in PROTECTED
    }
    once = [_once(question.region, id) for id in question.names.indicators]
    cells = cells.with_columns(stretch=_stretches(question)).sort("stretch", maintain_order=True)
    for part in cells.partition_by("stretch", maintain_order=True):
        part = part.drop("stretch").with_row_index("cell").with_columns(pl.col("cell").cast(pl.Int64))
        rows = relations(part, ties, question.names)
        judged: dict[str, Judged] = {tier: _judged(question, part, rows, rules[tier], once) for tier in PROTECTED}
        value, people = part["value"].to_numpy(), part["people"].to_numpy().astype(np.float64)
        table = Table(value, people, rows)
        yield Hidden(part["at"], decide(table, judged, _before(question, part, rules, once)))


def _once(region: Region, id: str) -> bool:
    count = region.indicators[id].count
    return count is not None and counts_each_once(count)


def _ties(question: Question, cells: pl.DataFrame) -> Ties:
    region, names = question.region, question.names
    numbers = names.codes("indicators")
    counts = {id: region.indicators[id].count for id in question.files}
    return Ties(
        sliced(cells, names, region.dimensions),
        linked(cells, names, question.identities, region.dimensions),
        question.routes,
        timed(names),
        tuple(numbers[id] for id, count in counts.items() if count and adds_up_over_time(count)),
    )


def _stretches(question: Question) -> pl.Expr:
    """Number the stretches of periods that are decided together: each by itself, a year with its parts, or all."""
    if any(term.later for identity in question.identities for term in identity):
        return pl.lit(0, pl.Int32)
    if not parts_make_up_years(tuple(question.files), question.region):
        return pl.col("period")
    years = {at: int(text[:4]) for at, text in enumerate(question.names.periods)}
    return pl.col("period").replace_strict(years, return_dtype=pl.Int32)


def _judged(question: Question, part: pl.DataFrame, rows: Rows, rules: list[Rules], once: list[bool]) -> Judged:
    return judge(part, rules, once, _shares(question, part, rows, rules))


def _shares(question: Question, part: pl.DataFrame, rows: Rows, rules: list[Rules]) -> Floats:
    """Give how much of its total each category is, in percent, where a rule is about its dimension; else 0."""
    share = np.zeros(part.height)
    told = frozenset().union(*(rule.group_of for rule in rules))
    if not told:
        return share
    named = np.array([bool(told & parse_slice(text).keys()) for text in question.names.slices])
    of = named[part["slice"].to_numpy()] & _named_by(part, rules)
    value, slices = part["value"].to_numpy(), part["slice"].to_numpy()
    above = np.flatnonzero(rows.sign < 0)
    whole = np.zeros(int(rows.row.max(initial=-1)) + 1, np.int64)
    whole[rows.row[above]] = rows.cell[above]
    total = whole[rows.row]
    part_of = (rows.sign > 0) & of[rows.cell] & (slices[rows.cell] != slices[total])
    cell, total = rows.cell[part_of], total[part_of]
    np.maximum.at(share, cell, 100 * value[cell] / np.maximum(value[total], 1))
    return share


def _named_by(part: pl.DataFrame, rules: list[Rules]) -> Flags:
    named: Flags = np.array([bool(rule.group_of) for rule in rules])[part["indicator"].to_numpy()]
    return named


def _before(
    question: Question, part: pl.DataFrame, rules: Mapping[str, list[Rules]], once: list[bool]
) -> Before | None:
    if question.before is None:
        return None
    hid = [f"hid_{tier}" for tier in PROTECTED]
    told = ("value", "people", *CONTRIBUTIONS)
    said = question.before.rename({name: f"old_{name}" for name in told})
    joined = part.select(*PLACE, *told).join(said, on=list(PLACE), how="left", maintain_order="left")
    known = joined["old_value"].is_not_null().to_numpy()
    if not known.any():
        return None
    filled = joined.with_columns(
        **{name: pl.coalesce(f"old_{name}", name) for name in told},
        **{name: pl.col(name).fill_null(False) for name in hid},
    )  # fmt: skip
    judged: dict[str, Judged] = {tier: judge(filled, rules[tier], once, np.zeros(part.height)) for tier in PROTECTED}
    hidden: dict[str, Flags] = {tier: filled[f"hid_{tier}"].to_numpy() for tier in PROTECTED}
    return Before(known, filled["value"].to_numpy(), hidden, judged)
