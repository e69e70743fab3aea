"""What is offered in the place of hidden figures of a page: the next ones up that are shown, with their names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from noaber.products.figures import Figures
from noaber.products.hidden_note import Instead
from noaber.products.wording import Wording
from noaber.warehouse.query import Release
from noaber.warehouse.selection import Keys
from noaber.web.area_scope import lineage
from noaber.web.indicator_offer import is_offered
from noaber.web.indicator_words import name_slice

Place = tuple[str, str, str]
"""Area, period and slice of a figure, as a page has them."""


def ask_above(release: Release, hidden: Collection[Keys], wording: Wording) -> dict[Keys, Instead]:
    """Give what is offered for cells by their keys; those without are left out."""
    name = name_instead_in(release, wording)
    return {cell: name(above) for cell, above in release.shown_above(hidden).items()} if hidden else {}


def name_instead_in(release: Release, wording: Wording) -> Callable[[Keys], Instead]:
    """Give what puts names to a cell."""
    known, language = release.catalogue, wording.language

    def name(cell: Keys) -> Instead:
        indicator, area, slice = known.indicator_of[cell[0]], known.by_key[cell[1]], known.slice_of[cell[3]]
        period = "" if is_offered(release, indicator, slice) else str(known.period_of.get(cell[2], ""))
        return Instead(
            indicator, known.indicators[indicator].names.get(language), area.id, area.names.get(language), slice,
            name_slice(release, slice, wording) if slice else "", period,
        )  # fmt: skip

    return name


def ask_instead(
    release: Release, indicator: str, figures: Figures, periods: Iterable[str], wording: Wording
) -> dict[Place, Instead | None]:
    """Give for each hidden figure of an indicator in some periods what is offered, None where nothing is."""
    shown = set(periods)
    hidden = [(indicator, *place) for place, figure in figures.cells.items() if figure.hidden and place[1] in shown]
    return {one[1:]: above for one, above in ask_places(release, hidden, wording).items()}


def ask_places(
    release: Release, hidden: Collection[tuple[str, str, str, str]], wording: Wording
) -> dict[tuple[str, str, str, str], Instead | None]:
    """Give for hidden figures, by indicator and place, what is offered, None where nothing is: with one question, or
    without any where nothing is hidden. A place is shown as one series, so the figure may be of the area in another
    vintage."""
    known = release.catalogue
    lines = {id: [same.key for same in lineage(release, known.areas[id])] for id in {one[1] for one in hidden}}
    keys = {
        one: [
            (known.indicators[one[0]].key, area, known.periods[one[2]], known.slices[one[3]]) for area in lines[one[1]]
        ]
        for one in hidden
    }
    found = ask_above(release, {one for many in keys.values() for one in many}, wording)
    return {place: next((found[one] for one in many if one in found), None) for place, many in keys.items()}
