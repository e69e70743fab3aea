"""What must hold between the files of a region: every name refers to something, no formula runs in circles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from noaber.content.indicator import IndicatorFile, TakenFrom
from noaber.content.read import Region
from noaber.content.source import ColumnSpec, SourceFile
from noaber.vocabulary.errors import ContentError, NotFound, Problem, did_you_mean
from noaber.vocabulary.formulas import Operand, operands, parse_formula
from noaber.vocabulary.languages import Text
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.slices import parse_slice

BUILT_IN = ("area", "period")


def check_region(region: Region) -> list[Problem]:
    """Give everything that is wrong between files; empty where all is well."""
    return [problem for check in CHECKS for problem in check(region)]


def _unknown(place: str, what: str, name: str, known: Mapping[str, object]) -> Iterator[Problem]:
    if name and name not in known:
        yield Problem(place, f"unknown {what} '{name}'", "", did_you_mean(name, list(known), f"Known {what}s"))


def check_region_file(region: Region) -> Iterator[Problem]:
    """Levels, key figures and the home area exist."""
    place = region.place("region")
    for level in region.file.levels:
        yield from _unknown(place, "area type", level, region.area_types)
    for id in region.file.key_figures:
        yield from _unknown(place, "indicator", id, region.indicators)
    named = {a.code: a for a in region.areas} | dict(region.groups)
    for name in (region.file.home, *region.file.compare):
        yield from _unknown(place, "area or group", name, named)


def check_areas(region: Region) -> Iterator[Problem]:
    """Areas have a known type and known parents; groups have members."""
    codes = {area.code: area for area in region.areas}
    for area in region.areas:
        place = region.place("areas", area.code)
        yield from _unknown(place, "area type", area.type, region.area_types)
        for parent in area.parents:
            yield from _unknown(place, "parent area", parent, codes)
    for id, group in region.groups.items():
        place = region.place("groups", id)
        if bool(group.members) == bool(group.members_of):
            yield Problem(place, f"group '{id}' has {'both' if group.members else 'neither'}", "members or members_of")
        yield from _unknown(place, "area type", group.type, region.area_types)
        yield from _unknown(place, "parent area", group.members_of, codes)


def check_sources(region: Region) -> Iterator[Problem]:
    """Columns play known roles, checks name known columns, areas have known types."""
    for id, source in region.sources.items():
        place = region.place("sources", id)
        for name, column in source.columns.items():
            yield from _check_column(region, region.place("sources", id, name), name, column)
        yield from _check_patterns(place, source)
        known = dict(source.columns)
        for check in source.checks:
            named = [
                *check.unique,
                *check.sum,
                *(part for parts in check.sum.values() for part in parts),
                *check.parts,
            ]
            for column_name in named:
                yield from _unknown(place, "column", column_name, known)
        for spec in source.areas:
            yield from _unknown(place, "area type", spec.type, region.area_types)
            if spec.type in region.area_types and region.area_types[spec.type].vintage_bound and not source.vintage:
                yield Problem(place, f"{spec.type} codes belong to a vintage", "'vintage: <year>' in this source")
            elif spec.parents and not source.vintage:
                yield Problem(place, "says what lies in what, but not when", "'vintage: <year>' in this source")


def _check_column(region: Region, place: str, name: str, column: ColumnSpec) -> Iterator[Problem]:
    for type in column.area:
        yield from _unknown(place, "area type", type, region.area_types)
    yield from _unknown(place, "dimension", column.dimension, region.dimensions)
    dimension = region.dimensions.get(column.dimension)
    if dimension and not dimension.area:
        known = dict.fromkeys([*dimension.codes, "total", "skip"])
        for code in column.codes.values():
            yield from _unknown(place, f"category of {column.dimension}", code, known)
    if column.min is not None and column.max is not None and column.min > column.max:
        yield Problem(place, f"column '{name}': min {column.min:g} above max {column.max:g}")


def _check_patterns(place: str, source: SourceFile) -> Iterator[Problem]:
    patterns = [spec.columns for spec in source.unpivot] + list(source.skip.values())
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            yield Problem(place, f"'{pattern}' is no regular expression: {error}")


def check_indicators(region: Region) -> Iterator[Problem]:
    """Themes, units, dimensions, sources and columns of every indicator exist."""
    for id, indicator in region.indicators.items():
        place = region.place("indicators", id)
        if not re.fullmatch(r"[a-z][a-z0-9_]*", id):
            yield Problem(place, f"indicator '{id}'", "lower case letters, digits and underscores")
        yield from _unknown(place, "theme", indicator.theme, region.themes)
        yield from _unknown(place, "unit", indicator.unit, region.units)
        for dimension in indicator.by:
            yield from _unknown(place, "dimension", dimension, region.dimensions)
        for taken in (*indicator.measure, *indicator.figure):
            yield from _check_taken(region, place, taken)
        yield from _check_weight(region, place, indicator)
        yield from _check_breaks(place, indicator)


def _check_taken(region: Region, place: str, taken: TakenFrom) -> Iterator[Problem]:
    yield from _unknown(place, "source", taken.from_, region.sources)
    source = region.sources.get(taken.from_)
    if source is None:
        return
    yield from _unknown(place, f"column of source {taken.from_}", taken.column, source.columns)
    column = source.columns.get(taken.column)
    if column and not column.numeric:
        yield Problem(place, f"column '{taken.column}' of {taken.from_} is {column.type}", "type number or integer")
    for name in taken.keep:
        yield from _unknown(place, f"column of source {taken.from_}", name, source.columns)
    for dimension, category in taken.slice.items():
        yield from _check_category(region, place, dimension, category)


def _check_category(region: Region, place: str, dimension: str, category: str) -> Iterator[Problem]:
    yield from _unknown(place, "dimension", dimension, region.dimensions)
    spec = region.dimensions.get(dimension)
    if spec and not spec.area:
        yield from _unknown(place, f"category of {dimension}", category, {**spec.codes, **spec.groups})


def _check_weight(region: Region, place: str, indicator: IndicatorFile) -> Iterator[Problem]:
    yield from _unknown(place, "indicator", indicator.weight, region.indicators)
    weight = region.indicators.get(indicator.weight)
    if weight and weight.kind != "measure":
        yield Problem(place, f"weight '{indicator.weight}' is a {weight.kind}", "a measure: weights must add up")


def _check_breaks(place: str, indicator: IndicatorFile) -> Iterator[Problem]:
    for period in indicator.breaks:
        try:
            parse_period(period)
        except NotFound as error:
            yield from (Problem(place, p.found, p.expected) for p in error.problems)


def check_formulas(region: Region) -> Iterator[Problem]:
    """Formulas can be read, name known indicators and categories, and do not need themselves."""
    needs: dict[str, list[str]] = {}
    for id, indicator in region.indicators.items():
        if not indicator.formula:
            continue
        place = region.place("indicators", id)
        try:
            named = list(operands(parse_formula(indicator.formula, place)))
        except (ContentError, NotFound) as error:
            yield from (Problem(place, p.found, p.expected, p.next_step) for p in error.problems)
            continue
        needs[id] = [operand.name for operand in named]
        for operand in named:
            yield from _check_operand(region, place, operand)
    yield from _circles(region, needs)


def _check_operand(region: Region, place: str, operand: Operand) -> Iterator[Problem]:
    yield from _unknown(place, "indicator", operand.name, region.indicators)
    spec = region.indicators.get(operand.name)
    for dimension, category in parse_slice(operand.selection).items():
        if spec and not spec.formula and dimension not in spec.by:
            yield Problem(
                place,
                f"'{operand.name}' is not broken down by '{dimension}'",
                f"one of: {', '.join(spec.by)}",
            )
        for part in category.split("|"):
            if part != "self":
                yield from _check_category(region, place, dimension, part)


def _circles(region: Region, needs: Mapping[str, list[str]]) -> Iterator[Problem]:
    done: set[str] = set()

    def visit(id: str, path: tuple[str, ...]) -> Iterator[Problem]:
        if id in path:
            circle = " > ".join((*path[path.index(id) :], id))
            yield Problem(region.place("indicators", id), f"formula needs itself: {circle}", "", "Break the circle.")
        elif id not in done:
            for operand in needs.get(id, ()):
                yield from visit(operand, (*path, id))
            done.add(id)

    for id in needs:
        yield from visit(id, ())


def check_translations(region: Region) -> Iterator[Problem]:
    """Every text a reader sees exists in every language of the region."""
    for kind in ("area_types", "groups", "dimensions", "themes", "units", "sources", "indicators"):
        for id, entry in getattr(region, kind).items():
            for field, value in entry:
                if isinstance(value, Text):
                    missing = [language for language in region.file.languages if language not in value]
                    if missing and len(region.file.languages) > 1:
                        place = region.place(kind, id)
                        yield Problem(
                            place,
                            f"'{field}' of {id} has no {', '.join(missing)}",
                            "a text in every language",
                        )


def check_corrections(region: Region) -> Iterator[Problem]:
    """Corrections name known sources and columns."""
    for at, correction in enumerate(region.corrections):
        place = region.place("corrections", str(at))
        yield from _unknown(place, "source", correction.source, region.sources)
        source = region.sources.get(correction.source)
        for column in (correction.column, *correction.where) if source else ():
            yield from _unknown(
                place, f"column of source {correction.source}", column, source.columns if source else {}
            )


def check_accounts(region: Region) -> Iterator[Problem]:
    """Identities name known indicators and types."""
    for id, account in region.accounts.items():
        place = region.place("accounts", id)
        formulas = [*(account.equal or ()), *account.parts]
        for formula in formulas + ([account.members.indicator] if account.members else []):
            for operand in operands(parse_formula(formula, place)):
                yield from _unknown(place, "indicator", operand.name, region.indicators)
        types = [account.hectares, account.level, account.members.members if account.members else ""]
        for type in types:
            yield from _unknown(place, "area type", type, region.area_types)


CHECKS: tuple[Callable[[Region], Iterator[Problem]], ...] = (
    check_region_file, check_areas, check_sources, check_indicators, check_formulas, check_translations, check_corrections,
    check_accounts,
)  # fmt: skip
