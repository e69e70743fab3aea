"""Where an area stands among the areas of its level: its rank, of how many, and whether it shares it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from noaber.products.figures import Figure
from noaber.products.rankings import rank_areas
from noaber.products.wording import Wording

FEWEST = 3  # two areas are no ranking


@dataclass(frozen=True)
class Standing:
    """The rank of an area, highest value first, among those with a number; `shared` with others of the same value."""

    rank: int
    count: int
    shared: bool

    @property
    def alone_at_top(self) -> bool:
        """Whether no other area has as high a value."""
        return self.rank == 1 and not self.shared

    @property
    def alone_at_bottom(self) -> bool:
        """Whether no other area has as low a value."""
        return self.rank == self.count


@dataclass(frozen=True)
class Level:
    """The areas that are ranked, as they are called: `14 gemeenten in Twente` is (gemeenten, in Twente)."""

    plural: str = ""
    where: str = ""

    @property
    def words(self) -> str:
        """The areas in words."""
        return f"{self.plural} {self.where}".strip()


def standing_of(own: str, figures: Mapping[str, Figure]) -> Standing | None:
    """Give where an area stands; None where it has no number or too few others have one.

    >>> standing_of("a", {"a": Figure(2.0), "b": Figure(2.0), "c": Figure(1.0), "d": Figure(None)})
    Standing(rank=1, count=3, shared=True)
    """
    ranked = rank_areas(figures, {}).ranked
    rank = next((row.rank for row in ranked if row.area == own), None)
    if rank is None or len(ranked) < FEWEST:
        return None
    return Standing(rank, len(ranked), sum(row.rank == rank for row in ranked) > 1)


def say_place(number: int, wording: Wording) -> str:
    """Write a rank: `3e`, `3.`, `3rd`.

    >>> say_place(3, Wording.of("nl")), say_place(22, Wording.of("en"))
    ('3e', '22nd')
    """
    from babel import Locale

    form = Locale(wording.language).ordinal_form(number)
    known = form if wording.t.has(f"place.{form}") else "other"
    return wording.t(f"place.{known}", number=wording.number(number))


def say_standing(standing: Standing | None, level: Level, wording: Wording) -> str:
    """Say where an area stands: `3e van 14 gemeenten in Twente`; nothing where it is not ranked."""
    if standing is None:
        return ""
    key = "standing.shared" if standing.shared else "standing"
    words = {"place": say_place(standing.rank, wording), "count": wording.number(standing.count)}
    return wording.t(key, level=level.words, **words)
