"""What a finding is about: an area, what it is compared with, and what can be said of it.

Nothing is claimed that the figures do not show: across a break in the series there is no change, of a figure that can
be negative there are no percentages, and what rounds to nothing is called the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from noaber.products.expressing import change_between
from noaber.products.figures import Figure, Figures
from noaber.products.numbers import round_half_up
from noaber.products.rankings import Ranked, Ranking
from noaber.products.subjects import Subject
from noaber.products.ways import Expression
from noaber.products.wording import Wording

Explain = Callable[[str, str], str]  # (area id, period) -> address of the explanation
ExplainChange = Callable[[str, tuple[str, str], Expression], str]  # (area id, first and last period, way) -> address


@dataclass(frozen=True)
class Case:
    """What a finding is about: an area, the areas it is compared with, the periods shown, its rank and in what period
    it is ranked."""

    subject: Subject
    figures: Figures
    own: str
    references: Sequence[str]
    periods: Sequence[str]
    slice: str = ""
    slice_name: str = ""
    ranking: Ranking | None = None
    level_plural: str = ""
    ranked_in: str = ""
    explain: Explain = field(default=lambda area, period: "")
    explain_change: ExplainChange = field(default=lambda area, ends, how: "")

    def figure(self, area: str, period: str) -> Figure:
        """Give a figure of the slice that is shown."""
        return self.figures.get(area, period, self.slice)

    @cached_property
    def last(self) -> str | None:
        """The latest period shown with a number for the own area."""
        return next((p for p in reversed(self.periods) if not self.figure(self.own, p).absence), None)

    @cached_property
    def first(self) -> str | None:
        """The earliest period shown with a number for the own area, if earlier than the latest."""
        found = next((p for p in self.periods if not self.figure(self.own, p).absence), None)
        return found if found != self.last else None

    @property
    def breaks(self) -> list[str]:
        """Periods in which the series of the own area starts anew."""
        return [p for p in self.periods if self.figure(self.own, p).series_break]

    @cached_property
    def signed(self) -> bool:
        """Whether the figure can be negative, as a balance: then percentages of it mean nothing."""
        return self.subject.signed or any((figure.value or 0.0) < 0 for figure in self.figures.cells.values())

    def change(self, area: str) -> float | None:
        """Change of an area over the periods shown, in percent or points; None where it cannot be said."""
        first, last = self.first, self.last
        if first is None or last is None or (self.signed and not self.subject.points):
            return None
        return change_between(self.figures, area, first, last, self.subject.points, self.slice).value

    def difference(self, area: str) -> float | None:
        """Plain difference of an area over the periods shown, where a percentage would mislead."""
        first, last = self.first, self.last
        if first is None or last is None:
            return None
        return change_between(self.figures, area, first, last, True, self.slice).value

    @property
    def ends(self) -> tuple[Ranked, Ranked] | None:
        """The lowest and the highest of the areas that are ranked, where at least two differ."""
        ranked = self.ranking.ranked if self.ranking else ()
        differ = len({row.figure.value for row in ranked}) > 1
        return (ranked[-1], ranked[0]) if differ else None

    @property
    def shown_name(self) -> str:
        """Name of the indicator, with the category where one is chosen."""
        return f"{self.subject.name} ({self.slice_name})" if self.slice_name else self.subject.name


def in_area(area: str, names: Mapping[str, str], wording: Wording) -> str:
    """Say where: `in Enschede`; some names want an article, which the catalogue knows by area id."""
    key = f"in.{area}"
    return wording.t(key) if wording.t.has(key) else wording.t("in", area=names.get(area, area))


def capital(text: str) -> str:
    """Begin a sentence.

    >>> capital("in Enschede")
    'In Enschede'
    """
    return text[:1].upper() + text[1:]


def direction(change: float | None, decimals: int = 1) -> str:
    """Say up, down or same; a change that rounds to nothing is the same; empty where there is none.

    >>> direction(0.04), direction(-2.0), direction(None)
    ('same', 'down', '')
    """
    if change is None:
        return ""
    rounded = round_half_up(change, decimals)
    return "same" if rounded == 0 else "up" if rounded > 0 else "down"
