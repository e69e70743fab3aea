"""A way of looking at a number, explained: what it was set against, and the sum with both numbers in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from noaber.products.addresses import explanation_href
from noaber.products.composition import Segment, Sentence, compose
from noaber.products.figures import Figure
from noaber.products.findings import in_area
from noaber.products.marks import Mark, name_marks
from noaber.products.subjects import Subject
from noaber.products.ways import Expression
from noaber.products.wording import Wording


@dataclass(frozen=True)
class Operand:
    """One of the two numbers: its figure, and what, where and when it is."""

    figure: Figure
    subject: Subject
    area: str
    area_name: str
    period: str
    slice: str = ""


@dataclass(frozen=True)
class Derived:
    """A number looked at in a way: the outcome, the number itself, and what it was set against."""

    how: Expression
    figure: Figure
    own: Operand
    other: Operand

    @property
    def points(self) -> bool:
        """Whether the outcome is in percentage points."""
        return self.own.subject.points


@dataclass(frozen=True)
class DerivationView:
    """The same in words: what the way of looking is, the outcome, the sum that gives it, or why there is none."""

    way: str
    words: str
    value: str
    sum: Sentence
    reason: str
    marks: tuple[Mark, ...]


def draw_derivation(derived: Derived, wording: Wording) -> DerivationView:
    """Draw how a way of looking was computed, with both numbers linked to their own explanations."""
    absence = derived.figure.absence
    kind = f".{'points' if derived.points else 'percent'}" if derived.how == "verandering" else ""
    names, named = _names(derived, wording), bool(derived.other.area and derived.other.period)
    return DerivationView(
        way=wording.t(f"explain.way.{derived.how}", **names) if named else wording.t(f"expression.{derived.how}"),
        words=wording.t(f"explain.way.{derived.how}.words{kind}", **names) if named else "",
        value="" if absence else say_outcome(derived, wording),
        sum=() if absence else _sum(derived, kind, wording),
        reason=wording.t(f"explain.way.none.{absence}", **names) if absence else "",
        marks=name_marks(derived.figure, wording),
    )


def say_outcome(derived: Derived, wording: Wording) -> str:
    """Write the outcome as the pages do; empty where there is none."""
    if derived.figure.absence:
        return ""
    return derived.own.subject.expressed(derived.figure.value or 0.0, derived.how, wording)


def _names(derived: Derived, wording: Wording) -> Mapping[str, str]:
    own, other = derived.own, derived.other
    names = {other.area: other.area_name, own.area: own.area_name}
    return {
        "indicator": own.subject.name,
        "population": _in_sentence(other.subject.name, wording),
        "then": wording.period(other.period, other.subject.moment) if other.period else "",
        "other": other.area_name,
        "in_other": in_area(other.area, names, wording) if other.area else "",
    }


def _in_sentence(name: str, wording: Wording) -> str:
    return name if wording.language == "de" else name[:1].lower() + name[1:]


def _sum(derived: Derived, kind: str, wording: Wording) -> Sentence:
    values: dict[str, str | Segment] = {
        "now": _linked(derived.own, wording),
        "other": _linked(derived.other, wording),
        "value": Segment(say_outcome(derived, wording), strong=True),
        "thousand": wording.number(1000),
    }
    return compose(wording.t(f"explain.way.{derived.how}.sum{kind}"), values)


def _linked(operand: Operand, wording: Wording) -> Segment:
    text = operand.subject.value(operand.figure.value or 0.0, wording)
    href = explanation_href(wording.language, operand.subject.id, operand.area, operand.period, operand.slice)
    return Segment(text, href)
