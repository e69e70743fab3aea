"""What several indicators say together: whoever reads in definitions that they add up, subtracts one from the others.

An outsider reads in definitions what the content declares for protection: sums over indicators, over some categories of
them, and what a period ends with and the next begins with. Whether the parts exclude each other he sees where all of
them are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.attacking.evidence import Evidence
from noaber.warehouse.attacking.sums import Suspected
from noaber.warehouse.protecting.identities import Identity, Term

SELF = "self"
"""In the place of a category: the area itself, such as where somebody came from who moved within it."""


def identity_sums(cells: pl.DataFrame, evidence: Evidence, declared: Sequence[Identity]) -> Iterator[Suspected]:
    """Give what identities say, over cells (cell, indicator, area_key, period_key, slice_key): kind by kind, where the
    same terms are there by the same dimensions. A term that is not there counts nobody."""
    known = set(cells["indicator"].unique())
    used = {key: evidence.slices[key] for key in cells["slice_key"].unique().to_list()}
    group = ["area_key", "period_key", "rest"]
    for identity in declared:
        if {term.indicator for term in identity} <= known:
            terms = [_term_cells(cells, evidence, term, used) for term in identity]
            found = pl.concat([one.with_columns(term=pl.lit(2**at, pl.Int64)) for at, one in enumerate(terms)])
            both = found.filter(pl.col("sign").n_unique().over(group) == 2)
            kinds = both.with_columns(there=pl.col("term").unique().sum().over(group))
            for (there, by), own in kinds.group_by("there", "by", maintain_order=True):
                numbered = own.with_columns(equation=pl.struct(group).rank("dense").cast(pl.Int64))
                yield Suspected(f"{_name(identity)} {there} by {by}", numbered.select("equation", "cell", "sign"))


def _name(identity: Identity) -> str:
    return " ".join(f"{'+' if term.sign > 0 else '-'} {term.indicator}[{term.selection}]" for term in identity)


def _term_cells(cells: pl.DataFrame, evidence: Evidence, term: Term, used: Mapping[int, str]) -> pl.DataFrame:
    """Give the cells that a term is made of (area_key, period_key, rest, by, cell, sign), in the period of the
    identity: `rest` is what is left of their slice, `by` its dimensions."""
    matched = pl.DataFrame(list(_matching(term, used, evidence)), schema=MATCHED, orient="row")
    own = cells.filter(pl.col("indicator") == term.indicator).join(matched, on="slice_key")
    codes = dict(evidence.areas.select("area_key", "code").iter_rows())
    here = pl.col("area_key").replace_strict(codes, default="", return_dtype=pl.String)
    own = own.filter((pl.col("own") == "") | (pl.col("own") == here))
    periods = {parse_period(text): key for key, text in evidence.periods.items()}
    back = {key: periods.get(period.next(-term.later)) for period, key in periods.items()}
    moved = pl.col("period_key").replace_strict(back, return_dtype=cells.schema["period_key"])
    told = own.with_columns(period_key=moved).drop_nulls("period_key")
    return told.select("area_key", "period_key", "rest", "by", "cell", sign=pl.lit(float(term.sign)))


MATCHED = {"slice_key": pl.Int32, "rest": pl.String, "by": pl.String, "own": pl.String}


def _matching(term: Term, used: Mapping[int, str], evidence: Evidence) -> Iterator[tuple[int, str, str, str]]:
    """Give the slices of a term (MATCHED); `own` is the category that has to be the area itself."""
    wanted = {name: _members(evidence, name, said) for name, said in parse_slice(term.selection).items()}
    for key, text in used.items():
        have = parse_slice(text)
        if all(name in have and (have[name] in members or members == {SELF}) for name, members in wanted.items()):
            own = next((have[name] for name, members in wanted.items() if members == {SELF}), "")
            left = {name: one for name, one in have.items() if name not in wanted}
            yield key, print_slice(left), ";".join(sorted(left)), own


def _members(evidence: Evidence, dimension: str, said: str) -> set[str]:
    groups = evidence.groups.get(dimension, {})
    return {member for part in said.split("|") for member in groups.get(part, [part])}
