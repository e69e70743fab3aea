"""The map of an indicator: which areas, in which classes, in what words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from noaber.products.charts.map_drawing import ABSENCES, LegendEntry, MapArea, MapPlan
from noaber.products.figures import Figure, Figures
from noaber.products.indicator_case import IndicatorCase, level_ranking
from noaber.products.map_classes import Division, as_shown, short_value
from noaber.products.marks import legend, name_mark, name_marks
from noaber.products.selecting import toggles
from noaber.products.wording import Wording

PLACE = "#kaart"


def map_plan(
    case: IndicatorCase, figures: Figures, period: str, division: Division | None, wording: Wording
) -> MapPlan:
    """Give the plan of the map: every area of the level, with its class or the reason why it has no number."""
    found = {area: figures.get(area, period, case.choice.deel) for area in case.level_areas}
    values = {area: as_shown(case, figure.value) for area, figure in found.items() if figure.value is not None}
    ranks = {row.area: row.rank for row in level_ranking(case, figures, period).ranked}
    shared = shared_marks(found)
    href = area_href(case, wording)

    def area(id: str, figure: Figure) -> MapArea:
        marks = name_marks(figure, wording)
        name, sign = case.chosen.names.get(id, id), "".join(mark.sign for mark in marks)
        tone, value = figure.absence, sign
        words = [mark.short for mark in marks]
        if division and id in values:
            tone, value = division.tone_of(values[id]), short_value(case, figure.value or 0.0, wording)
            rank = wording.t("map.rank", rank=ranks[id], count=len(ranks))
            words = [case.subject.expressed(figure.value or 0.0, case.choice.als, wording), rank, *words]
        told = "" if figure.absence else "".join(mark.sign for mark in marks if mark.key not in shared)
        return MapArea(id, name, tone, value, f"{name}: {' · '.join(words)}", case.role(id), href(id), told,
                       ranks.get(id, 0))  # fmt: skip

    areas = [area(id, figure) for id, figure in found.items()]
    return MapPlan(areas, _legend(areas, division, wording), map_alt(case, figures, period, wording))


def shared_marks(found: Mapping[str, Figure]) -> frozenset[str]:
    """Give the statuses that all numbers bear: they are said once instead of at every area."""
    told = [frozenset(figure.marks) for figure in found.values() if not figure.absence]
    return frozenset.intersection(*told) if told else frozenset()


def status_notes(case: IndicatorCase, figures: Figures, period: str, wording: Wording) -> list[str]:
    """Say which statuses all numbers bear, and what the signs on the map mean that only some bear."""
    found = {area: figures.get(area, period, case.choice.deel) for area in case.level_areas}
    shared = shared_marks(found)
    told = legend((figure for figure in found.values() if not figure.absence), wording)
    return [
        wording.t("picture.status.all", status=mark.words)
        if mark.key in shared
        else wording.t("map.sign", sign=mark.sign, status=mark.words)
        for mark in told
    ]


def area_href(case: IndicatorCase, wording: Wording) -> Callable[[str], str]:
    """Give the address that adds an area to the choice or takes it out, and leads back to the map."""
    toggle = toggles(case, wording)

    def href(area: str) -> str:
        link = toggle(area).href
        return link and link + PLACE

    return href


def _legend(areas: list[MapArea], division: Division | None, wording: Wording) -> list[LegendEntry]:
    """Count the areas of each class, and of each reason for no number apart."""
    counts = Counter(area.tone for area in areas)
    classes = zip(division.tones, division.names, strict=True) if division else ()
    entries = [LegendEntry(tone, name, counts[tone]) for tone, name in classes]
    absent = [reason for reason in ABSENCES if counts[reason]]
    return [*entries, *(LegendEntry(reason, name_mark(reason, wording).short, counts[reason]) for reason in absent)]


def map_text(case: IndicatorCase, figures: Figures, period: str, wording: Wording) -> str:
    """Say where the figure is highest and lowest, and how many areas have none."""
    shown = {area: figures.get(area, period, case.choice.deel) for area in case.level_areas}
    values = {area: figure.value for area, figure in shown.items() if figure.value is not None}
    when = wording.period_in(period, case.subject.moment) if period else ""
    if len(values) < 2:
        return wording.t("map.few", when=when)
    high, low = max(values, key=lambda a: values[a] or 0.0), min(values, key=lambda a: values[a] or 0.0)
    said = wording.t(
        "map.extremes",
        When=when[:1].upper() + when[1:],
        high=case.chosen.names.get(high, high),
        highest=case.subject.expressed(values[high] or 0.0, case.choice.als, wording),
        low=case.chosen.names.get(low, low),
        lowest=case.subject.expressed(values[low] or 0.0, case.choice.als, wording),
    )
    without = len(shown) - len(values)
    return said + (" " + wording.t.plural("map.without", without) if without else "")


def map_alt(case: IndicatorCase, figures: Figures, period: str, wording: Wording) -> str:
    """Describe the map for who cannot see it."""
    return wording.t(
        "map.alt",
        indicator=case.subject.name,
        level=case.level_plural,
        where=case.where,
        text=map_text(case, figures, period, wording),
    )
