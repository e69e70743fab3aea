"""The language of formulas: names, numbers, + - * /, selections in brackets and a closed list of verbs.

    share(inhabitants[age=65+], inhabitants)
    1000 * crimes / inhabitants
    index(jobs, 2015)

Only the grammar lives here; what the verbs compute is `noaber.methods.formula`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from noaber.vocabulary.errors import ContentError, NotFound, Problem, did_you_mean
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.slices import parse_slice, print_slice


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: float

    def __str__(self) -> str:
        return f"{Decimal(repr(self.value)).normalize():f}"  # every digit, and never an exponent


@dataclass(frozen=True)
class Operand:
    """Another indicator, or the part of it that a selection names (canonical slice text)."""

    name: str
    selection: str = ""

    def __str__(self) -> str:
        return self.name + (f"[{self.selection}]" if self.selection else "")


@dataclass(frozen=True)
class Call:
    """A verb or an arithmetic sign with its arguments."""

    verb: str
    arguments: tuple[Tree, ...]
    option: str = ""

    def __str__(self) -> str:
        if self.verb in "+-*/":
            return "(" + f" {self.verb} ".join(map(str, self.arguments)) + ")"
        inner = [str(argument) for argument in self.arguments] + ([self.option] if self.option else [])
        return f"{self.verb}({', '.join(inner)})"


Tree = Number | Operand | Call


@dataclass(frozen=True)
class Verb:
    """What a verb takes: how many formulas, and whether a last plain word (a period or a count) follows.

    A verb with an option and no `usual` value needs it said.
    """

    meaning: str
    least: int
    most: int
    option: str = ""
    example: str = field(default="", compare=False)
    usual: str = ""


VERBS = MappingProxyType(
    {
        "share": Verb("part in whole, in percent", 2, 2, example="share(employed, labour_force)"),
        "per_1000": Verb("cases per thousand of a population", 2, 2, example="per_1000(crimes, inhabitants)"),
        "ratio": Verb("one divided by the other", 2, 2, example="ratio(inhabitants, dwellings)"),
        "difference": Verb("against n periods before", 1, 1, "n", "difference(inhabitants)", "1"),
        "change": Verb("percent change against n periods before", 1, 1, "n", "change(jobs, 4)", "1"),
        "index": Verb("a base period put at 100", 1, 1, "period", "index(jobs, 2015)"),
        "rolling": Verb("mean of the last n periods", 1, 1, "n", "rolling(burglaries, 3)"),
        "sum_of": Verb("sum of two or more", 2, 20, example="sum_of(births, arrivals)"),
    }
)
_TOKEN = re.compile(
    r"\s*(?:(?P<word>\d{4}-(?:[HQW]?\d+)(?:-\d\d(?:T\d\d)?)?(?!\w))|(?P<number>\d+(?:\.\d+)?(?!\w))"
    r"|(?P<name>[a-z_][a-z0-9_]*)|(?P<select>\[[^\]]*\])|(?P<sign>[-+*/(),]))"
)


def parse_formula(text: str, place: str = "formula") -> Tree:
    """Read a formula; ContentError with the place in the text and what was expected.

    >>> str(parse_formula("1000 * crimes / inhabitants[age=18+]"))
    '((1000 * crimes) / inhabitants[age=18+])'
    """
    return _Reader(text, place).whole()


def operands(tree: Tree) -> Iterator[Operand]:
    """Give every operand in reading order.

    >>> [str(o) for o in operands(parse_formula("share(a[sex=f], a)"))]
    ['a[sex=f]', 'a']
    """
    if isinstance(tree, Operand):
        yield tree
    elif isinstance(tree, Call):
        for argument in tree.arguments:
            yield from operands(argument)


class _Reader:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, text: str, place: str) -> None:
        self.text, self.place = text, place
        self.tokens = list(self._split())
        self.at = 0

    def _split(self) -> Iterator[tuple[str, str]]:
        at = 0
        while self.text[at:].strip():
            match = _TOKEN.match(self.text, at)
            if not match:
                rest = self.text[at:].lstrip()
                place = len(self.text) - len(rest) + 1
                raise self._error(f"'{rest[0]}' at character {place}", "a name or a sign")
            yield str(match.lastgroup), str(match.group(str(match.lastgroup)))
            at = match.end()

    def _error(self, found: str, expected: str, next_step: str = "") -> ContentError:
        return ContentError(Problem(self.place, f"formula '{self.text}': {found}", expected, next_step))

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "the end")

    def take(self, wanted: str = "") -> tuple[str, str]:
        token = self.peek()
        if wanted and token[1] != wanted:
            raise self._error(f"found {token[1]}", f"'{wanted}'")
        self.at += 1
        return token

    def whole(self) -> Tree:
        tree = self.sum()
        if self.peek()[0] != "end":
            raise self._error(f"found {self.peek()[1]}", "the end, or one of + - * /")
        return tree

    def sum(self) -> Tree:
        return self._chain("+-", self.product)

    def product(self) -> Tree:
        return self._chain("*/", self.atom)

    def _chain(self, signs: str, part: Callable[[], Tree]) -> Tree:
        tree = part()
        while self.peek()[0] == "sign" and self.peek()[1] in signs:
            tree = Call(self.take()[1], (tree, part()))
        return tree

    def atom(self) -> Tree:
        kind, text = self.take()
        if kind == "number":
            return Number(float(text))
        if text == "(":
            tree = self.sum()
            self.take(")")
            return tree
        if text == "-":
            return Call("-", (Number(0.0), self.atom()))
        if kind == "name":
            return self._call(text) if self.peek()[1] == "(" else self._operand(text)
        raise self._error(f"found {text}", "an indicator, a number or a verb")

    def _operand(self, name: str) -> Operand:
        if self.peek()[0] != "select":
            return Operand(name)
        return Operand(name, print_slice(parse_slice(self.take()[1][1:-1].replace(",", ";").replace(" ", ""))))

    def _call(self, verb: str) -> Tree:
        if verb not in VERBS:
            raise self._error(f"unknown verb '{verb}'", "", did_you_mean(verb, list(VERBS), "Verbs"))
        self.take("(")
        spec, arguments, option = VERBS[verb], [self.sum()], ""
        while self.peek()[1] == ",":
            self.take(",")
            if spec.option and len(arguments) == spec.most:
                option = self.take()[1]
                break
            arguments.append(self.sum())
        self.take(")")
        if not spec.least <= len(arguments) <= spec.most:
            raise self._error(f"{verb} has {len(arguments)} arguments", spec.example)
        if spec.option and not _OPTIONS[spec.option](option or spec.usual):
            expected = "a number of periods" if spec.option == "n" else "a base period"
            raise self._error(f"{verb} with '{option}'", f"{expected}, as in {spec.example}")
        return Call(verb, tuple(arguments), option)


def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except NotFound:
        return False
    return True


_OPTIONS: Mapping[str, Callable[[str], bool]] = {
    "n": lambda text: text.isascii() and text.isdigit() and int(text) > 0,
    "period": _is_period,
}
