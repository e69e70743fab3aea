"""Everything an indicator page, its pictures and its downloads are made of, gathered once from a release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from noaber.products.addresses import change_href, explanation_href, site_href
from noaber.products.choices import Choice, Offer, print_choice
from noaber.products.expressing import Lens, express, periods_before
from noaber.products.figures import Figure, Figures
from noaber.products.findings import Case
from noaber.products.hidden_note import Instead
from noaber.products.periods_shown import between
from noaber.products.rankings import Ranking, rank_areas
from noaber.products.sharing import Shared
from noaber.products.subjects import Subject
from noaber.products.ways import BY_SIZE, OVER_TIME, Expression
from noaber.products.wording import Wording


@dataclass(frozen=True)
class SourceLine:
    """A source as a page names it."""

    id: str
    name: str
    supplier: str
    licence: str


@dataclass(frozen=True)
class IndicatorCase:
    """An indicator, what the reader chose of it, and the figures that choice needs.

    `chosen` holds the areas and references over all periods and the level in the periods shown; `level_areas` are the
    areas that are ranked and mapped, in no order; `where` names the part of the region they lie in; `instead` has every
    hidden figure of the periods shown with what is offered in its place.
    """

    subject: Subject
    choice: Choice
    offer: Offer
    chosen: Figures
    level_areas: Sequence[str]
    level_name: str = ""
    level_plural: str = ""
    where: str = ""
    slice_names: Mapping[str, str] = field(default_factory=dict)
    sources: Sequence[SourceLine] = ()
    suppliers: Sequence[str] = ()
    suggestions: Sequence[str] = ()
    edition: str = ""
    denominators: Figures | None = None
    denominator_name: str = ""
    whole: str = ""
    inside: frozenset[str] = frozenset()
    instead: Mapping[tuple[str, str, str], Instead | None] = field(default_factory=dict)

    @property
    def own(self) -> str:
        """The area the page is about: the first chosen one."""
        return self.choice.gebieden[0] if self.choice.gebieden else ""

    @cached_property
    def references(self) -> tuple[str, ...]:
        """The areas it is compared with, without those chosen themselves."""
        return tuple(area for area in self.choice.vergelijk if area not in self.choice.gebieden)

    @cached_property
    def periods(self) -> list[str]:
        """The periods shown, in order."""
        return between(self.offer.periods, self.choice.van, self.choice.tot)

    @property
    def slice_name(self) -> str:
        """Name of the category that is shown, empty for the total."""
        return self.slice_names.get(self.choice.deel, self.choice.deel) if self.choice.deel else ""

    def role(self, area: str) -> str:
        """Give the role of an area: own, p1.. for others chosen, ref1.. for references, else other."""
        if area in self.choice.gebieden:
            index = self.choice.gebieden.index(area)
            return f"p{index}" if index else "own"
        return f"ref{min(2, self.references.index(area) + 1)}" if area in self.references else "other"

    @cached_property
    def shown(self) -> Figures:
        """The figures of the chosen slice in the way of looking that was chosen."""
        return express(self.chosen, self.lens)

    @property
    def lens(self) -> Lens:
        """The way of looking that was chosen, with what it sets figures against."""
        return Lens(
            how=self.choice.als,
            points=self.subject.points,
            base=self.base,
            before=self.before,
            denominators=self.denominators,
            whole=self.whole,
            inside=self.inside,
            reference=self.reference,
        )

    @cached_property
    def base(self) -> str:
        """The period that is 100 in an index: the chosen one, else the first shown with a figure for all areas that
        are chosen or compared with, else for the own area."""
        if self.choice.basis:
            return self.choice.basis
        areas = (*self.choice.gebieden, *self.references)
        told = [[a for a in areas if not self.chosen.get(a, p, self.choice.deel).absence] for p in self.periods]
        common = (p for p, with_figure in zip(self.periods, told, strict=True) if len(with_figure) == len(areas))
        own = (p for p, with_figure in zip(self.periods, told, strict=True) if self.own in with_figure)
        return next(common, None) or next(own, None) or (self.periods or [""])[0]

    @cached_property
    def reference(self) -> str:
        """The area that figures are set against: the chosen one, else the first reference with figures."""
        usual = dict.fromkeys((*self.offer.default.vergelijk, *self.choice.vergelijk))
        told = {area for (area, _, slice), figure in self.chosen.cells.items()
                if area in usual and slice == self.choice.deel and not figure.absence}  # fmt: skip
        return self.choice.referentie or next((area for area in usual if area in told and area != self.own), "")

    @cached_property
    def possible_ways(self) -> tuple[Expression, ...]:
        """The ways of looking that give anything here: over time with two periods, as difference with a reference."""
        possible = {"verschil": bool(self.reference), **dict.fromkeys(OVER_TIME, len(self.offer.periods) > 1)}
        return tuple(way for way in self.offer.ways if possible.get(way, True) or way == self.choice.als)

    @cached_property
    def before(self) -> dict[str, str]:
        """The period that the change of each period is counted from."""
        return periods_before(self.offer.periods)

    @property
    def by_size(self) -> bool:
        """Whether the numbers shown grow with the size of an area."""
        return self.subject.additive and self.choice.als in BY_SIZE


def ranking_period(case: IndicatorCase, figures: Figures) -> str:
    """Give the latest period shown in which the own area has a number beside others of the level; else in which anyone
    at the level has one, or the own area."""
    deel = case.choice.deel

    def told(areas: Sequence[str], period: str) -> bool:
        return any(not figures.get(area, period, deel).absence for area in areas)

    for wanted in (([case.own], case.level_areas), (case.level_areas,), ([case.own],)):
        for period in reversed(case.periods):
            if all(told(areas, period) for areas in wanted):
                return period
    return (case.periods or [""])[-1]


def level_ranking(case: IndicatorCase, figures: Figures, period: str) -> Ranking:
    """Rank the areas of the level in a period."""
    found: dict[str, Figure] = {area: figures.get(area, period, case.choice.deel) for area in case.level_areas}
    return rank_areas(found, case.chosen.names)


def finding_case(case: IndicatorCase, language: str, ranking: Ranking | None = None, ranked_in: str = "") -> Case:
    """Give what the headline and the lead are made of: always values, whatever the charts show."""
    return Case(
        subject=case.subject,
        figures=case.chosen,
        own=case.own,
        references=(*case.choice.gebieden[1:], *case.references),
        periods=case.periods,
        slice=case.choice.deel,
        slice_name=case.slice_name,
        ranking=ranking,
        level_plural=case.level_plural,
        ranked_in=ranked_in,
        explain=lambda area, period: explanation_href(language, case.subject.id, area, period, case.choice.deel),
        explain_change=lambda area, ends, how: change_href(
            language, case.subject.id, area, ends, how, case.choice.deel
        ),
    )


def shared_case(case: IndicatorCase, wording: Wording) -> Shared:
    """Give what the page tells of itself to be passed on: the choice as it is, and the same rolling along."""
    fixed = replace(case.choice, laatste=0)
    names = [case.chosen.names.get(area, area) for area in case.choice.gebieden]
    ends = [
        wording.period(period, case.subject.moment) for period in dict.fromkeys(case.periods[:1] + case.periods[-1:])
    ]
    return Shared(
        cited=", ".join(part for part in (case.subject.name, case.slice_name, *names, " – ".join(ends)) if part),
        living=indicator_href(case, wording, fixed),
        rolling=indicator_href(case, wording, replace(case.choice, laatste=len(case.periods))) if case.periods else "",
        periods=len(case.periods),
    )


def indicator_href(case: IndicatorCase, wording: Wording, choice: Choice, tail: str = "", **more: str) -> str:
    """Give the address of this indicator with another choice; `tail` is .csv, .xlsx or /trend.svg."""
    query = {**print_choice(choice, case.offer.default), **more}
    return site_href(wording.language, "cijfer", *(case.subject.id + tail).split("/"), query=query)
