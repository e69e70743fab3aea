"""What adds up in all counts of a release and is not declared: nobody protects a sum of which only definitions tell.

The attack knows the sums that categories, areas and periods make, and what the content declares. Others hold as well
and stand only in what indicators mean. They are looked for in the true counts, in sets of up to three indicators: first
between totals, then between categories, then between combinations of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import lsmr

from noaber.content.model import Region
from noaber.methods.disclosure.standing import standing_sum
from noaber.warehouse.attacking.evidence import read_evidence
from noaber.warehouse.attacking.known_sums import as_if_one, holding, of_categories, of_identities, of_these, without
from noaber.warehouse.attacking.series import Series, Table, joined, read_tables
from noaber.warehouse.protecting.identities import Identity, Term, identities_of

DIMENSIONS = 2
"""How many dimensions the categories have that are looked at; totals first."""
SEEN = 10
"""Places at which a figure is not nought before anything is said of it."""
SPARE = 20
"""Places that there must be beyond the number of figures: with fewer, sums hold by chance."""
_FAR = 1e-6
"""What a sum is off from those that are known, below which it follows from them."""


class Looked(NamedTuple):
    """Sums that hold in the counts and that nobody declared; how often was looked, and how often that was not possible,
    since there are too few places for so many figures."""

    found: list[Identity]
    looked: int
    too_few: int


def undeclared(internal: Path, region: Region) -> Looked:
    """Look for sums that hold in all areas of the most numerous type, in the internal file of a release, and that the
    content does not declare."""
    evidence = read_evidence(internal)
    tables = read_tables(internal, region, evidence)
    every = {one: at for at, one in enumerate(one for table in tables for one in table.series)}
    world = as_if_one(every, evidence)
    said = [of_categories(every, world), of_identities(every, world, identities_of(region))]
    known = holding(sparse.csr_array(sparse.vstack(said)), tables)
    found: list[Identity] = []
    looked = too_few = 0
    for places, series in _questions(tables):
        seen = {one: int((places[one.column] != 0).sum()) for one in series}
        used = [one for one in series if seen[one] >= SEEN]
        if used and places.height < len(used) + SPARE:
            too_few += 1
        elif used:
            looked += 1
            nought = [every[one] for one in series if not seen[one]]
            while (sum_ := _standing(places, used, every, without(known, nought))) is not None:
                found.append(_identity(sum_, every))
                more = holding(of_identities(every, world, found[-1:]), tables)
                known = sparse.csr_array(sparse.vstack([known, sum_[None, :], more]))
    return Looked(found, looked, too_few)


def _questions(tables: Sequence[Table]) -> Iterator[tuple[pl.DataFrame, list[Series]]]:
    """Give what is looked at together: the places of the most numerous type of area, and series; totals first."""
    for together in _sets(tables):
        both = joined(together)
        common = both.group_by("type_key").len().sort("len", "type_key").tail(1)
        places = both.join(common, on="type_key", how="semi", maintain_order="left")
        series = [one for table in together for one in table.series]
        for dimensions in sorted({one.dimensions for one in series if one.dimensions <= DIMENSIONS}):
            yield places, [one for one in series if one.dimensions <= dimensions]


def _sets(tables: Sequence[Table]) -> Iterator[tuple[Table, ...]]:
    """Give what is looked at together: each indicator, pairs in the same and over two periods, and of what has one unit
    three."""
    now = [table for table in tables if not table.series[0].later]
    later = [table for table in tables if table.series[0].later]
    yield from combinations(now, 1)
    yield from combinations(now, 2)
    yield from (
        (one, other) for one, other in product(now, later) if one.series[0].indicator != other.series[0].indicator
    )
    yield from (three for three in combinations(now, 3) if len({table.unit for table in three}) == 1)


def _standing(
    places: pl.DataFrame, used: Sequence[Series], every: Mapping[Series, int], known: sparse.csr_array
) -> NDArray[np.float64] | None:
    """Give a sum (a factor for each of all series) of some that holds at all places and does not follow from what is
    known."""
    columns = np.array([every[one] for one in used])
    table = places.select(one.column for one in used).to_numpy()
    said = of_these(known, columns)[:, columns].toarray()
    while (sum_ := standing_sum(table, said)) is not None:
        whole = np.zeros(len(every))
        whole[columns] = sum_
        if not _follows(known, whole):
            return whole
        said = np.vstack([said, sum_])
    return None


def _follows(known: sparse.csr_array, sum_: NDArray[np.float64]) -> bool:
    """Say whether known sums together say this one, by way of whatever other series."""
    return bool(lsmr(known.T, sum_, atol=1e-12, btol=1e-12, maxiter=10_000)[3] < _FAR)


def _identity(sum_: NDArray[np.float64], every: Mapping[Series, int]) -> Identity:
    """Write a sum as what the content would declare: what stands in it twice is added twice."""
    return tuple(
        Term(int(np.sign(sum_[at])), one.indicator, one.slice, one.later)
        for one, at in every.items()
        for _ in range(int(abs(sum_[at])))
    )


def print_identity(identity: Identity) -> str:
    """Write an identity as `disclosure.yml` does: what is added, and what it is equal to.

    >>> print_identity((Term(1, "all", ""), Term(-1, "some", "kind=a"), Term(-1, "some", "kind=b")))
    'all = some[kind=a] + some[kind=b]'
    """
    return " = ".join(" + ".join(_printed(term) for term in identity if term.sign * side > 0) for side in (1, -1))


def _printed(term: Term) -> str:
    selection = f"[{term.selection}]" if term.selection else ""
    return f"{term.indicator}{selection}" + (" (next period)" if term.later else "")
