"""How large the invented regions are: from a small district to a large part of a country."""

from __future__ import annotations

from dataclasses import dataclass

YEARS = tuple(range(2013, 2025))
FAMILIES = 4
"""Families of indicators per theme; a family has five: people, share of women, jobs, homes and a mean."""
INDICATORS_IN_FAMILY = 5
CELLS_IN_FAMILY = 7
"""Figures of a family per area and year: people in three slices, the other four indicators in one."""


@dataclass(frozen=True)
class Size:
    """One size: how many themes of twenty indicators, and how many areas of each kind."""

    name: str
    themes: int
    provinces: int
    municipalities: int
    neighbourhoods: int

    @property
    def indicators(self) -> int:
        """Number of indicators."""
        return self.themes * FAMILIES * INDICATORS_IN_FAMILY

    @property
    def areas(self) -> int:
        """Number of areas, the country included."""
        return 1 + self.provinces + self.municipalities + self.neighbourhoods

    @property
    def observations(self) -> int:
        """Number of observations in the release."""
        return self.areas * len(YEARS) * self.themes * FAMILIES * CELLS_IN_FAMILY


SIZES = {
    size.name: size
    for size in (
        Size("0.1", 5, 4, 25, 30),
        Size("1", 5, 4, 25, 566),
        Size("10", 10, 12, 74, 2_889),
        Size("100", 25, 12, 297, 11_595),
    )
}
"""Sizes by name: the number of observations in millions."""
