"""What must hold of indicators: their themes, units, sources and columns exist, no formula runs in circles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from noaber.content.account import AccountFile
from noaber.content.indicator import IndicatorFile, TakenFrom
from noaber.content.model import Region
from noaber.content.names import undeclared, unknown, unknown_category
from noaber.vocabulary.errors import ContentError, NotFound, Problem
from noaber.vocabulary.formulas import Operand, operands, parse_formula
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.slices import parse_slice


def check_indicators(region: Region) -> Iterator[Problem]:
    """Themes, units, dimensions, sources and columns of every indicator exist."""
    for id, indicator in region.indicators.items():
        if not re.fullmatch(r"[a-z][a-z0-9_]*", id):
            place = region.place("indicators", id)
            yield Problem(place, f"indicator '{id}'", "lower case letters, digits and underscores")
        yield from undeclared(region, region.place("indicators", id, "theme"), "themes", indicator.theme)
        yield from undeclared(region, region.place("indicators", id, "unit"), "units", indicator.unit)
        for dimension in indicator.by:
            yield from undeclared(region, region.place("indicators", id, "by"), "dimensions", dimension)
        for field in ("measure", "figure"):
            for at, taken in enumerate(getattr(indicator, field)):
                if isinstance(taken, TakenFrom):
                    yield from _check_taken(region, region.place("indicators", id, field, str(at)), taken)
        yield from _check_weight(region, region.place("indicators", id, "weight"), indicator)
        yield from _check_breaks(region, id, indicator)


def _check_taken(region: Region, place: str, taken: TakenFrom) -> Iterator[Problem]:
    yield from undeclared(region, place, "sources", taken.from_)
    source = region.sources.get(taken.from_)
    if source is None:
        return
    yield from unknown(place, f"column of source {taken.from_}", taken.column, source.columns)
    column = source.columns.get(taken.column)
    if column and not column.numeric:
        yield Problem(place, f"column '{taken.column}' of {taken.from_} is {column.type}", "type number or integer")
    for name in taken.keep:
        yield from unknown(place, f"column of source {taken.from_}", name, source.columns)
        if name in source.columns and source.columns[name].numeric:
            yield Problem(place, f"keeps by '{name}', a {source.columns[name].type}", "a column of text")
    for dimension, category in taken.slice.items():
        yield from unknown_category(region, place, dimension, category)


def _check_weight(region: Region, place: str, indicator: IndicatorFile) -> Iterator[Problem]:
    yield from undeclared(region, place, "indicators", indicator.weight)
    weight = region.indicators.get(indicator.weight)
    if weight and weight.kind != "measure":
        yield Problem(place, f"weight '{indicator.weight}' is a {weight.kind}", "a measure: weights must add up")


def _check_breaks(region: Region, id: str, indicator: IndicatorFile) -> Iterator[Problem]:
    for period in indicator.breaks:
        try:
            parse_period(period)
        except NotFound as error:
            place = region.place("indicators", id, "breaks", period)
            yield from (Problem(place, p.found, p.expected) for p in error.problems)


def _operands(text: str, place: str, problems: list[Problem]) -> list[Operand] | None:
    """Give the operands of a formula; None, with its problems noted, where it cannot be read."""
    try:
        return list(operands(parse_formula(text, place)))
    except (ContentError, NotFound) as error:
        problems += (Problem(place, p.found, p.expected, p.next_step) for p in error.problems)
        return None


def check_formulas(region: Region) -> Iterator[Problem]:
    """Formulas can be read, name known indicators and categories, and do not need themselves."""
    needs: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for id, indicator in region.indicators.items():
        place = region.place("indicators", id, "formula")
        named = _operands(indicator.formula, place, problems) if indicator.formula else None
        if named is not None and not named:
            yield Problem(place, f"formula '{indicator.formula}' names no indicator", "at least one")
        needs[id] = [operand.name for operand in named or ()]
        for operand in named or ():
            yield from _check_operand(region, place, operand)
    yield from problems
    yield from _circles(region, needs)


def _check_operand(region: Region, place: str, operand: Operand) -> Iterator[Problem]:
    yield from undeclared(region, place, "indicators", operand.name)
    spec = region.indicators.get(operand.name)
    for dimension, category in parse_slice(operand.selection).items():
        if spec and dimension not in spec.by:
            expected = f"one of: {', '.join(spec.by)}" if spec.by else "no selection"
            yield Problem(place, f"'{operand.name}' is not broken down by '{dimension}'", expected)
        for part in category.split("|"):
            if part != "self":
                yield from unknown_category(region, place, dimension, part)


def _circles(region: Region, needs: Mapping[str, list[str]]) -> Iterator[Problem]:
    done: set[str] = set()

    def visit(id: str, path: tuple[str, ...]) -> Iterator[Problem]:
        if id in path:
            circle = " > ".join((*path[path.index(id) :], id))
            place = region.place("indicators", id, "formula")
            yield Problem(place, f"formula needs itself: {circle}", "", "Break the circle.")
        elif id not in done:
            for operand in needs.get(id, ()):
                yield from visit(operand, (*path, id))
            done.add(id)

    for id in needs:
        yield from visit(id, ())


def check_accounts(region: Region) -> Iterator[Problem]:
    """Identities can be read and name known indicators, dimensions and types."""
    problems: list[Problem] = []
    for id, account in region.accounts.items():
        for path, formula in _formulas_in(account):
            place = region.place("accounts", id, *path)
            for operand in _operands(formula, place, problems) or ():
                yield from undeclared(region, place, "indicators", operand.name)
        for formula, dimension in account.parts.items():
            yield from undeclared(region, region.place("accounts", id, "parts", formula), "dimensions", dimension)
        for field in ("hectares", "level"):
            yield from undeclared(region, region.place("accounts", id, field), "area_types", getattr(account, field))
        if account.members:
            place = region.place("accounts", id, "members", "members")
            yield from undeclared(region, place, "area_types", account.members.members)
    yield from problems


def _formulas_in(account: AccountFile) -> Iterator[tuple[tuple[str, ...], str]]:
    yield from ((("equal", str(at)), formula) for at, formula in enumerate(account.equal or ()))
    yield from ((("parts", formula), formula) for formula in account.parts)
    if account.members:
        yield ("members", "indicator"), account.members.indicator
