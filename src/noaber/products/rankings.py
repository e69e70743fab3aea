"""Rankings: areas of one level in order of value; what cannot be compared is listed with the reason, not ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from noaber.products.figures import Figure


@dataclass(frozen=True)
class Ranked:
    """An area in the ranking; areas with the same value share a rank."""

    rank: int
    area: str
    figure: Figure


@dataclass(frozen=True)
class Ranking:
    """The ranked areas, highest first, and the ones that are not ranked."""

    ranked: tuple[Ranked, ...]
    unranked: tuple[tuple[str, Figure], ...]

    def by_name(self, names: Mapping[str, str]) -> Ranking:
        """Give the same ranks with the areas in order of name."""
        return Ranking(tuple(sorted(self.ranked, key=lambda row: names.get(row.area, row.area))), self.unranked)

    def rank_of(self, area: str) -> int | None:
        """Give the rank of an area, None where it has none."""
        return next((row.rank for row in self.ranked if row.area == area), None)


def rank_areas(figures: Mapping[str, Figure], names: Mapping[str, str]) -> Ranking:
    """Rank areas by value, highest first, equal values by name with one shared rank.

    >>> rank_areas({"a": Figure(1.0), "b": Figure(None, hidden=True)}, {"a": "A", "b": "B"}).unranked[0][0]
    'b'
    """
    usable = [(area, figure) for area, figure in figures.items() if not figure.absence]
    usable.sort(key=lambda pair: (-(pair[1].value or 0.0), names.get(pair[0], pair[0])))
    absent = sorted(
        ((area, figure) for area, figure in figures.items() if figure.absence),
        key=lambda pair: names.get(pair[0], pair[0]),
    )
    return Ranking(tuple(_with_ranks(usable)), tuple(absent))


def _with_ranks(usable: Sequence[tuple[str, Figure]]) -> list[Ranked]:
    rows: list[Ranked] = []
    for position, (area, figure) in enumerate(usable, start=1):
        same = bool(rows) and rows[-1].figure.value == figure.value
        rows.append(Ranked(rows[-1].rank if same else position, area, figure))
    return rows


@dataclass(frozen=True)
class BarScale:
    """A scale for bars that all begin at `base`: zero, or a hundred for an index; positions in percent."""

    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float], base: float = 0.0) -> BarScale:
        """Make the scale that holds all values and the base.

        >>> BarScale.of([5.0, 10.0]).position(5.0)
        50.0
        """
        return cls(min(base, *values), max(base, *values)) if values else cls(base, base + 1.0)

    def position(self, value: float) -> float:
        """Give the place of a value on the scale, from 0 to 100."""
        width = self.high - self.low
        return round(100 * (value - self.low) / width, 2) if width else 0.0


def base_of(how: str) -> float:
    """Give where bars begin: at a hundred for an index, else at zero."""
    return 100.0 if how == "index" else 0.0
