"""What must hold of disclosure rules: they are about sources of people, and no indicator is looser than they are."""

from __future__ import annotations

from collections.abc import Iterator

from noaber.content.disclosure import TIERS, RulesSpec
from noaber.content.indicator import IndicatorFile
from noaber.content.model import Region
from noaber.content.names import undeclared, unknown
from noaber.vocabulary.errors import ContentError, NotFound, Problem
from noaber.vocabulary.formulas import Call, Operand, Tree, operands, parse_formula


def check_disclosure(region: Region) -> Iterator[Problem]:
    """Sources, dimensions and indicators of the rules exist; an indicator may be stricter, and no wider than its
    operands."""
    file = region.disclosure
    yield from _check_groups(region, ("defaults",), file.defaults)
    for id, rules in file.sources.items():
        place = region.place("disclosure", "sources", id)
        yield from undeclared(region, place, "sources", id)
        source = region.sources.get(id)
        if source and source.class_ != "personal":
            yield Problem(place, f"source {id} is {source.class_}", "a source of class personal")
        yield from _check_groups(region, ("sources", id), rules)
    for at, linked in enumerate(file.linked):
        for text in linked.equal:
            yield from _check_linear(region, region.place("disclosure", "linked", str(at)), text)
    for id, indicator in region.indicators.items():
        yield from _check_minimum(region, id, indicator)
        yield from _check_audience(region, id, indicator)


def _check_groups(region: Region, path: tuple[str, ...], rules: RulesSpec) -> Iterator[Problem]:
    for tier in ("public", "partner"):
        group = getattr(rules, tier).group
        for dimension in group.of if group else ():
            yield from undeclared(region, region.place("disclosure", *path, tier), "dimensions", dimension)


def _check_linear(region: Region, place: str, text: str) -> Iterator[Problem]:
    try:
        tree = parse_formula(text, place)
    except (ContentError, NotFound) as error:
        yield from (Problem(place, p.found, p.expected, p.next_step) for p in error.problems)
        return
    if not is_linear(tree):
        yield Problem(place, f"'{text}'", "indicators with + and - between them")
    for operand in operands(tree):
        yield from unknown(place, "indicator", operand.name, region.indicators)


def is_linear(tree: Tree) -> bool:
    """Say whether a formula is sums and differences of indicators alone."""
    if isinstance(tree, Call):
        return tree.verb in ("+", "-", "sum_of") and all(map(is_linear, tree.arguments))
    return isinstance(tree, Operand)


def _check_minimum(region: Region, id: str, indicator: IndicatorFile) -> Iterator[Problem]:
    if indicator.count is None or indicator.protect.minimum is None:
        return
    least = max(region.rules_of(source).public.minimum for source in indicator.count.from_)
    if indicator.protect.minimum < least:
        place = region.place("indicators", id, "protect", "minimum")
        next_step = "Leave it out, or change disclosure.yml with a reason."
        yield Problem(place, f"a minimum of {indicator.protect.minimum}", f"at least {least}, the rule", next_step)


def _check_audience(region: Region, id: str, indicator: IndicatorFile) -> Iterator[Problem]:
    named = {operand.name for operand in operands(_parsed(indicator))} if indicator.formula else set()
    for name in sorted(named | ({indicator.weight} if indicator.weight else set())):
        other = region.indicators.get(name)
        if other and TIERS.index(other.audience) > TIERS.index(indicator.audience):
            place = region.place("indicators", id, "audience")
            found = f"{indicator.audience}, though made of {name}, which is {other.audience}"
            yield Problem(place, found, f"audience: {other.audience}")


def _parsed(indicator: IndicatorFile) -> Tree:
    try:
        return parse_formula(indicator.formula)
    except (ContentError, NotFound):
        return parse_formula("0")  # told at its own place
