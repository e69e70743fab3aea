"""Which counted indicators tell of one another: declared identities, accounts, the same count by other dimensions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import combinations
from typing import Any

from noaber.content.check_disclosure import is_linear
from noaber.content.counting import DAYS, ROWS, CountFrom
from noaber.content.disclosure import PROTECTED
from noaber.content.model import Region
from noaber.privacy.disclosure_rules import Rules, rules_of
from noaber.vocabulary.formulas import Call, Operand, Tree, parse_formula


@dataclass(frozen=True)
class Term:
    """A part of an identity: an indicator or some categories of it, added or taken off; `later` periods on."""

    sign: int
    indicator: str
    selection: str
    later: int = 0


Identity = tuple[Term, ...]
"""Terms that are nought together, but for who counts in several of them."""

DERIVED = {"bands", "number_of", "combination_of", "with_"}
"""What of a count only says how it is broken down."""


def identities_of(region: Region) -> list[Identity]:
    """Give all identities between counted indicators of a region, each once."""
    counted = {id for id, spec in region.indicators.items() if spec.count}
    declared = [(linked.equal, int(linked.next)) for linked in region.disclosure.linked]
    declared += [(account.equal, 0) for account in region.accounts.values() if account.equal]
    found: dict[Identity, None] = {}
    for (left, right), later in declared:
        trees = parse_formula(left), parse_formula(right)
        if all(map(is_linear, trees)):
            terms = (*_terms(trees[0], 1, 0), *_terms(trees[1], -1, later))
            if {term.indicator for term in terms} <= counted:
                found[terms] = None
    return [*found, *_same_counts(region)]


def _terms(tree: Tree, sign: int, later: int) -> Iterator[Term]:
    if isinstance(tree, Operand):
        yield Term(sign, tree.name, tree.selection, later)
    elif isinstance(tree, Call):
        for at, argument in enumerate(tree.arguments):
            yield from _terms(argument, -sign if tree.verb == "-" and at else sign, later)


def _same_counts(region: Region) -> Iterator[Identity]:
    alike: dict[str, list[str]] = {}
    for id, spec in region.indicators.items():
        if spec.count:
            alike.setdefault(spec.count.model_dump_json(exclude=DERIVED | {"every"}), []).append(id)
    for ids in alike.values():
        for one, other in combinations(ids, 2):
            yield Term(1, one, ""), Term(-1, other, "")


def families_of(region: Region, identities: list[Identity]) -> list[tuple[str, ...]]:
    """Give the counted indicators in groups that are linked by identities, in the order of the content."""
    family = {id: id for id, spec in region.indicators.items() if spec.count}

    def top(id: str) -> str:
        while family[id] != id:
            id = family[id]
        return id

    for identity in identities:
        first, *others = (top(term.indicator) for term in identity)
        for other in others:
            family[top(other)] = top(first)
    groups: dict[str, list[str]] = {}
    for id in family:
        groups.setdefault(top(id), []).append(id)
    return [tuple(ids) for ids in groups.values()]


def protection_content(region: Region, ids: tuple[str, ...]) -> Any:
    """Write what the content says of the protection of some counts as plain data, for keys; nothing for none."""
    if not ids:
        return []
    own = [repr(one) for one in identities_of(region) if {term.indicator for term in one} <= set(ids)]
    rules = [[id, tier, *_plain(rules_of(region, id, tier))] for id in ids for tier in PROTECTED]
    groups = [[id, list(spec.groups.items())] for id, spec in region.dimensions.items()]
    return [rules, own, groups]


def _plain(rules: Rules) -> list[Any]:
    return [sorted(said) if isinstance(said, frozenset) else said for said in astuple(rules)]


def adds_up_over_time(count: CountFrom) -> bool:
    """Say whether the quarters of a count make up its year: what is counted happens once, at one time."""
    in_one_period = count.when in ("", "begins", "ends") and not count.kind
    return in_one_period and (count.count == ROWS or bool(count.sum) or count.sum == DAYS)


def counts_each_once(count: CountFrom) -> bool:
    """Say whether the value of a count is how many people it is about."""
    return count.count not in ("", ROWS)


def parts_make_up_years(family: tuple[str, ...], region: Region) -> bool:
    """Say whether in a family the parts of a year, such as quarters, make up the year."""
    counts = [region.indicators[id].count for id in family]
    return any(count is not None and adds_up_over_time(count) and len(count.every) > 1 for count in counts)
