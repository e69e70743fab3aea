"""The finding of an indicator page: a headline and a lead, made from the figures by rule.

Nothing is claimed that the figures do not show: without a value, a base or a comparison the sentence is left out;
across a break in the series there is no change; what rounds to nothing is called the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from noaber.products.composition import Segment, Sentence, compose, join_sentences
from noaber.products.figures import Figure, Figures, broken_between, change_between
from noaber.products.numbers import round_half_up
from noaber.products.rankings import Ranking
from noaber.products.subjects import Subject
from noaber.products.wording import Wording

Explain = Callable[[str, str], str]  # (area id, period) -> address of the explanation


@dataclass(frozen=True)
class Case:
    """What a finding is about: an area, the areas it is compared with, the periods shown, its rank."""

    subject: Subject
    figures: Figures
    own: str
    references: Sequence[str]
    periods: Sequence[str]
    slice: str = ""
    slice_name: str = ""
    ranking: Ranking | None = None
    level_plural: str = ""
    explain: Explain = field(default=lambda area, period: "")

    def figure(self, area: str, period: str) -> Figure:
        """Give a figure of the slice that is shown."""
        return self.figures.get(area, period, self.slice)

    @cached_property
    def last(self) -> str | None:
        """The latest period shown with a number for the own area."""
        return next((p for p in reversed(self.periods) if not self.figure(self.own, p).absence), None)

    @cached_property
    def first(self) -> str | None:
        """The earliest period shown with a number for the own area, if earlier than the latest."""
        found = next((p for p in self.periods if not self.figure(self.own, p).absence), None)
        return found if found != self.last else None

    @property
    def breaks(self) -> list[str]:
        """Periods in which the series of the own area starts anew."""
        return [p for p in self.periods if self.figure(self.own, p).series_break]

    @cached_property
    def signed(self) -> bool:
        """Whether the figure can be negative, as a balance: then percentages of it mean nothing."""
        return any((figure.value or 0.0) < 0 for figure in self.figures.cells.values())

    def change(self, area: str) -> float | None:
        """Change of an area over the periods shown, in percent or points; None where it cannot be said."""
        first, last = self.first, self.last
        if first is None or last is None or (self.signed and not self.subject.points):
            return None
        return change_between(self.figures, area, first, last, self.subject.points, self.slice).value

    def difference(self, area: str) -> float | None:
        """Plain difference of an area over the periods shown, where a percentage would mislead."""
        first, last = self.first, self.last
        if first is None or last is None:
            return None
        return change_between(self.figures, area, first, last, True, self.slice).value

    @property
    def shown_name(self) -> str:
        """Name of the indicator, with the category where one is chosen."""
        return f"{self.subject.name} ({self.slice_name})" if self.slice_name else self.subject.name


def in_area(area: str, names: Mapping[str, str], wording: Wording) -> str:
    """Say where: `in Enschede`; some names want an article, which the catalogue knows by area id."""
    key = f"in.{area}"
    return wording.t(key) if wording.t.has(key) else wording.t("in", area=names.get(area, area))


def capital(text: str) -> str:
    """Begin a sentence.

    >>> capital("in Enschede")
    'In Enschede'
    """
    return text[:1].upper() + text[1:]


def direction(change: float | None, decimals: int = 1) -> str:
    """Say up, down or same; a change that rounds to nothing is the same; empty where there is none.

    >>> direction(0.04), direction(-2.0), direction(None)
    ('same', 'down', '')
    """
    if change is None:
        return ""
    rounded = round_half_up(change, decimals)
    return "same" if rounded == 0 else "up" if rounded > 0 else "down"


def headline(case: Case, wording: Wording) -> str:
    """Give the finding in a few words: `Inwoners: stijging in Enschede, kleiner dan in Nederland`."""
    where = in_area(case.own, case.figures.names, wording)
    values = {"indicator": case.shown_name, "where": where}
    if case.last is None:
        return wording.t("headline.none", **values)
    key, reference = _growth_key(case) if case.subject.additive else _level_key(case)
    there = in_area(reference, case.figures.names, wording) if reference else ""
    return wording.t(f"headline.{key}", **values, reference=there)


def _growth_key(case: Case) -> tuple[str, str]:
    own = case.change(case.own)
    way = direction(own) or direction(case.difference(case.own), case.subject.decimals)
    reference = next((r for r in case.references if r != case.own and case.change(r) is not None), "")
    if not way:
        return "plain", ""
    if not reference or way == "same" or own is None:
        return way, ""
    theirs = case.change(reference) or 0.0
    other = direction(theirs)
    if other != way:
        return f"{way}.{other}", reference
    size = direction(float(abs(round_half_up(own or 0.0, 1)) - abs(round_half_up(theirs, 1))))
    return f"{way}.{ {'up': 'more', 'down': 'less', 'same': 'alike'}[size] }", reference


def _level_key(case: Case) -> tuple[str, str]:
    last = case.last or ""
    mine = case.figure(case.own, last).value
    for reference in case.references:
        theirs = case.figure(reference, last).value
        if reference != case.own and theirs is not None and mine is not None:
            return {"up": "higher", "down": "lower", "same": "equal"}[_relation(case, mine, theirs)], reference
    way = direction(case.difference(case.own), case.subject.decimals)
    return (way or "plain"), ""


def _relation(case: Case, mine: float, theirs: float) -> str:
    """Compare two levels as they are shown: equal where both round to the same number."""
    decimals = case.subject.decimals
    ours, others = round_half_up(mine, decimals), round_half_up(theirs, decimals)
    return "same" if ours == others else "up" if ours > others else "down"


def lead(case: Case, wording: Wording) -> Sentence:
    """Give the finding in a few sentences, its numbers linked to their explanations."""
    if case.last is None:
        return compose(wording.t(f"lead.none.{_absence(case)}"), _common(case, wording))
    compared = _growth_comparison if case.subject.additive else _level_comparison
    return join_sentences(
        [
            _level(case, wording),
            _change(case, wording),
            compared(case, wording),
            _rank(case, wording),
            _caveats(case, wording),
        ]
    )


def _absence(case: Case) -> str:
    reasons = {case.figure(case.own, p).absence for p in case.periods}
    return "hidden" if reasons == {"hidden"} else "missing"


def _common(case: Case, wording: Wording) -> dict[str, str | Segment]:
    where = in_area(case.own, case.figures.names, wording)
    when = wording.period_in(case.last, case.subject.moment) if case.last else ""
    return {
        "indicator": case.shown_name,
        "where": where,
        "Where": capital(where),
        "when": when,
        "When": capital(when),
        "area": case.figures.names.get(case.own, case.own),
    }


def _number(case: Case, area: str, period: str, text: str, strong: bool = False) -> Segment:
    return Segment(text, case.explain(area, period), strong)


def _level(case: Case, wording: Wording) -> Sentence:
    last = case.last or ""
    value = case.figure(case.own, last).value or 0.0
    counted = case.subject.unit.casefold() == case.subject.name.casefold() and not case.slice_name
    text = case.subject.value(value, wording) if counted else case.subject.value_in_words(value, wording)
    number = _number(case, case.own, last, text, strong=True)
    noun = case.subject.unit
    key = "lead.level.counted" if counted else "lead.level"
    return compose(wording.t(key), {**_common(case, wording), "value": number, "unit": noun})


def _change(case: Case, wording: Wording) -> Sentence:
    """How much it changed: in percent, in points, or by how many where a percentage would mislead."""
    change, difference, first = case.change(case.own), case.difference(case.own), case.first
    if difference is None or first is None:
        return ()
    decimals = case.subject.decimals
    way = direction(difference, decimals) if change is None else direction(change, max(1, decimals))
    if change is None:
        size = wording.number(abs(difference), decimals)
    elif case.subject.points:
        size = f"{wording.number(abs(change), max(1, decimals))} {wording.t('unit.points')}"
    else:
        size = wording.number(abs(change), 1, "%")
    since = wording.period_in(first, case.subject.moment)
    key = f"lead.change.{way}" if case.subject.additive else f"lead.change.{way}.ratio"
    return compose(wording.t(key), {"size": _number(case, case.own, first, size, strong=True), "since": since})


def _growth_comparison(case: Case, wording: Wording) -> Sentence:
    first = case.first
    parts = [
        (reference, case.subject.change(change, wording), first or "")
        for reference in case.references
        if reference != case.own and (change := case.change(reference)) is not None
    ]
    if case.change(case.own) is None:
        return ()
    return _comparison("lead.growth", parts, case, wording)


def _level_comparison(case: Case, wording: Wording) -> Sentence:
    last = case.last or ""
    parts = [
        (reference, case.subject.value(value, wording), last)
        for reference in case.references
        if reference != case.own and (value := case.figure(reference, last).value) is not None
    ]
    return _comparison("lead.reference", parts, case, wording)


def _comparison(key: str, parts: list[tuple[str, str, str]], case: Case, wording: Wording) -> Sentence:
    """Name at most three references with their numbers: the first in a full clause, the others behind it."""
    pieces: list[Sentence] = []
    for index, (area, text, period) in enumerate(parts[:3]):
        where = in_area(area, case.figures.names, wording)
        values = {"Where": capital(where), "where": where, "value": _number(case, area, period, text)}
        pieces.append(compose(wording.t(f"{key}.{'first' if index == 0 else 'next'}"), values))
    return (*(segment for piece in pieces for segment in piece), Segment(".")) if pieces else ()


def _rank(case: Case, wording: Wording) -> Sentence:
    ranking = case.ranking
    rank = ranking.rank_of(case.own) if ranking else None
    if ranking is None or rank is None or len(ranking.ranked) < 3:
        return ()
    text = wording.t(
        "lead.rank",
        area=case.figures.names.get(case.own, case.own),
        rank=rank,
        count=len(ranking.ranked),
        level=case.level_plural,
    )
    return (Segment(text),)


def _caveats(case: Case, wording: Wording) -> Sentence:
    last = case.figure(case.own, case.last or "")
    said = [wording.t(f"lead.status.{mark}") for mark in last.marks if wording.t.has(f"lead.status.{mark}")]
    breaks = case.breaks
    if breaks and case.first and broken_between(breaks, case.first, case.last or ""):
        said.append(wording.t("lead.break", period=wording.period(breaks[-1], case.subject.moment)))
    return tuple(Segment(text) for text in [" ".join(said)] if text)


def extremes(case: Case, wording: Wording) -> str:
    """Say when the series of the own area stood highest and lowest; empty where it has fewer than three numbers."""
    shown = [(p, f.value) for p in case.periods if (f := case.figure(case.own, p)).value is not None]
    values = {round_half_up(value or 0.0, case.subject.decimals) for _, value in shown}
    if len(shown) < 3 or len(values) < 2:
        return ""
    high, low = max(shown, key=lambda pair: pair[1] or 0.0), min(shown, key=lambda pair: pair[1] or 0.0)
    return wording.t(
        "trend.extremes",
        Where=capital(in_area(case.own, case.figures.names, wording)),
        high=wording.period_in(high[0], case.subject.moment),
        highest=case.subject.value(high[1] or 0.0, wording),
        low=wording.period_in(low[0], case.subject.moment),
        lowest=case.subject.value(low[1] or 0.0, wording),
    )
