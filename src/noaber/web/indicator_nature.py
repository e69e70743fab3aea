"""What kind of figure an indicator is, read from its formula and its figures: how it may be looked at follows."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from noaber.products.ways import WAYS, Expression, nature_of
from noaber.vocabulary.formulas import Call, Operand, Tree, operands, parse_formula
from noaber.warehouse.cards import IndicatorCard
from noaber.warehouse.query import Release


@lru_cache(maxsize=4096)
def is_additive(release: Release, id: str) -> bool:
    """Say whether figures are counts: measures, and sums and differences of them. They are compared by growth, for
    the level of a whole country says nothing beside that of a town."""
    card = release.catalogue.indicators.get(id)
    if card is None or card.kind != "formula" or card.unit.symbol == "%":
        return card is not None and card.kind == "measure"
    return _only_sums(release, parse_formula(card.formula))


def _only_sums(release: Release, tree: Tree) -> bool:
    if isinstance(tree, Call):
        summed = tree.verb in ("+", "-", "sum_of", "difference", "rolling")
        return summed and all(_only_sums(release, argument) for argument in tree.arguments)
    return isinstance(tree, Operand) and is_additive(release, tree.name)


def is_signed(release: Release, id: str) -> bool:
    """Say whether figures can be below zero, as balances and temperatures: some are."""
    card = release.catalogue.indicators.get(id)
    return card is not None and card.key in release.below_zero


@lru_cache(maxsize=4096)
def ways_of(release: Release, id: str) -> tuple[Expression, ...]:
    """Give the ways in which an indicator can be looked at."""
    card = release.catalogue.indicator(id)
    ways = WAYS[nature_of(is_additive(release, id), card.unit.symbol == "%", is_signed(release, id))]
    return tuple(way for way in ways if way != "per1000" or denominator_of(release, id) is not None)


@lru_cache(maxsize=4096)
def denominator_of(release: Release, id: str) -> IndicatorCard | None:
    """Give the population a count is set against: the one the content divides it by, else the one it divides most
    by. None for a population itself, and where the two have no level in common."""
    known, denominators = release.catalogue.indicators, _denominators(release)
    own = [below for above, below in denominators if above == id]
    usual = usual_denominator(release)
    found = next((known[name] for name in (*own, usual) if name in known and is_additive(release, name)), None)
    if found is None or id in {below for _, below in denominators} or found.unit.id == known[id].unit.id:
        return None
    return found if set(found.levels) & set(known[id].levels) else None


@lru_cache(maxsize=2)
def usual_denominator(release: Release) -> str:
    """Give the count that most formulas divide by, whole or in part: the population."""
    cards = release.catalogue.indicators.values()
    below = (denominator_within(parse_formula(card.formula)) for card in cards if card.formula)
    names = [{operand.name for operand in operands(tree)} for tree in below if tree is not None]
    counted = Counter(name for found in names for name in found if is_additive(release, name))
    return next((name for name, _ in counted.most_common(1)), "")


def denominator_within(tree: Tree) -> Tree | None:
    """Give what a share, a rate or a division is divided by; None for any other formula."""
    divides = isinstance(tree, Call) and tree.verb in ("share", "per_1000", "ratio", "/")
    return tree.arguments[1] if divides and isinstance(tree, Call) else None


@lru_cache(maxsize=2)
def _denominators(release: Release) -> tuple[tuple[str, str], ...]:
    """Give every (indicator, what the content divides it by) of shares, rates and ratios, by whole indicators only."""
    trees = [parse_formula(card.formula) for card in release.catalogue.indicators.values() if card.formula]
    calls = [tree for tree in trees if isinstance(tree, Call) and tree.verb in ("share", "per_1000", "ratio")]
    pairs = [(call.arguments[0], call.arguments[1]) for call in calls]
    return tuple(
        (above.name if isinstance(above, Operand) and not above.selection else "", below.name)
        for above, below in pairs
        if isinstance(below, Operand) and not below.selection
    )
