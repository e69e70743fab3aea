"""From the release to a population pyramid: the first declared one for which an area has figures of every age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from noaber.products.addresses import site_href
from noaber.products.figures import Figure, Figures, sort_periods
from noaber.products.pyramids import Pyramid, PyramidParts, draw_pyramid
from noaber.products.wording import Wording
from noaber.vocabulary.slices import print_slice
from noaber.warehouse.cards import AreaCard, DimensionCard, PyramidCard
from noaber.warehouse.query import Release
from noaber.warehouse.selection import Selection
from noaber.web.area_scope import lineage
from noaber.web.hidden_asking import ask_instead
from noaber.web.indicator_asking import figure_of
from noaber.web.indicator_words import name_slice, subject_of

FEWEST = 3  # ages with a number


def ask_pyramid(release: Release, own: AreaCard, references: Sequence[AreaCard], wording: Wording) -> Pyramid | None:
    """Give the pyramid of an area beside the first reference that has the same figures; None where there is none."""
    found = (_ask(release, spec, own, references, wording) for spec in release.catalogue.card.pyramids)
    return next((pyramid for pyramid in found if pyramid), None)


def _ask(
    release: Release, spec: PyramidCard, own: AreaCard, references: Sequence[AreaCard], wording: Wording
) -> Pyramid | None:
    known = release.catalogue
    card, ages = known.indicators.get(spec.indicator), known.dimensions.get(spec.steps)
    if card is None or ages is None:
        return None
    steps = [print_slice({spec.steps: code}) for code in _codes(ages)]
    covered = {part.period for part in card.coverage if part.level == own.type and part.slices > len(steps)}
    if not covered:
        return None
    sides = known.dimensions.get(spec.sides)
    columns = {side: [print_slice({spec.steps: code, spec.sides: side}) for code in _codes(ages)]
               for side in (_codes(sides) if sides else ())}  # fmt: skip
    wanted = ["", *steps, *(slice for slices in columns.values() for slice in slices)]
    line = {same.id: own.id for same in lineage(release, own)}
    cells = _cells(release, card.key, [known.areas[id] for id in line], wanted, covered, line)
    period = next((p for p in reversed(sort_periods({p for _, p, _ in cells})) if _whole(cells, own.id, p, steps)), "")
    if not period:
        return None
    sided = len(columns) == 2 and all(_whole(cells, own.id, period, slices) for slices in columns.values())
    shown = columns if sided else {}
    others = _cells(release, card.key, references, wanted, {period}, {area.id: area.id for area in references})
    compared = [slice for slices in (shown.values() or [steps]) for slice in slices]
    reference = next((area for area in references if _whole(others, area.id, period, compared)), None)
    parts = PyramidParts(
        subject=subject_of(release, card, wording),
        own=(own.id, own.names.get(wording.language)),
        reference=(reference.id, reference.names.get(wording.language)) if reference else None,
        period=period,
        steps=[(slice, name_slice(release, slice, wording)) for slice in steps],
        sides=[(name_slice(release, print_slice({spec.sides: side}), wording), slices)
               for side, slices in shown.items()],
        figures=Figures({**others, **cells}),
        instead=ask_instead(release, card.id, Figures(cells), [period], wording),
    )  # fmt: skip
    query = {"gebieden": own.id, "uitsplitsing": spec.steps}
    return draw_pyramid(parts, site_href(wording.language, "cijfer", card.id, query=query), wording)


def _codes(dimension: DimensionCard) -> list[str]:
    """The categories of a dimension that are not sums of others."""
    return [code for code in dimension.codes if code not in dimension.groups]


def _cells(
    release: Release, indicator: int, areas: Sequence[AreaCard], slices: Sequence[str],
    periods: Iterable[str], line: Mapping[str, str],
) -> dict[tuple[str, str, str], Figure]:  # fmt: skip
    """Ask for figures; areas of other vintages of one place count as that place."""
    known = release.catalogue
    keys = tuple(known.slices[slice] for slice in slices if slice in known.slices)
    times = tuple(known.periods[period] for period in sorted(periods))
    if not areas:
        return {}
    found = release.cells(Selection((indicator,), None, tuple(area.key for area in areas), times, keys))
    return {(line[cell.area.id], str(cell.period), cell.slice): figure_of(cell) for cell in found}


def _whole(cells: Mapping[tuple[str, str, str], Figure], area: str, period: str, slices: Sequence[str]) -> bool:
    """Say whether every age is told, be it hidden, and enough of them have a number."""
    told = [cells.get((area, period, slice)) for slice in slices]
    numbers = [figure for figure in told if figure and not figure.absence]
    return all(figure and figure.absence != "missing" for figure in told) and len(numbers) >= FEWEST
