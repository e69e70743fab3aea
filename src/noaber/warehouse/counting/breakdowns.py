"""The dimensions of a count: columns as they are, bands of numbers and ages, numbers and combinations of one unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import combinations
from operator import and_
from typing import Any

import ibis

from noaber.content.region import DimensionFile
from noaber.warehouse.counting.question import Question

Bands = Mapping[str, tuple[float, ...]]


def subsets(dimensions: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give every choice of dimensions, the total first: each is counted by itself.

    >>> list(subsets(("age", "sex")))
    [(), ('age',), ('sex',), ('age', 'sex')]
    """
    for number in range(len(dimensions) + 1):
        yield from combinations(dimensions, number)


def with_bands(records: ibis.Table, question: Question) -> ibis.Table:
    """Add the dimensions whose categories are bands of numbers, or of completed years since a date."""
    added: dict[str, Any] = {}
    for dimension in question.count.bands:
        if dimension in question.by:
            value = records[f"x_{dimension}"]
            number = completed_years(value, records["day"]) if value.type().is_date() else value
            added[f"d_{dimension}"] = banded(number, question.dimensions[dimension].bands)
    return records.mutate(**added) if added else records


def completed_years(birth: Any, day: Any) -> Any:
    """Give the years completed on a day; nothing before birth."""
    not_yet = (day.month() * 100 + day.day()) < (birth.month() * 100 + birth.day())
    return day.year() - birth.year() - not_yet.cast("int32")


def banded(number: Any, bands: Bands) -> Any:
    """Give the category in whose band a number lies; none where it lies in no band."""
    cases = []
    for name, band in bands.items():
        within = number >= band[0]
        cases.append((within & (number < band[1]) if len(band) == 2 else within, name))
    return ibis.cases(*cases, else_=ibis.null("string"))


def with_own_of_units(records: ibis.Table, question: Question) -> ibis.Table:
    """Add how many different values each unit has in an area and period, and which, as dimensions."""
    count, by = question.count, question.by
    numbers = [dimension for dimension in count.number_of if dimension in by]
    kinds = [dimension for dimension in count.combination_of if dimension in by]
    if not numbers and not kinds:
        return records
    made: dict[str, Any] = {f"n_{dimension}": records[f"x_{dimension}"].nunique() for dimension in numbers}
    for dimension in kinds:
        for at, value in enumerate(_values(question.dimensions[dimension])):
            made[f"has_{dimension}_{at}"] = (records[f"x_{dimension}"] == value).any()
    own = records.group_by("unit", "area", "period").agg(**made)
    dimensions = {f"d_{name}": banded(own[f"n_{name}"], question.dimensions[name].bands) for name in numbers}
    dimensions |= {f"d_{name}": _combination(own, name, question.dimensions[name]) for name in kinds}
    told = own.select("unit", "area", "period", **dimensions)
    return records.join(told, ["unit", "area", "period"])


def _values(dimension: DimensionFile) -> list[str]:
    return sorted({value for category in dimension.codes for value in category.split("+")})


def _combination(own: ibis.Table, name: str, dimension: DimensionFile) -> Any:
    """Give the declared category that has exactly the values which a unit has."""
    values = _values(dimension)
    cases = []
    for category in dimension.codes:
        wanted = set(category.split("+"))
        has = [own[f"has_{name}_{at}"].fill_null(False) for at in range(len(values))]
        cases.append((reduce(and_, [h if v in wanted else ~h for h, v in zip(has, values, strict=True)]), category))
    return ibis.cases(*cases, else_=ibis.null("string"))


def expanded(records: ibis.Table, dimension: str, spec: DimensionFile) -> ibis.Table:
    """Add to each category of a dimension the groups that it is in, and leave out what is in none."""
    column = f"d_{dimension}"
    known = records.filter(records[column].notnull())
    grouped = [
        known.filter(known[column].isin(parts)).mutate(**{column: ibis.literal(name)})
        for name, parts in spec.groups.items()
    ]
    return ibis.union(known, *grouped, distinct=False) if grouped else known
