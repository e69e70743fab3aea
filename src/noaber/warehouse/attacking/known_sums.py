"""Sums over series that an outsider knows: those that categories make, and what is declared, as rows of factors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from noaber.vocabulary.slices import parse_slice
from noaber.warehouse.attacking.evidence import Evidence
from noaber.warehouse.attacking.identities import SELF, identity_sums
from noaber.warehouse.attacking.series import Series, Table, joined
from noaber.warehouse.attacking.sums import HALF, suspected_sums
from noaber.warehouse.protecting.identities import Identity

CELLS = {"cell": pl.Int64, "indicator": pl.String, "area_key": pl.Int32, "period_key": pl.Int32, "slice_key": pl.Int32}


class AsIfOne(NamedTuple):
    """All series as if they were cells (CELLS) of one area and two periods, and what is known of these."""

    cells: pl.DataFrame
    evidence: Evidence


def as_if_one(every: Mapping[Series, int], evidence: Evidence) -> AsIfOne:
    """Give all series, by their numbers, as cells of one area."""
    texts = {text: key for key, text in enumerate(sorted({one.slice for one in every}))}
    cells = pl.DataFrame(
        [(at, one.indicator, 0, one.later, texts[one.slice]) for one, at in every.items()], schema=CELLS, orient="row"
    )
    one_place = replace(
        evidence,
        slices={key: text for text, key in texts.items()},
        periods={0: "2001", 1: "2002"},
        areas=pl.DataFrame([(0, SELF, SELF, 0)], schema=evidence.areas.schema, orient="row"),
        composition=evidence.composition.clear(),
    )
    return AsIfOne(cells, one_place)


def of_categories(every: Mapping[Series, int], world: AsIfOne) -> sparse.csr_array:
    """Write sums that categories make as rows over all series; not those over areas as categories, of which only the
    area itself is a series here."""
    inside = [at for series, at in every.items() if SELF in parse_slice(series.slice).values()]
    whole = ~pl.col("cell").is_in(inside).any().over("equation")
    return _rows((sums.entries.filter(whole) for sums in suspected_sums(*world)), len(every))


def of_identities(every: Mapping[Series, int], world: AsIfOne, said: Sequence[Identity]) -> sparse.csr_array:
    """Write what identities say as rows over all series."""
    return _rows((sums.entries for sums in identity_sums(*world, said)), len(every))


def _rows(sums: Iterable[pl.DataFrame], columns: int) -> sparse.csr_array:
    matrices = [_matrix(entries, columns) for entries in sums if entries.height]
    return sparse.csr_array(sparse.vstack([sparse.csr_array((0, columns)), *matrices]))


def _matrix(entries: pl.DataFrame, columns: int) -> sparse.csr_array:
    _, row = np.unique(entries["equation"].to_numpy(), return_inverse=True)
    at = row, entries["cell"].to_numpy()
    return sparse.csr_array((entries["sign"].to_numpy(), at), shape=(int(row.max()) + 1, columns))


def holding(known: sparse.csr_array, tables: Sequence[Table]) -> sparse.csr_array:
    """Keep sums over series that are not nought everywhere; leave out what the counts contradict somewhere, as where
    categories overlap: it tells nothing."""
    nobody = [(table.rows[one.column] == 0).all() for table in tables for one in table.series]
    known = without(known, np.flatnonzero(nobody))
    table_of = np.repeat(np.arange(len(tables)), [len(table.series) for table in tables])
    kept = np.ones(known.shape[0], bool)
    for together, rows in _by_tables(known, table_of).items():
        own = np.flatnonzero(np.isin(table_of, together))
        both = [tables[at] for at in together]
        values = joined(both).select(one.column for table in both for one in table.series).to_numpy()
        kept[rows] = np.abs(known[rows][:, own] @ values.T).max(axis=1, initial=0.0) < HALF
    return sparse.csr_array(known[np.flatnonzero(kept)])


def _by_tables(known: sparse.csr_array, table_of: NDArray[np.int64]) -> dict[tuple[int, ...], list[int]]:
    """Group rows by the tables that their columns are of, in their order."""
    found: dict[tuple[int, ...], list[int]] = {}
    for row, (start, end) in enumerate(pairwise(known.indptr)):
        found.setdefault(tuple(np.unique(table_of[known.indices[start:end]]).tolist()), []).append(row)
    return found


def without(known: sparse.csr_array, nought: Sequence[int] | NDArray[np.int64]) -> sparse.csr_array:
    """Leave out of sums the series that are nought, and sums of nothing else."""
    kept = np.ones(known.shape[1])
    kept[np.asarray(nought, np.int64)] = 0.0
    found = sparse.csr_array(known @ sparse.diags_array(kept))
    found.eliminate_zeros()
    return sparse.csr_array(found[np.flatnonzero(np.diff(found.indptr))])


def of_these(known: sparse.csr_array, columns: NDArray[np.int64]) -> sparse.csr_array:
    """Keep the sums of some series alone."""
    others = np.delete(np.arange(known.shape[1]), columns)
    return sparse.csr_array(known[np.flatnonzero(abs(known)[:, others].sum(axis=1) == 0)])
