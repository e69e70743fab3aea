"""What slices, identities and periods say of one another, as small tables that are joined to the cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from noaber.content.region import DimensionFile
from noaber.methods.disclosure.category_sums import category_sums
from noaber.vocabulary.periods import Period, parse_period
from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.protecting.cells import Names
from noaber.warehouse.protecting.identities import Identity, Term

SLICED = {"equation": pl.Int32, "indicator": pl.Int16, "slice": pl.Int32, "sign": pl.Int8}
LINKED = {**SLICED, "later": pl.Int32, "self": pl.String}
Dimensions = Mapping[str, DimensionFile]


def sliced(cells: pl.DataFrame, names: Names, dimensions: Dimensions) -> pl.DataFrame:
    """Give what categories add up to (equation, indicator, slice, sign): their total, and the groups they are in."""
    rows: list[tuple[int, int, int, int]] = []
    number = 0
    have = cells.group_by("indicator").agg(pl.col("slice").unique()).sort("indicator")
    for indicator, slices in have.iter_rows():
        for whole, parts in _sums(frozenset(names.slices[at] for at in slices), dimensions):
            rows.append((number, indicator, names.codes_of_slices[whole], -1))
            rows += [(number, indicator, names.codes_of_slices[part], 1) for part in parts]
            number += 1
    return pl.DataFrame(rows, schema=SLICED, orient="row")


def _sums(slices: frozenset[str], dimensions: Dimensions) -> Iterator[tuple[str, list[str]]]:
    """Give every slice that is the sum of others, with these."""
    below: dict[tuple[str, str], dict[str, str]] = {}
    for text in sorted(slices):
        have = parse_slice(text)
        for dimension, category in have.items():
            rest = print_slice({d: c for d, c in have.items() if d != dimension})
            below.setdefault((rest, dimension), {})[category] = text
    for (rest, dimension), parts in below.items():
        groups = dimensions[dimension].groups if dimension in dimensions else {}
        yield from category_sums(parts, groups, rest if rest in slices else None)


def linked(cells: pl.DataFrame, names: Names, identities: Iterable[Identity], dimensions: Dimensions) -> pl.DataFrame:
    """Give what identities say (equation, indicator, slice, sign, later, self): of every slice that both of
    their sides have."""
    numbers = names.codes("indicators")
    have = {names.indicators[i]: [names.slices[at] for at in s] for i, s in
            cells.group_by("indicator").agg(pl.col("slice").unique().sort()).iter_rows()}  # fmt: skip
    rows: list[tuple[int, int, int, int, int, str]] = []
    number = 0
    for identity in identities:
        if not {term.indicator for term in identity} <= have.keys():
            continue
        rests: dict[str, list[tuple[Term, str, str]]] = {}
        for term in identity:
            for rest, text, own in _selected(have[term.indicator], term.selection, dimensions):
                rests.setdefault(rest, []).append((term, text, own))
        for found in rests.values():
            if len({term.sign for term, _, _ in found}) < 2:  # one side of the identity is not counted so
                continue
            for term, text, own in found:
                at = names.codes_of_slices[text]
                rows.append((number, numbers[term.indicator], at, term.sign, term.later, own))
            number += 1
    return pl.DataFrame(rows, schema=LINKED, orient="row")


def _selected(slices: list[str], selection: str, dimensions: Dimensions) -> Iterator[tuple[str, str, str]]:
    """Give the slices that a selection is made of, each with what is left of it and, for `self`, its category."""
    wanted = {d: _members(d, category, dimensions) for d, category in parse_slice(selection).items()}
    for text in slices:
        have = parse_slice(text)
        if all(d in have and (have[d] in members or members == ["self"]) for d, members in wanted.items()):
            own = next((have[d] for d, members in wanted.items() if members == ["self"]), "")
            yield print_slice({d: c for d, c in have.items() if d not in wanted}), text, own


def _members(dimension: str, category: str, dimensions: Dimensions) -> list[str]:
    groups = dimensions[dimension].groups if dimension in dimensions else {}
    return [member for part in category.split("|") for member in groups.get(part, (part,))]


TIMED = {"whole": pl.Int32, "period": pl.Int32, "sign": pl.Int8, "size": pl.UInt32}


def timed(names: Names) -> pl.DataFrame:
    """Give the periods that fill another (whole, period, sign, size): quarters of a year, where all are counted."""
    known = {parse_period(text): at for at, text in enumerate(names.periods)}
    rows: list[tuple[int, int, int, int]] = []
    for whole, at in known.items():
        for length in sorted({period.frequency for period in known} - {whole.frequency}):
            parts = _parts(whole, length)
            if len(parts) > 1 and set(parts) <= known.keys():
                number = len(rows)
                rows.append((number, at, -1, len(parts) + 1))
                rows += [(number, known[part], 1, len(parts) + 1) for part in parts]
    return pl.DataFrame(rows, schema=TIMED, orient="row")


def _parts(whole: Period, length: str) -> list[Period]:
    part = Period.containing(length, whole.start)  # type: ignore[arg-type]
    found = []
    while part.start < whole.end:
        found.append(part)
        part = part.next()
    return found if found[0].start == whole.start and found[-1].end == whole.end else []
