"""A choice of figures to keys and SQL. Only integer keys of our own ever enter the text of a query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from noaber.vocabulary.errors import NotFound, Problem, did_you_mean
from noaber.vocabulary.periods import Period, parse_period, parse_periods
from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.catalogue import Catalogue

COLUMNS = """o.indicator_key, o.area_key, o.period_key, o.slice_key, o.value, o.status, o.hidden, o.series_break,
  o.delivery_key, o.route_key"""
MOST_RUNS = 8
"""Most ranges in one condition; a list is quicker than more of them."""


@dataclass(frozen=True)
class Selection:
    """Keys of what is asked for; None means everything."""

    indicators: tuple[int, ...]
    types: tuple[int, ...] | None = None
    areas: tuple[int, ...] | None = None
    periods: tuple[int, ...] | None = None
    slices: tuple[int, ...] | None = None


Keys = tuple[int, int, int, int]
"""Indicator, area, period and slice of one cell."""


def gather_selections(cells: Iterable[Keys]) -> list[Selection]:
    """Give selections that together hold exactly these cells, each as large as can be.

    >>> gather_selections([(1, 7, 3, 0), (1, 8, 3, 0), (2, 7, 3, 0), (2, 8, 3, 0)])
    [Selection(indicators=(1, 2), types=None, areas=(7, 8), periods=(3,), slices=(0,))]
    """
    blocks: list[tuple[tuple[int, ...], ...]] = [tuple((key,) for key in cell) for cell in sorted(set(cells))]
    for axis in (1, 3, 2, 0):
        blocks = _joined(blocks, axis)
    return [Selection(i, None, areas, periods, slices) for i, areas, periods, slices in blocks]


def _joined(blocks: Iterable[tuple[tuple[int, ...], ...]], axis: int) -> list[tuple[tuple[int, ...], ...]]:
    """Join blocks that differ on one axis only."""
    found: dict[tuple[tuple[int, ...], ...], list[int]] = {}
    for block in blocks:
        found.setdefault((*block[:axis], (), *block[axis + 1 :]), []).extend(block[axis])
    return [(*rest[:axis], tuple(keys), *rest[axis + 1 :]) for rest, keys in found.items()]


def choose(
    catalogue: Catalogue,
    indicators: str | Iterable[str],
    areas: str | Sequence[str] | None = None,
    level: str | None = None,
    periods: str | Sequence[str] | None = None,
    slices: str | Sequence[str] = "total",
    within: str | None = None,
) -> Selection:
    """Translate a choice in words into keys; NotFound where a word is unknown.

    `areas` are names, codes or ids; `level` an area type; `within` keeps the areas that lie in another; `periods` is
    "2019", "2015..2020" or a list; `slices` is "total", "all", the name of a dimension or a list of slices.
    """
    wanted = [indicators] if isinstance(indicators, str) else list(indicators)
    return Selection(
        indicators=tuple(catalogue.indicator(id).key for id in wanted),
        types=(_type_key(catalogue, level),) if level else None,
        areas=_area_keys(catalogue, areas, within),
        periods=_period_keys(catalogue, periods),
        slices=_slice_keys(catalogue, slices),
    )


def _type_key(catalogue: Catalogue, level: str) -> int:
    if level not in catalogue.types:
        raise NotFound(Problem("level", f"unknown level '{level}'", "", did_you_mean(level, list(catalogue.types))))
    return catalogue.types[level].key


def _area_keys(catalogue: Catalogue, areas: str | Sequence[str] | None, within: str | None) -> tuple[int, ...] | None:
    keys: list[int] | None = None
    if areas is not None:
        named = [areas] if isinstance(areas, str) else areas
        keys = [area.key for name in named for area in catalogue.areas_meant(name)]
    if within is not None:
        inside = {
            catalogue.areas[id].key for a in catalogue.areas_meant(within) for id in catalogue.members.get(a.id, ())
        }
        keys = sorted(inside) if keys is None else [key for key in keys if key in inside]
    return None if keys is None else tuple(dict.fromkeys(keys))


def _period_keys(catalogue: Catalogue, periods: str | Sequence[str] | None) -> tuple[int, ...] | None:
    if periods is None:
        return None
    if isinstance(periods, str) and ".." in periods:
        chosen: list[Period] = parse_periods(periods, catalogue.period_of.values())
    else:
        named = periods.split(",") if isinstance(periods, str) else periods
        chosen = [parse_period(str(name).strip()) for name in named]
    return tuple(catalogue.periods[str(period)] for period in chosen if str(period) in catalogue.periods)


def _slice_keys(catalogue: Catalogue, slices: str | Sequence[str]) -> tuple[int, ...] | None:
    if slices == "all":
        return None
    if slices == "total":
        return (0,)
    if isinstance(slices, str) and slices in catalogue.dimensions:
        return tuple(key for text, key in catalogue.slices.items() if not text or list(parse_slice(text)) == [slices])
    named = [slices] if isinstance(slices, str) else slices
    texts = [read_slice(catalogue, text) for text in named]
    return tuple(catalogue.slices[text] for text in texts if text in catalogue.slices)


def read_slice(catalogue: Catalogue, text: str) -> str:
    """Read a slice as a user writes it and give its canonical text; NotFound where it names what is not there."""
    categories = parse_slice(text)
    for dimension, category in categories.items():
        card = catalogue.dimensions.get(dimension)
        if card is None:
            near = did_you_mean(dimension, list(catalogue.dimensions))
            raise NotFound(Problem("slice", f"unknown dimension '{dimension}'", "", near))
        if not card.area_type and category not in card.codes and category not in card.groups:
            near = did_you_mean(category, [*card.codes, *card.groups])
            raise NotFound(Problem("slice", f"unknown category '{category}' of {dimension}", "", near))
    return print_slice(categories)


def observations_sql(selection: Selection, columns: str = COLUMNS) -> str:
    """Give the query for a selection, in reading order: indicator, level, period, area, slice."""
    wheres = [
        among_sql(column, keys)
        for column, keys in (
            ("o.indicator_key", selection.indicators), ("o.type_key", selection.types), ("o.area_key", selection.areas),
            ("o.period_key", selection.periods), ("o.slice_key", selection.slices),
        )
        if keys is not None
    ]  # fmt: skip
    return f"SELECT {columns} FROM observation o WHERE {' AND '.join(wheres)}"  # noqa: S608 - integer keys only


def among_sql(column: str, keys: Iterable[int]) -> str:
    """Give the condition that a column is one of some keys.

    Runs of successive keys become ranges: the scan compares those itself, where for a list DuckDB makes a join.

    >>> among_sql("area_key", [7, 3, 4, 5])
    '(area_key BETWEEN 3 AND 5 OR area_key = 7)'
    """
    wanted = sorted(set(keys))
    starts = [key for at, key in enumerate(wanted) if at == 0 or key != wanted[at - 1] + 1]
    ends = [key for at, key in enumerate(wanted) if at + 1 == len(wanted) or key + 1 != wanted[at + 1]]
    if len(starts) > MOST_RUNS:
        return f"{column} IN ({','.join(map(str, wanted))})"
    runs = [
        f"{column} = {start}" if start == end else f"{column} BETWEEN {start} AND {end}"
        for start, end in zip(starts, ends, strict=True)
    ]
    return f"({' OR '.join(runs)})" if runs else "false"


def latest_sql(selection: Selection, columns: str = COLUMNS) -> str:
    """Give the query for the newest observation that has something to say, per indicator, area and slice."""
    newest = "QUALIFY row_number() OVER (PARTITION BY indicator_key, area_key, slice_key ORDER BY period_key DESC) = 1"
    return f"{observations_sql(selection, columns)} AND (o.value IS NOT NULL OR o.hidden) {newest}"
