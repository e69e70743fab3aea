"""What adds up in all counts of a release and is not declared: nobody protects a sum of which only definitions tell.

The attack knows the sums that categories, areas and periods make, and what the content declares. Others hold as well
and stand only in what indicators mean. They are looked for in the true counts, in sets of up to three indicators: first
between totals, then between categories, then between combinations of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations, product
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import lsmr

from noaber.content.model import Region
from noaber.methods.disclosure.standing import standing_sum
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.attacking.evidence import Evidence, read_evidence
from noaber.warehouse.attacking.identities import SELF, identity_sums
from noaber.warehouse.attacking.sums import suspected_sums
from noaber.warehouse.database import open_read_only, read_frame
from noaber.warehouse.protecting.identities import Identity, Term, identities_of

COUNTED = """
SELECT i.id AS indicator, i.unit, c.area_key, a.type_key, c.period_key, c.slice_key, c.value
FROM counted c JOIN indicator i USING (indicator_key) JOIN area a USING (area_key)
"""
PLACE = ["area_key", "type_key", "period_key"]
CELLS = {"cell": pl.Int64, "indicator": pl.String, "area_key": pl.Int32, "period_key": pl.Int32, "slice_key": pl.Int32}
DIMENSIONS = 2
"""How many dimensions the categories have that are looked at; totals first."""
SEEN = 10
"""Places at which a figure is not nought before anything is said of it."""
SPARE = 20
"""Places that there must be beyond the number of figures: with fewer, sums hold by chance."""
_FAR = 1e-6
"""What a sum is off from those that are known, below which it follows from them."""


@dataclass(frozen=True)
class Series:
    """One figure at all places: of an indicator and a slice, in the same period or a `later` one."""

    indicator: str
    slice: str
    later: int

    @property
    def dimensions(self) -> int:
        """How many dimensions its slice has."""
        return len(parse_slice(self.slice))

    @property
    def column(self) -> str:
        """Its name as a column of a table."""
        return f"{self.indicator} {self.slice} {self.later}"


@dataclass(frozen=True)
class Table:
    """An indicator at all places: a row for each (PLACE), a column for each of its series; the unit of its values."""

    series: tuple[Series, ...]
    rows: pl.DataFrame
    unit: str


def undeclared(internal: Path, region: Region) -> list[Identity]:
    """Give sums that hold at all places of the internal file of a release and that the content does not declare."""
    evidence = read_evidence(internal)
    with open_read_only(internal) as database:
        of_areas = {id for id, spec in region.dimensions.items() if spec.area}
        tables = _tables(read_frame(database, COUNTED), evidence, of_areas)
    every = {one: at for at, one in enumerate(one for table in tables for one in table.series)}
    found: list[Identity] = []
    nobody = [every[one] for table in tables for one in table.series if not (table.rows[one.column] != 0).any()]
    known = _known(every, evidence, identities_of(region), nobody)
    for together in _sets(tables):
        joined = reduce(lambda one, other: one.join(other, on=PLACE), (table.rows for table in together))
        series = [one for table in together for one in table.series]
        for dimensions in sorted({one.dimensions for one in series if one.dimensions <= DIMENSIONS}):
            own = [one for one in series if one.dimensions <= dimensions]
            while (identity := _standing(joined, own, every, known)) is not None:
                found.append(identity)
                known = _known(every, evidence, [*identities_of(region), *found], nobody)
    return found


def _tables(counted: pl.DataFrame, evidence: Evidence, of_areas: set[str]) -> list[Table]:
    """Give a table for each indicator, and one of each in the next period; of categories that are areas (dimensions
    `of_areas`) only the area itself."""
    codes = dict(evidence.areas.select("area_key", "code").iter_rows())
    parsed = {key: parse_slice(text) for key, text in evidence.slices.items()}
    of_area = {key: category for key, one in parsed.items() for name, category in one.items() if name in of_areas}
    own = pl.col("slice_key").replace_strict(of_area, default=None, return_dtype=pl.String)
    here = pl.col("area_key").replace_strict(codes, return_dtype=pl.String)
    texts = {key: print_slice({d: SELF if d in of_areas else c for d, c in one.items()}) for key, one in parsed.items()}
    kept = counted.filter(own.is_null() | (own == here)).with_columns(
        slice=pl.col("slice_key").replace_strict(texts, return_dtype=pl.String)
    )
    both = [kept, _earlier(kept, evidence)]
    return [_table(part, later) for later, frame in enumerate(both) for part in frame.partition_by("indicator")]


def _earlier(counted: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Write what was counted at the place of the period before."""
    periods = {parse_period(text): key for key, text in evidence.periods.items()}
    before = {key: periods.get(period.next(-1)) for period, key in periods.items()}
    moved = pl.col("period_key").replace_strict(before, return_dtype=counted.schema["period_key"])
    return counted.with_columns(period_key=moved).drop_nulls("period_key")


