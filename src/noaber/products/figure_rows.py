"""The newest figure of many indicators for one area, beside its references: rows of area, theme and home pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from noaber.products.addresses import change_href, explanation_href, site_href
from noaber.products.charts.trend_chart import place_in_time
from noaber.products.expressing import change_between
from noaber.products.figures import Figure, Figures, sort_periods
from noaber.products.hidden_note import HiddenNote, Instead, Told, draw_hidden_note, join_told, tell_figures
from noaber.products.links import Link
from noaber.products.marks import Mark
from noaber.products.sparklines import Sparkline, draw_sparkline
from noaber.products.subjects import Subject
from noaber.products.tables import Cell, draw_cell
from noaber.products.wording import Wording
from noaber.vocabulary.periods import parse_period


@dataclass(frozen=True)
class FigureRow:
    """One indicator for one area: its newest figure, the same of the references, and its course; `told` is what a note
    needs of those figures."""

    id: str
    name: str
    href: str
    unit: str
    period: str
    cells: tuple[Cell, ...]
    spark: Sparkline | None
    change: Link
    told: Told = field(default_factory=Told)

    @property
    def cell(self) -> Cell:
        """The figure of the area itself."""
        return self.cells[0]


@dataclass(frozen=True)
class KeyFigure:
    """A figure as it stands at the top of a page: large, with what it is compared with."""

    name: str
    href: str
    cell: Cell
    unit: str
    period: str
    references: tuple[tuple[str, Cell], ...]
    spark: Sparkline | None
    change: Link


def newest_period(figures: Figures, area: str) -> str:
    """Give the newest period with a number or a hidden one; of several frequencies the longest series counts."""
    told = [p for a, p, s in figures.cells if a == area and not s and figures.get(a, p).absence != "missing"]
    if not told:
        return ""
    counts = Counter(parse_period(period).frequency for period in told)
    most = max(counts, key=lambda frequency: counts[frequency])
    return sort_periods(period for period in told if parse_period(period).frequency == most)[-1]


def draw_figure_row(
    subject: Subject, figures: Figures, areas: Sequence[str], wording: Wording, period: str,
    instead: Mapping[tuple[str, str, str], Instead | None],
) -> FigureRow | None:  # fmt: skip
    """Draw the row of one indicator in a period: the first area is the one the page is about; None without a period.
    `instead` is what is offered in the place of hidden figures."""
    own = areas[0]
    if not period:
        return None
    shown = {(area, period, ""): figures.get(area, period) for area in areas}
    cells = [
        draw_cell(figure, subject, "waarde", wording, _explain(subject, area, period, wording))
        for (area, *_), figure in shown.items()
    ]
    series = _series(figures, own, period)
    return FigureRow(
        id=subject.id,
        name=subject.name,
        href=site_href(wording.language, "cijfer", subject.id, query={"gebieden": own}),
        unit=subject.unit_beside,
        period=wording.period(period, subject.moment if len(period) > 4 else ""),
        cells=tuple(cells),
        spark=_spark(subject, series, wording),
        change=_change(subject, figures, own, series, wording),
        told=tell_figures(shown, instead),
    )


def _explain(subject: Subject, area: str, period: str, wording: Wording) -> str:
    return explanation_href(wording.language, subject.id, area, period)


def _series(figures: Figures, area: str, last: str) -> list[tuple[str, float]]:
    """The numbers up to the newest period, of its frequency and since the last break."""
    frequency = parse_period(last).frequency
    own = {p: f for (a, p, s), f in figures.cells.items() if a == area and not s}
    series: list[tuple[str, float]] = []
    for period in sort_periods(p for p in own if parse_period(p).frequency == frequency):
        figure: Figure = own[period]
        if figure.series_break:
            series = []
        if figure.value is not None and parse_period(period) <= parse_period(last):
            series.append((period, figure.value))
    return series[-40:]


def _spark(subject: Subject, series: Sequence[tuple[str, float]], wording: Wording) -> Sparkline | None:
    if len(series) < 3:
        return None
    alt = wording.t(
        "spark.alt",
        first=wording.period(series[0][0]),
        last=wording.period(series[-1][0]),
        then=subject.value(series[0][1], wording),
        now=subject.value(series[-1][1], wording),
    )
    return draw_sparkline([(place_in_time(period), value) for period, value in series], alt)


def _change(
    subject: Subject, figures: Figures, own: str, series: Sequence[tuple[str, float]], wording: Wording
) -> Link:
    """The change over the series that is drawn, in words; empty where there is none to tell."""
    if len(series) < 2:
        return Link("")
    ends = (series[0][0], series[-1][0])
    figure = change_between(figures, own, *ends, subject.points)
    if figure.value is None:
        return Link("")
    since = wording.t("table.since", period=wording.period(ends[0]))
    said = f"{subject.change(figure.value, wording)} {since}"
    return Link(said, change_href(wording.language, subject.id, own, ends))


def key_figure(row: FigureRow, references: Sequence[str], wording: Wording) -> KeyFigure:
    """Make the large form of a row; references are named and only those with a number are told.

    Counts are not set beside those of a whole country: only figures that are compared by level are.
    """
    told = tuple((name, cell) for name, cell in zip(references, row.cells[1:], strict=False) if cell.text)
    return KeyFigure(row.name, row.href, row.cell, row.unit, row.period, told, row.spark, row.change)


def note_rows(rows: Iterable[FigureRow], wording: Wording) -> HiddenNote | None:
    """Give the note on the figures of rows that not everybody sees."""
    return draw_hidden_note(join_told(row.told for row in rows), wording)


def marks_of(rows: Sequence[FigureRow]) -> tuple[Mark, ...]:
    """Give the marks that occur in rows, each once."""
    found: Mapping[str, Mark] = {mark.key: mark for row in rows for cell in row.cells for mark in cell.marks}
    return tuple(found.values())
