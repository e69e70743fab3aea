"""What a visitor may see beyond the public figures, as values: grants, and the sight that they make together."""

from __future__ import annotations

from dataclasses import dataclass

TIERS = ("public", "partner", "internal")
"""The forms of a release, from what everybody sees to what only the office sees; each shows all of the one before."""


@dataclass(frozen=True)
class Closure:
    """Figures that an agreement keeps closed: of these themes or indicators, everywhere but in the `open` areas and
    what lies in them."""

    themes: tuple[str, ...]
    indicators: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True)
class Grant:
    """Leave to see the figures of a tier. Of themes, indicators, areas and levels an empty tuple means all; with both
    themes and indicators, either is enough. An area stands for itself and all that lies in it; `first` and `last` are
    periods, empty where there is no bound. What `closures` keep closed is left out."""

    tier: str
    themes: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    closures: tuple[Closure, ...] = ()


@dataclass(frozen=True)
class Sight:
    """What one visitor may see: the public figures, and what the grants add. Equal sights see the same."""

    grants: tuple[Grant, ...] = ()

    @property
    def tier(self) -> str:
        """The highest tier of which anything may be seen.

        >>> Sight((Grant("partner"),)).tier, Sight().tier
        ('partner', 'public')
        """
        return max((grant.tier for grant in self.grants), key=TIERS.index, default="public")


PUBLIC = Sight()
"""What everybody may see."""
