"""Tables that readers compose: the address is the state, and every observation stands in its place exactly once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.products.choices import BadAddress
from noaber.products.figures import ABSENT
from noaber.products.tabulations.choice import (
    COLUMNS,
    Tabulation,
    default_tabulation,
    make_tabulation_offer,
    parse_tabulation,
    print_tabulation,
    read_indicators,
    read_levels,
)
from noaber.products.tabulations.page import row_fields
from noaber.products.tabulations.pivot import Order, pivot_cells
from noaber.vocabulary.errors import NotFound
from noaber.warehouse.query import Release
from noaber.warehouse.selection import Selection


def read(release: Release, query: dict[str, str]) -> tuple[Tabulation, Tabulation]:
    """Read a choice from an address; with the default it is measured against."""
    known = release.catalogue
    said = {name: [value] for name, value in query.items()}
    ids = read_indicators(known, said)
    offer = make_tabulation_offer(known, ids, read_levels(known, said))
    return parse_tabulation(known, said, ids, offer), default_tabulation(known, ids, offer)


@given(data=st.data())
def test_print_and_read_are_inverse(small_release: Release, data: st.DataObject) -> None:
    """What is written as an address is read as the same choice."""
    known = small_release.catalogue
    ids = tuple(data.draw(st.lists(st.sampled_from(sorted(known.indicators)), min_size=1, max_size=4, unique=True)))
    levels = make_tabulation_offer(known, ids).levels
    areas = tuple(data.draw(st.lists(st.sampled_from(sorted(known.areas)), max_size=3, unique=True)))
    level = data.draw(st.sampled_from(levels))
    offer = make_tabulation_offer(known, ids, {known.areas[id].type for id in areas} or {level})
    first, last = sorted(data.draw(st.lists(st.integers(0, len(offer.periods) - 1), min_size=2, max_size=2)))
    choice = Tabulation(
        cijfers=ids,
        gebieden=areas,
        niveau=level,
        binnen=data.draw(st.sampled_from(["-", known.card.home])),
        van=offer.periods[first],
        tot=offer.periods[last],
        delen=data.draw(st.sampled_from(["", "alle", *offer.dimensions])),
        kolommen=data.draw(st.sampled_from(COLUMNS)),
        blad=data.draw(st.integers(1, 50)),
    )
    printed = print_tabulation(choice, default_tabulation(known, ids, offer))
    assert read(small_release, printed)[0] == choice


def test_only_what_differs_is_in_the_address(small_release: Release) -> None:
    """The default view has a short address."""
    choice, default = read(small_release, {"cijfers": "inhabitants"})
    assert print_tabulation(choice, default) == {"cijfers": "inhabitants"}


def test_all_that_is_wrong_is_said_at_once(small_release: Release) -> None:
    """Each wrong parameter is a problem of its own."""
    with pytest.raises(BadAddress) as error:
        read(small_release, {"cijfers": "inhabitants", "niveau": "dorp", "kolommen": "rij", "blad": "0"})
    assert [problem.place for problem in error.value.problems] == ["niveau", "kolommen", "blad"]


def test_an_unknown_indicator_is_not_found(small_release: Release) -> None:
    """It has a page of its own with the nearest names."""
    with pytest.raises(NotFound):
        read(small_release, {"cijfers": "inhabitants,inhabitantz"})


@pytest.mark.parametrize("across", COLUMNS)
def test_every_observation_has_one_place(small_release: Release, across: str) -> None:
    """Whatever runs across: as many figures as observations, each with its own value; all else is absent."""
    known = small_release.catalogue
    ids = ["inhabitants", "women_share"]
    cells = small_release.cells(Selection(tuple(known.indicators[id].key for id in ids)))
    order = Order(list(known.areas), ids, list(known.slices), list(known.periods))
    pivot = pivot_cells(cells, {}, across, order)
    assert len(pivot.figures) == len(cells) > 100
    for cell in cells:
        place = {"gebied": cell.area.id, "cijfer": cell.indicator, "deel": cell.slice, "periode": str(cell.period)}
        row = next(row for row in pivot.rows if row._asdict() == place | {across: ""})
        assert pivot.get(row, place[across]).value == (None if cell.hidden else cell.value)
        assert pivot.observed[row, place[across]] == cell.area.id
    assert pivot.get(pivot.rows[0], "elders") is ABSENT


def test_rows_say_what_there_is_more_than_one_of() -> None:
    """One indicator needs no column that names it; what runs across is not repeated."""
    choice = Tabulation(("a",), van="2020", tot="2021")
    assert row_fields(choice) == ("gebied",)
    assert row_fields(Tabulation(("a", "b"), van="2020", tot="2021", delen="sex")) == ("gebied", "cijfer", "deel")
    across = Tabulation(("a", "b"), van="2020", tot="2021", delen="sex", kolommen="cijfer")
    assert row_fields(across) == ("gebied", "deel", "periode")