def _table(counted: pl.DataFrame, later: int) -> Table:
    indicator, unit = counted.select("indicator", "unit").row(0)
    series = tuple(Series(indicator, text, later) for text in sorted(counted["slice"].unique()))
    wide = counted.pivot("slice", index=PLACE, values="value").drop_nulls()
    return Table(series, wide.rename({one.slice: one.column for one in series}), unit)


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


def _known(
    every: Mapping[Series, int], evidence: Evidence, declared: Sequence[Identity], nobody: Sequence[int]
) -> sparse.csr_array:
    """Write what an outsider knows to add up, as rows over all series: as if all were figures of one area and two
    periods. Series that count `nobody` are left out of them."""
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
    inside = [at for one, at in every.items() if SELF in parse_slice(one.slice).values()]
    sums = [_without(one.entries, inside) for one in suspected_sums(cells, one_place)]
    sums += [one.entries for one in identity_sums(cells, one_place, declared)]
    rows = [entries.select("equation", "cell", "sign") for entries in sums if entries.height]
    row = np.concatenate([part["equation"].to_numpy() + at * len(every) for at, part in enumerate(rows)])
    _, row = np.unique(row, return_inverse=True)
    cell, sign = (np.concatenate([part[name].to_numpy() for part in rows]) for name in ("cell", "sign"))
    sign[np.isin(cell, nobody)] = 0.0
    found = sparse.csr_array((sign, (row, cell)), shape=(int(row.max()) + 1, len(every)))
    found.eliminate_zeros()
    return found


def _without(entries: pl.DataFrame, inside: Sequence[int]) -> pl.DataFrame:
    """Leave out sums over areas as categories, of which only the area itself is a series here."""
    return entries.filter(~pl.col("cell").is_in(inside).any().over("equation"))


def _standing(
    places: pl.DataFrame, series: Sequence[Series], every: Mapping[Series, int], known: sparse.csr_array
) -> Identity | None:
    """Give a sum of some series that holds at all places of the most common type of area, and does not follow from what
    is known."""
    common = places.group_by("type_key").len().sort("len", "type_key").tail(1)
    table = places.join(common, on="type_key", how="semi").select(one.column for one in series).to_numpy()
    seen = (table != 0).sum(axis=0)
    used = np.flatnonzero(seen >= SEEN)
    if len(table) < len(used) + SPARE or not len(used):
        return None
    columns = np.array([every[one] for one in series])
    others = np.delete(np.arange(known.shape[1]), columns[(seen >= SEEN) | (seen == 0)])
    within = known[np.flatnonzero(np.asarray(abs(known)[:, others].sum(axis=1)).reshape(-1) == 0)]
    follows = within[:, columns[used]].toarray()
    while (sum_ := standing_sum(table[:, used], follows)) is not None:
        if not _follows(known, columns[used], sum_):
            terms = ((int(sum_[at]), series[int(own)]) for at, own in enumerate(used) if sum_[at])
            return tuple(Term(factor, one.indicator, one.slice, one.later) for factor, one in terms)
        follows = np.vstack([follows, sum_])
    return None


def _follows(known: sparse.csr_array, columns: NDArray[np.int64], sum_: NDArray[np.float64]) -> bool:
    """Say whether known sums together say this one, by way of whatever other series."""
    wanted = np.zeros(known.shape[1])
    wanted[columns] = sum_
    return bool(lsmr(known.T, wanted, atol=1e-12, btol=1e-12, maxiter=10_000)[3] < _FAR)


def print_identity(identity: Identity) -> str:
    """Write an identity as `disclosure.yml` does: what is added, and what it is equal to.

    >>> print_identity((Term(1, "all", ""), Term(-1, "some", "kind=a"), Term(-1, "some", "kind=b")))
    'all = some[kind=a] + some[kind=b]'
    """
    return " = ".join(" + ".join(_printed(term) for term in identity if term.sign * side > 0) for side in (1, -1))


def _printed(term: Term) -> str:
    selection = f"[{term.selection}]" if term.selection else ""
    times = f"{abs(term.sign)} * " if abs(term.sign) != 1 else ""
    return f"{times}{term.indicator}{selection}" + (" (next period)" if term.later else "")
