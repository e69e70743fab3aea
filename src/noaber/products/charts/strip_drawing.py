"""A strip of dots: where one area lies among others, on a line from the lowest to the highest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Role = Literal["other", "like", "own"]
EDGE = 2.0  # percent kept free at both ends, so that no dot is cut


@dataclass(frozen=True)
class StripDot:
    """A dot at `x` percent of the width: one of the level, one that is alike, or the area itself."""

    x: float
    role: Role


@dataclass(frozen=True)
class Strip:
    """The dots, the own one last so that it lies on top, and the places of the references."""

    dots: tuple[StripDot, ...]
    references: tuple[float, ...]


def draw_strip(
    own: str, level: Mapping[str, float], like: Mapping[str, float], references: Sequence[float]
) -> Strip | None:
    """Draw the values of a level and of areas that are alike; None where the own one is not among them or all are
    the same.

    >>> draw_strip("a", {"a": 1.0, "b": 3.0}, {}, [2.0])
    Strip(dots=(StripDot(x=98.0, role='other'), StripDot(x=2.0, role='own')), references=(50.0,))
    """
    values = {**level, **like}
    low, high = min([*values.values(), *references], default=0.0), max([*values.values(), *references], default=0.0)
    if own not in values or low == high or len(values) < 2:
        return None

    def place(value: float) -> float:
        return round(EDGE + (100 - 2 * EDGE) * (value - low) / (high - low), 1)

    others = [StripDot(place(value), "other") for area, value in level.items() if area not in like and area != own]
    alike = [StripDot(place(value), "like") for area, value in like.items() if area != own]
    return Strip((*others, *alike, StripDot(place(values[own]), "own")), tuple(map(place, references)))
