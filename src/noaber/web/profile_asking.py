"""From the release to the figures of a profile: everything of the area itself, and its key figures among others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from noaber.products.area_glance import KeyParts
from noaber.products.figure_rows import FigureRow, newest_period
from noaber.products.figures import Figure, Figures
from noaber.products.wording import Wording
from noaber.warehouse.cards import AreaCard, IndicatorCard
from noaber.warehouse.query import Release
from noaber.warehouse.selection import Selection
from noaber.web.area_peers import peers_of
from noaber.web.area_scope import areas_within, lineage, scope_of
from noaber.web.figure_asking import ask_figures, draw_rows, visible_cards
from noaber.web.indicator_asking import figure_of
from noaber.web.indicator_words import subject_of


@dataclass(frozen=True)
class Asked:
    """The rows of an area by indicator, its key figures, and the figure areas are large by."""

    rows: Mapping[str, FigureRow]
    keys: tuple[KeyParts, ...]
    size: KeyParts | None


def ask_profile(release: Release, own: AreaCard, references: Sequence[AreaCard], wording: Wording) -> Asked:
    """Ask for all figures of an area, and for its key figures among its level and the areas of similar size."""
    cards = [card for card in visible_cards(release) if own.type in card.levels]
    figures = ask_figures(release, cards, own, references)
    rows = {row.id: row for row in draw_rows(release, cards, figures, own, references, wording)}
    known = release.catalogue
    wanted = [id for id in dict.fromkeys((known.card.size, *known.card.key_figures)) if id in rows]
    periods = {id: newest_period(figures[id], own.id) for id in wanted}
    among = _ask_among(release, own, [known.indicators[id] for id in wanted], periods)
    parts = {id: _key(release, own, references, rows[id], figures[id], periods[id], among, wording) for id in wanted}
    keys = tuple(parts[id] for id in known.card.key_figures if id in parts)
    return Asked(rows, keys, parts.get(known.card.size))


Among = Mapping[str, Mapping[str, Figure]]  # indicator, area


def _key(
    release: Release, own: AreaCard, references: Sequence[AreaCard], row: FigureRow, figures: Figures, period: str,
    among: Among, wording: Wording,
) -> KeyParts:  # fmt: skip
    found, line = among.get(row.id, {}), {same.id for same in lineage(release, own)}
    known = release.catalogue.areas
    vintages = [known[id].vintage for id in found if id in line]
    vintage = max(vintages, key=lambda year: year or 0, default=None)
    like = next((peers.areas for peers in peers_of(release, own) if peers.kind == "similar"), ())
    level = _level(release, own)
    first = references[0] if references else None
    return KeyParts(
        row=row,
        subject=subject_of(release, release.catalogue.indicators[row.id], wording),
        level={
            own.id if id in line else id: figure
            for id, figure in found.items()
            if id in level and known[id].vintage == vintage
        },
        like={id: figure for id, figure in found.items() if id in like},
        references=[figures.get(area.id, period) for area in references],
        own=figures.get(own.id, period),
        whole=first.names.get(wording.language) if first and first.id in own.parents else "",
    )


def _level(release: Release, own: AreaCard) -> frozenset[str]:
    """The areas ranked with one, in every vintage: an older figure is ranked among the areas of its own year."""
    if not release.catalogue.types[own.type].level:
        return frozenset()
    return frozenset(area.id for area in areas_within(release, scope_of(release, own, own.type)))


def _ask_among(
    release: Release, own: AreaCard, cards: Sequence[IndicatorCard], periods: Mapping[str, str]
) -> dict[str, dict[str, Figure]]:
    """Ask with one question for the key figures of the level and of similar areas, each in its own period."""
    known = release.catalogue
    like = [id for peers in peers_of(release, own) if peers.kind == "similar" for id in peers.areas]
    areas = tuple({known.areas[id].key for id in (*_level(release, own), *like)})
    keys = tuple(known.periods[period] for period in sorted(set(periods.values())))
    if not areas or not cards or not keys:
        return {}
    indicators = tuple(card.key for card in cards)
    found: dict[str, dict[str, Figure]] = {card.id: {} for card in cards}
    for cell in release.cells(Selection(indicators, (known.types[own.type].key,), areas, keys, (0,))):
        if str(cell.period) == periods[cell.indicator]:
            found[cell.indicator][cell.area.id] = figure_of(cell)
    return found
