"""Neighbours share a piece of border: both ways round, within one kind, as a slow comparison of all pairs finds."""

from __future__ import annotations

from itertools import permutations

import shapely
from hypothesis import given
from hypothesis import strategies as st

from noaber.warehouse.neighbours import find_neighbours

CELLS = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.sampled_from(["buurt", "wijk"]), min_size=1, max_size=12
)


@given(CELLS)
def test_neighbours_are_those_of_all_pairs(cells: dict[tuple[int, int], str]) -> None:
    """On a chequered map: beside or above each other is a border, a corner is none."""
    shapes = {f"{x},{y}": shapely.box(x, y, x + 1, y + 1) for x, y in cells}
    kinds = {f"{x},{y}": (type, None) for (x, y), type in cells.items()}
    slow = {
        (f"{a},{b}", f"{c},{d}")
        for (a, b), (c, d) in permutations(cells, 2)
        if cells[a, b] == cells[c, d] and abs(a - c) + abs(b - d) == 1
    }
    found = find_neighbours(shapes, kinds)
    assert found == sorted(slow)


def test_vintages_are_kept_apart_and_holes_have_neighbours() -> None:
    """An enclave borders what lies around it; the same shape of another year does not."""
    ring = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))
    shapes = {"ring": ring, "hole": shapely.box(1, 1, 2, 2), "old": shapely.box(1, 1, 2, 2)}
    kinds = {"ring": ("buurt", 2024), "hole": ("buurt", 2024), "old": ("buurt", 2023)}
    assert find_neighbours(shapes, kinds) == [("hole", "ring"), ("ring", "hole")]
