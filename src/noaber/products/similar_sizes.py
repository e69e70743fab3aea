"""Areas of similar size: the nearest by ratio, and none that is no longer similar."""

from __future__ import annotations

from collections.abc import Mapping

MOST = 5
WITHIN = 1.5
"""So many times as large or as small is still similar."""


def similar_in_size(own: str, sizes: Mapping[str, float], most: int = MOST, within: float = WITHIN) -> list[str]:
    """Give the areas nearest to `own` in size, nearest first; none where its own size is not known.

    Twice as large is as far away as half as large.

    >>> similar_in_size("a", {"a": 100.0, "b": 120.0, "c": 90.0, "d": 500.0})
    ['c', 'b']
    """
    size = sizes.get(own, 0.0)
    if size <= 0:
        return []
    ratios = {area: max(other / size, size / other) for area, other in sizes.items() if area != own and other > 0}
    near = [area for area, ratio in ratios.items() if ratio <= within]
    return sorted(near, key=lambda area: (ratios[area], area))[:most]
