"""The finding of an indicator page in a few sentences, its numbers linked to their explanations.

Each sentence is made by rule and left out where the figures do not carry it.
"""

from __future__ import annotations

from noaber.products.composition import Segment, Sentence, compose, join_sentences
from noaber.products.expressing import broken_between
from noaber.products.findings import Case, capital, direction, in_area
from noaber.products.numbers import round_half_up
from noaber.products.wording import Wording


def lead(case: Case, wording: Wording) -> Sentence:
    """Give the finding in a few sentences, its numbers linked to their explanations."""
    if case.last is None:
        key = f"lead.none.{_absence(case)}"
        if case.ends:
            return join_sentences([compose(wording.t(f"{key}.short"), _common(case, wording)), _spread(case, wording)])
        return compose(wording.t(key), _common(case, wording))
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


def _spread(case: Case, wording: Wording) -> Sentence:
    """Say between what the areas of the level lie, where the area itself has no figure."""
    if not case.ends or not case.ranking:
        return ()
    when = wording.period_in(case.ranked_in, case.subject.moment) if case.ranked_in else ""
    values: dict[str, str | Segment] = {"When": capital(when), "level": case.level_plural}
    values["count"] = str(len(case.ranking.ranked))
    for row, name, place in zip(case.ends, ("low", "high"), ("lowest", "highest"), strict=True):
        text = case.subject.value_in_words(row.figure.value or 0.0, wording)
        values[name] = _number(case, row.area, case.ranked_in, text, strong=True)
        values[place] = case.figures.names.get(row.area, row.area)
    return compose(wording.t("lead.spread"), values)


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
    href = case.explain_change(case.own, (first, case.last or ""), "toename" if change is None else "verandering")
    return compose(wording.t(key), {"size": Segment(size, href, True), "since": since})


def _growth_comparison(case: Case, wording: Wording) -> Sentence:
    ends = (case.first or "", case.last or "")
    parts = [
        (reference, case.subject.change(change, wording), case.explain_change(reference, ends, "verandering"))
        for reference in case.references
        if reference != case.own and (change := case.change(reference)) is not None
    ]
    if case.change(case.own) is None:
        return ()
    return _comparison("lead.growth", parts, case, wording)


def _level_comparison(case: Case, wording: Wording) -> Sentence:
    last = case.last or ""
    parts = [
        (reference, case.subject.value(value, wording), case.explain(reference, last))
        for reference in case.references
        if reference != case.own and (value := case.figure(reference, last).value) is not None
    ]
    return _comparison("lead.reference", parts, case, wording)


def _comparison(key: str, parts: list[tuple[str, str, str]], case: Case, wording: Wording) -> Sentence:
    """Name at most three references with their numbers: the first in a full clause, the others behind it."""
    pieces: list[Sentence] = []
    for index, (area, text, href) in enumerate(parts[:3]):
        where = in_area(area, case.figures.names, wording)
        number = Segment(text, href)
        values: dict[str, str | Segment] = {"Where": capital(where), "where": where, "value": number}
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
