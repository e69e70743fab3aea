"""What stands below the panels of an indicator page, and in files of it, of figures that not everybody sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from noaber.products.figures import Figures
from noaber.products.hidden_note import HiddenNote, Instead, draw_hidden_note, tell_figures
from noaber.products.indicator_case import IndicatorCase, ranking_period
from noaber.products.trends import context_areas, drawn_areas
from noaber.products.wording import Wording

Place = tuple[str, str, str]
"""Area, period and slice of a figure."""


def note_places(
    case: IndicatorCase, areas: Iterable[str], periods: Iterable[str], wording: Wording, by_area: bool = False
) -> HiddenNote | None:
    """Give the note on the figures of some areas and periods in the category and way of looking that were chosen."""
    deel, when = case.choice.deel, tuple(periods)
    figures = {(area, period, deel): case.shown.get(area, period, deel) for area in areas for period in when}
    return draw_hidden_note(tell_figures(figures, case.instead, by_area), wording)


def note_slices(
    figures: Figures, instead: Mapping[Place, Instead | None], area: str, shown: tuple[Iterable[str], Iterable[str]],
    wording: Wording,
) -> HiddenNote | None:  # fmt: skip
    """Give the note on figures of an area by category; `shown` are the categories and the periods."""
    places = [(area, period, slice) for slice, period in product(*shown)]
    return draw_hidden_note(tell_figures({place: figures.get(*place) for place in places}, instead), wording)


def note_level(case: IndicatorCase, period: str, wording: Wording) -> HiddenNote | None:
    """Give the note on the level in a period, for ranking, map and spread: of how many areas the figure is hidden."""
    return note_places(case, case.level_areas, [period], wording, by_area=True)


def note_lines(case: IndicatorCase, wording: Wording) -> HiddenNote | None:
    """Give the note on the lines of the trend, drawn or wholly hidden; not on those left out for being too large."""
    large = drawn_areas(case, case.shown)[1]
    areas = (*case.choice.gebieden, *case.references, *context_areas(case))
    return note_places(case, [area for area in areas if area not in large], case.periods, wording)


def note_picture(picture: str, case: IndicatorCase, wording: Wording) -> HiddenNote | None:
    """Give the note on what a picture shows: the trend, or the level."""
    if picture == "trend":
        return note_lines(case, wording)
    return note_level(case, ranking_period(case, case.shown), wording)
