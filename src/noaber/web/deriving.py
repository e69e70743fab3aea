"""A number looked at in a way: read from an address, and computed with the figures and the rules of the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from noaber.products.choices import BadAddress
from noaber.products.explanations.derivation import Derived, Operand
from noaber.products.expressing import FIND, Lens, express
from noaber.products.figures import Figure, Figures
from noaber.products.ways import EXPRESSIONS, OVER_TIME, Expression
from noaber.products.wording import Wording
from noaber.vocabulary.errors import Problem, did_you_mean
from noaber.vocabulary.periods import Period, parse_period
from noaber.warehouse.cards import AreaCard, Cell, Explanation, IndicatorCard
from noaber.warehouse.query import Release
from noaber.warehouse.selection import Selection
from noaber.web.area_scope import lineage
from noaber.web.indicator_asking import figure_of, rate_decimals
from noaber.web.indicator_nature import denominator_of
from noaber.web.indicator_words import subject_of

Query = Mapping[str, Sequence[str]]
PERIOD_OF: Mapping[str, str] = {"index": "basis", "verandering": "vorige", "toename": "vorige"}
AREA_OF: Mapping[str, str] = {"aandeel": "geheel", "verschil": "referentie"}


@dataclass(frozen=True)
class AskedWay:
    """The way a number is looked at, with the period or the area it is set against."""

    how: Expression
    period: str = ""
    area: AreaCard | None = None


def said(query: Query, name: str) -> str:
    """Give what an address says last under a name."""
    return "".join(query.get(name, ())[-1:]).strip() if name else ""


def read_way(release: Release, query: Query) -> AskedWay:
    """Read how a number is looked at; BadAddress where there is no such way."""
    how = said(query, "als") or "waarde"
    if how not in EXPRESSIONS:
        raise BadAddress(Problem("als", f"'{how}'", "", did_you_mean(how, list(EXPRESSIONS)), EXPRESSIONS))
    area, period = said(query, AREA_OF.get(how, "")), said(query, PERIOD_OF.get(how, ""))
    when = str(parse_period(period)) if period else ""
    return AskedWay(how, when, release.catalogue.area(area) if area else None)


def derive(release: Release, explanation: Explanation, way: AskedWay, wording: Wording) -> Derived:
    """Look at a number in a way; without something to set it against the outcome says so."""
    cell = explanation.cell
    key = (cell.area.id, str(cell.period), cell.slice)
    population = denominator_of(release, cell.indicator) if way.how == "per1000" else None
    subject = subject_of(release, explanation.indicator, wording)
    figures = _figures(release, explanation.indicator, cell, way)
    lens = _lens(release, cell, way, population, subject.points)
    outcome = express(figures, lens).get(*key)
    if population and outcome.value:
        subject = replace(subject, per_1000_decimals=rate_decimals(outcome.value))
    other, _ = FIND[way.how](figures, lens, key)
    own = Operand(figures.get(*key), subject, cell.area.id, _name(cell.area, wording), str(cell.period), cell.slice)
    if population:
        return Derived(way.how, outcome, own, _population_operand(release, own, other, lens, population, wording))
    area = way.area or (cell.area if way.how in OVER_TIME else None)
    against = replace(
        own,
        figure=other,
        area=area.id if area else "",
        area_name=_name(area, wording) if area else "",
        period=way.period if way.how in OVER_TIME else own.period,
    )
    return Derived(way.how, outcome, own, against)


def _name(area: AreaCard, wording: Wording) -> str:
    return area.names.get(wording.language)


def _population_operand(
    release: Release, own: Operand, other: Figure, lens: Lens, population: IndicatorCard, wording: Wording
) -> Operand:
    """Give the population: of the same period, or of the year that lies around it."""
    exact = lens.denominators is not None and not lens.denominators.get(own.area, own.period).absence
    period = own.period if exact else own.period[:4]
    return Operand(other, subject_of(release, population, wording), own.area, own.area_name, period)


def _lens(release: Release, cell: Cell, way: AskedWay, population: IndicatorCard | None, points: bool) -> Lens:
    known, whole = release.catalogue, way.area.id if way.area else ""
    line = {area.id for area in lineage(release, cell.area)}
    within = bool(whole) and (whole in line or bool(line & set(known.members.get(whole, ()))))
    return Lens(
        how=way.how,
        points=points,
        base=way.period,
        before={str(cell.period): way.period} if way.period else {},
        denominators=_population(release, cell, population) if population else None,
        whole=whole,
        inside=frozenset({cell.area.id} if within else ()),
        reference=whole,
    )


def _population(release: Release, cell: Cell, card: IndicatorCard) -> Figures:
    periods = [str(cell.period), str(cell.period)[:4]]
    return _fetch(release, card, {area.id: cell.area.id for area in lineage(release, cell.area)}, periods, "")


def _figures(release: Release, card: IndicatorCard, cell: Cell, way: AskedWay) -> Figures:
    """Fetch the number, what it is set against, and of two periods all between: the series may start anew there."""
    shown = [cell.area, *([way.area] if way.area else [])]
    lines = {same.id: area.id for area in shown for same in lineage(release, area)}
    periods = [str(cell.period)]
    if way.period:
        ends = sorted((cell.period, parse_period(way.period)))
        told = release.catalogue.period_of
        known = (told[release.catalogue.periods[text]] for text in card.periods(cell.area.type))
        periods += [str(period) for period in known if _lies(period, ends)]
    return _fetch(release, card, lines, periods, cell.slice)


def _lies(period: Period, ends: Sequence[Period]) -> bool:
    return period.frequency == ends[0].frequency and ends[0] <= period <= ends[-1]


def _fetch(
    release: Release, card: IndicatorCard, lines: Mapping[str, str], periods: Sequence[str], slice: str
) -> Figures:
    known = release.catalogue
    if slice not in known.slices:
        return Figures({})
    selection = Selection(
        (card.key,),
        areas=tuple(known.areas[id].key for id in lines),
        periods=tuple(known.periods[period] for period in dict.fromkeys(periods) if period in known.periods),
        slices=(known.slices[slice],),
    )
    return Figures({(lines[c.area.id], str(c.period), slice): figure_of(c) for c in release.cells(selection)})
