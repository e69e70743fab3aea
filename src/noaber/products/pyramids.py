"""A population pyramid: a table whose rows are ages, old above young, with bars to both sides of one scale.

Bars are shares of all people of the area, so that areas of any size can be compared; numbers are the people. The
reference is an outline. Where only ages are known the bars go one way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from noaber.products.addresses import explanation_href
from noaber.products.composition import Segment, Sentence, compose, join_sentences
from noaber.products.figures import Figures
from noaber.products.hidden_note import HiddenNote, Instead, draw_hidden_note, tell_figures
from noaber.products.marks import Mark, legend
from noaber.products.subjects import Subject
from noaber.products.tables import Cell, draw_cell
from noaber.products.wording import Wording

APART = 0.5  # percentage points from which a difference is told


@dataclass(frozen=True)
class PyramidParts:
    """The figures of an area and its reference in one period. `steps` are ages, young to old, as (slice, name);
    `sides` are (name, slices by step in the same order), two or none; `instead` is what is offered for hidden
    figures."""

    subject: Subject
    own: tuple[str, str]  # (id, name)
    reference: tuple[str, str] | None
    period: str
    steps: Sequence[tuple[str, str]]
    sides: Sequence[tuple[str, Sequence[str]]]
    figures: Figures
    instead: Mapping[tuple[str, str, str], Instead | None] = field(default_factory=dict)


@dataclass(frozen=True)
class PyramidBar:
    """People of one age on one side: the number, and the widths of bar and outline in percent of the side; `step` is
    how far the outline reaches in the next younger age, below."""

    cell: Cell
    width: float
    outline: float
    step: float = 0.0


@dataclass(frozen=True)
class PyramidRow:
    """One age with its bars: left and right, or one."""

    name: str
    bars: tuple[PyramidBar, ...]


@dataclass(frozen=True)
class Pyramid:
    """Everything the pyramid shows."""

    title: str
    text: Sentence
    caption: str
    sides: tuple[str, ...]
    rows: tuple[PyramidRow, ...]
    own_name: str
    reference_name: str
    marks: tuple[Mark, ...]
    href: str
    hidden: HiddenNote | None = None


def draw_pyramid(parts: PyramidParts, href: str, wording: Wording) -> Pyramid:
    """Draw the pyramid; `href` is the page of the indicator."""
    columns = [slices for _, slices in parts.sides] or [[slice for slice, _ in parts.steps]]
    scale = max(_shares(parts, columns).values(), default=0.0) or 1.0
    rows = [
        PyramidRow(name, tuple(_bar(parts, slices, at, scale, wording) for slices in columns))
        for at, (_, name) in enumerate(parts.steps)
    ]
    when = wording.period_in(parts.period, parts.subject.moment)
    places = [(parts.own[0], parts.period, slice) for slices in columns for slice in slices]
    shown = {place: parts.figures.get(*place) for place in places}
    return Pyramid(
        title=wording.t("pyramid.title" if parts.sides else "pyramid.title.ages"),
        text=_text(parts, when, wording),
        caption=wording.t("pyramid.caption", area=parts.own[1], when=when),
        sides=tuple(name for name, _ in parts.sides),
        rows=tuple(reversed(rows)),
        own_name=parts.own[1],
        reference_name=parts.reference[1] if parts.reference else "",
        marks=legend(shown.values(), wording),
        href=href,
        hidden=draw_hidden_note(tell_figures(shown, parts.instead), wording),
    )


def share_of_all(figures: Figures, area: str, period: str, slice: str) -> float | None:
    """Give what part a slice is of all people of an area, in percent; None where either is not known.

    >>> from noaber.products.figures import Figure
    >>> share_of_all(Figures({("a", "2024", ""): Figure(200.0), ("a", "2024", "x"): Figure(50.0)}), "a", "2024", "x")
    25.0
    """
    part, whole = figures.get(area, period, slice), figures.get(area, period)
    if part.value is None or not whole.value:
        return None
    return 100 * part.value / whole.value


def _shares(parts: PyramidParts, columns: Sequence[Sequence[str]]) -> Mapping[tuple[str, str], float]:
    areas = [parts.own[0], *([parts.reference[0]] if parts.reference else [])]
    found = {
        (area, slice): share_of_all(parts.figures, area, parts.period, slice)
        for area in areas
        for slices in columns
        for slice in slices
    }
    return {key: share for key, share in found.items() if share is not None}


def _bar(parts: PyramidParts, slices: Sequence[str], at: int, scale: float, wording: Wording) -> PyramidBar:
    def width(area: str, place: int) -> float:
        share = share_of_all(parts.figures, area, parts.period, slices[place])
        return round(100 * (share or 0.0) / scale, 2)

    own, reference = parts.own[0], parts.reference[0] if parts.reference else ""
    href = explanation_href(wording.language, parts.subject.id, own, parts.period, slices[at])
    cell = draw_cell(parts.figures.get(own, parts.period, slices[at]), parts.subject, "waarde", wording, href)
    if not reference:
        return PyramidBar(cell, width(own, at), 0.0)
    return PyramidBar(cell, width(own, at), width(reference, at), width(reference, at - 1) if at else 0.0)


def _text(parts: PyramidParts, when: str, wording: Wording) -> Sentence:
    """Say which age is the largest, and in which the area differs most from its reference; nothing where an age is not
    told, for it might be that one."""
    shares = {
        step: share
        for step in parts.steps
        if (share := share_of_all(parts.figures, parts.own[0], parts.period, step[0])) is not None
    }
    if len(shares) < len(parts.steps):
        return ()
    largest = max(shares, key=lambda step: shares[step])
    first = compose(
        wording.t("pyramid.largest"), {"when": when, **_told(parts, largest, "step", "share", shares, wording)}
    )
    return join_sentences([first, _against(parts, shares, wording)])


def _against(parts: PyramidParts, shares: Mapping[tuple[str, str], float], wording: Wording) -> Sentence:
    if parts.reference is None:
        return ()
    others = {
        step: other
        for step in shares
        if (other := share_of_all(parts.figures, parts.reference[0], parts.period, step[0])) is not None
    }
    gaps = {step: shares[step] - other for step, other in others.items()}
    if not gaps:
        return ()
    most, least = max(gaps, key=lambda step: gaps[step]), min(gaps, key=lambda step: gaps[step])
    if gaps[most] < APART or gaps[least] > -APART:
        return (Segment(wording.t("pyramid.alike", reference=parts.reference[1])),)
    values: dict[str, str | Segment] = {
        "reference": parts.reference[1],
        **_told(parts, most, "more", "share", shares, wording),
        **_told(parts, least, "less", "lower", shares, wording),
        "other": wording.number(others[most], 1, "%"),
        "higher": wording.number(others[least], 1, "%"),
    }
    return compose(wording.t("pyramid.against"), values)


def _told(
    parts: PyramidParts, step: tuple[str, str], named: str, shared: str,
    shares: Mapping[tuple[str, str], float], wording: Wording,
) -> dict[str, str | Segment]:  # fmt: skip
    """The name of an age and its share, which leads to the explanation of the people in it."""
    href = explanation_href(wording.language, parts.subject.id, parts.own[0], parts.period, step[0])
    return {named: step[1], shared: Segment(wording.number(shares[step], 1, "%"), href, strong=True)}
