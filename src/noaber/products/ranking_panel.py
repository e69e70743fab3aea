"""The ranking on a page: a table whose bars share one scale, with reference lines and the areas not ranked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from noaber.products.composition import Segment, Sentence, compose
from noaber.products.figures import Figure
from noaber.products.marks import Mark, legend, name_mark
from noaber.products.periods_shown import first_window
from noaber.products.rankings import BarScale, Ranked, Ranking, base_of
from noaber.products.selecting import Toggle
from noaber.products.subjects import Subject
from noaber.products.tables import Cell, draw_cell
from noaber.products.ways import Expression
from noaber.products.wording import Wording

ROWS = 15


@dataclass(frozen=True)
class RankRow:
    """A row: rank, area, its page, the bar from `start` over `width` percent of the scale, and the number."""

    rank: int
    area: str
    name: str
    href: str
    own: bool
    role: str
    toggle: Toggle
    start: float
    width: float
    cell: Cell


@dataclass(frozen=True)
class Reference:
    """A reference line: its name with its value, its place on the scale in percent, and the address of its value's
    explanation."""

    label: str
    position: float
    href: str = ""


@dataclass(frozen=True)
class RankingPanel:
    """Everything the ranking shows. `unranked` are (reason, names)."""

    rows: tuple[RankRow, ...]
    references: tuple[Reference, ...]
    zero: float
    unranked: tuple[tuple[Mark, Sentence], ...]
    page: int
    pages: int
    count: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class RankingLook:
    """How a ranking is drawn: subject, expression, own area, names, page and the addresses behind its parts."""

    subject: Subject
    how: Expression
    own: str
    names: Mapping[str, str]
    page: int
    area_href: Callable[[str], str]
    explain_href: Callable[[str], str]
    role: Callable[[str], str]
    toggle: Callable[[str], Toggle]
    reference_href: Callable[[str], str] = lambda name: ""


def draw_ranking(
    ranking: Ranking, references: Sequence[tuple[str, float]], look: RankingLook, wording: Wording
) -> RankingPanel:
    """Draw one page of a ranking; the own area is repeated below when it stands on another page."""
    values = [row.figure.value or 0.0 for row in ranking.ranked]
    scale = BarScale.of([*values, *(value for _, value in references)], base_of(look.how))
    window = first_window(ranking.ranked, look.page, ROWS)
    shown = window.items
    elsewhere = [row for row in ranking.ranked if row.area == look.own and row not in shown]
    return RankingPanel(
        rows=tuple(_row(row, scale, look, wording) for row in [*shown, *elsewhere]),
        references=tuple(
            Reference(
                f"{name} {look.subject.expressed(value, look.how, wording)}",
                scale.position(value),
                look.reference_href(name),
            )
            for name, value in references
        ),
        zero=scale.position(base_of(look.how)),
        unranked=_unranked(ranking, look, wording),
        page=window.page,
        pages=window.pages,
        count=len(ranking.ranked),
        marks=legend((row.figure for row in [*shown, *elsewhere]), wording),
    )


def _row(row: Ranked, scale: BarScale, look: RankingLook, wording: Wording) -> RankRow:
    value = row.figure.value or 0.0
    ends = sorted((scale.position(base_of(look.how)), scale.position(value)))
    return RankRow(
        rank=row.rank,
        area=row.area,
        role=look.role(row.area),
        toggle=look.toggle(row.area),
        name=look.names.get(row.area, row.area),
        href=look.area_href(row.area),
        own=row.area == look.own,
        start=ends[0],
        width=round(max(0.3, ends[1] - ends[0]), 2),
        cell=draw_cell(row.figure, look.subject, look.how, wording, look.explain_href(row.area)),
    )


def _unranked(ranking: Ranking, look: RankingLook, wording: Wording) -> tuple[tuple[Mark, Sentence], ...]:
    """Group the areas without a rank by the reason, each linked to why; long lists are cut with a count."""
    reasons: dict[str, list[Segment]] = {}
    for area, figure in ranking.unranked:
        name = Segment(look.names.get(area, area), look.explain_href(area))
        reasons.setdefault(figure.absence, []).append(name)
    return tuple((name_mark(reason, wording), _cut(names, wording)) for reason, names in reasons.items())


def _cut(names: list[Segment], wording: Wording, most: int = 12) -> Sentence:
    """List names: all of them, or the first with how many more there are."""
    shown = names if len(names) <= most else names[:most]
    marks = {f"n{at}": name for at, name in enumerate(shown)}
    places = [f"{{{mark}}}" for mark in marks]
    if len(names) <= most:
        return compose(wording.listing(places), marks)
    return compose(wording.t("list.more", names=", ".join(places), count=len(names) - most), marks)


def reference_values(
    get: Callable[[str], Figure], areas: Sequence[str], names: Mapping[str, str], reach: float | None
) -> list[tuple[str, float]]:
    """Give name and value of at most two references; those far outside the bars (`reach`, their largest size) would
    flatten every bar and are left out."""
    found = [(names.get(area, area), value) for area in areas if (value := get(area).value) is not None]
    return [(name, value) for name, value in found if reach is None or abs(value) <= reach * 2][:2]
