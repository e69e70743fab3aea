"""An area in short: its key figures beside its references, among its level and beside areas that are alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from noaber.products.charts.strip_drawing import Strip, draw_strip
from noaber.products.figure_rows import FigureRow, KeyFigure, key_figure, note_rows
from noaber.products.figures import Figure
from noaber.products.hidden_note import HiddenNote
from noaber.products.standings import Level, Standing, say_standing, standing_of
from noaber.products.subjects import Subject
from noaber.products.tables import Cell
from noaber.products.wording import Wording

FEWEST_ALIKE = 3  # fewer are no range


@dataclass(frozen=True)
class KeyParts:
    """A key figure with the figures it is seen among, all of its period: of its level, of areas that are alike, and of
    its references in their order. `whole` names the first reference where the area lies in it."""

    row: FigureRow
    subject: Subject
    level: Mapping[str, Figure] = field(default_factory=dict)
    like: Mapping[str, Figure] = field(default_factory=dict)
    references: Sequence[Figure] = ()
    own: Figure = field(default_factory=lambda: Figure(None))
    whole: str = ""


@dataclass(frozen=True)
class GlanceFigure:
    """A key figure as it is shown: the figure itself, where it stands, the dots, and what it is compared with."""

    key: KeyFigure
    standing: str
    strip: Strip | None
    references: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class Glance:
    """The figures, how to read their dots, and what is said of those that not everybody sees."""

    figures: tuple[GlanceFigure, ...]
    reading: tuple[str, ...]
    hidden: HiddenNote | None = None


def draw_glance(own: str, name: str, keys: Sequence[KeyParts], names: Sequence[str], level: Level,
                wording: Wording) -> Glance:  # fmt: skip
    """Draw the key figures of an area; `names` are those of its references."""
    figures = tuple(_figure(own, parts, names, level, wording) for parts in keys)
    hidden = note_rows((parts.row for parts in keys), wording)
    return Glance(figures, _reading(name, figures, level, wording), hidden)


def own_standing(own: str, parts: KeyParts) -> Standing | None:
    """Give where the area stands with a key figure."""
    return standing_of(own, parts.level)


def _figure(own: str, parts: KeyParts, names: Sequence[str], level: Level, wording: Wording) -> GlanceFigure:
    shown = [] if parts.subject.additive else list(names)
    references = [figure.value for figure in parts.references if figure.value is not None]
    strip = draw_strip(own, _numbers(parts.level), _numbers(parts.like), [] if parts.subject.additive else references)
    key = key_figure(parts.row, shown, wording)
    told = [*key.references, *_share(parts, wording), *_range(parts, wording)]
    return GlanceFigure(key, say_standing(own_standing(own, parts), level, wording), strip, tuple(told))


def _numbers(figures: Mapping[str, Figure]) -> dict[str, float]:
    return {area: figure.value for area, figure in figures.items() if figure.value is not None and not figure.absence}


def _share(parts: KeyParts, wording: Wording) -> list[tuple[str, Cell]]:
    """The part of the whole, of counts that cannot be below zero."""
    whole = parts.references[0].value if parts.references else None
    told = parts.subject.additive and not parts.subject.signed and parts.whole
    if not told or not whole or parts.own.value is None:
        return []
    share = wording.number(100 * parts.own.value / whole, 1, "%")
    return [(wording.t("glance.share", whole=parts.whole), Cell(share))]


def _range(parts: KeyParts, wording: Wording) -> list[tuple[str, Cell]]:
    """From the lowest to the highest of the areas that are alike."""
    values = sorted(_numbers(parts.like).values())
    if parts.subject.additive or len(values) < FEWEST_ALIKE:
        return []
    low, high = (parts.subject.value(value, wording) for value in (values[0], values[-1]))
    said = low if low == high else wording.t("glance.range", low=low, high=high)
    return [(wording.t("glance.alike"), Cell(said))]


def _reading(name: str, figures: Sequence[GlanceFigure], level: Level, wording: Wording) -> tuple[str, ...]:
    """Say how the dots are to be read, where there are any."""
    drawn = [figure.strip for figure in figures if figure.strip]
    if not drawn:
        return ()
    said = [wording.t("glance.read", area=name, level=level.words)]
    if any(dot.role == "like" for strip in drawn for dot in strip.dots):
        said.append(wording.t("glance.read.alike"))
    if any(strip.references for strip in drawn):
        said.append(wording.t("glance.read.reference"))
    return tuple(said)
