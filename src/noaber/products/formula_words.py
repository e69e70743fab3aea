"""A formula as readers can follow it: the names of indicators instead of their ids, sums and shares in signs."""

from __future__ import annotations

from collections.abc import Callable

from noaber.products.wording import Wording
from noaber.vocabulary.formulas import Call, Number, Operand, Tree, parse_formula

SIGNS = {"+": "+", "-": "\N{MINUS SIGN}", "*": "×", "/": "/"}
Namer = Callable[[Operand], str]


def say_formula(formula: str, name_of: Namer, wording: Wording) -> str:
    """Say a formula with `name_of` for what stands in it.

    >>> say_formula("share(a, b)", lambda operand: operand.name.upper(), Wording.of("en"))
    'A / B × 100'
    """
    return _say(parse_formula(formula), name_of, wording) if formula else ""


def _say(tree: Tree, name_of: Namer, wording: Wording) -> str:
    if isinstance(tree, Number):
        decimals = 0 if tree.value == int(tree.value) else 2
        return wording.number(tree.value, decimals)
    if isinstance(tree, Operand):
        return name_of(tree)
    parts = [_say(argument, name_of, wording) for argument in tree.arguments]
    if tree.verb in SIGNS:
        return f" {SIGNS[tree.verb]} ".join(map(_bracketed, tree.arguments, parts))
    return _verb(tree, parts, wording)


def _bracketed(tree: Tree, text: str) -> str:
    """Put a sum or difference inside a larger formula in brackets."""
    return f"({text})" if isinstance(tree, Call) and tree.verb in ("+", "-", "sum_of") else text


def _verb(call: Call, parts: list[str], wording: Wording) -> str:
    if call.verb == "sum_of":
        return " + ".join(parts)
    texts = [_bracketed(argument, text) for argument, text in zip(call.arguments, parts, strict=True)]
    option = wording.period(call.option) if call.verb == "index" else call.option or "1"
    return wording.t(f"formula.{call.verb}", part=texts[0], whole=texts[-1], option=option)
