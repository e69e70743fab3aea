"""Pieces of a large choice together are the choice, and none is larger than it need be."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.warehouse.chunks import split_selection
from noaber.warehouse.query import Release
from noaber.warehouse.selection import Selection


@given(data=st.data(), most=st.integers(1, 500))
def test_the_pieces_are_the_whole(small_release: Release, data: st.DataObject, most: int) -> None:
    """Every observation once, an indicator never spread over others, no more rows than estimated."""
    known = small_release.catalogue
    keys = data.draw(st.lists(st.sampled_from(sorted(known.indicator_of)), min_size=1, unique=True))
    whole = Selection(tuple(keys), slices=data.draw(st.sampled_from([None, (0,)])))
    pieces = list(split_selection(known, whole, most))
    frames = [small_release.cells(piece) for piece in pieces]
    found = Counter((cell.indicator, cell.area.id, str(cell.period), cell.slice) for part in frames for cell in part)
    expected = {(c.indicator, c.area.id, str(c.period), c.slice) for c in small_release.cells(whole)}
    assert found == dict.fromkeys(expected, 1)
    assert sum(map(len, frames)) <= small_release.estimate(whole)
    order = [cell.indicator for part in frames for cell in part]
    assert len(set(order)) == len(list(groupby(order)))


@pytest.mark.parametrize("most", [1, 10_000])
def test_small_indicators_travel_together(small_release: Release, most: int) -> None:
    """One question for all that fits in a piece."""
    known = small_release.catalogue
    pieces = list(split_selection(known, Selection(tuple(known.indicator_of)), most))
    assert (len(pieces) == 1) == (most == 10_000)
