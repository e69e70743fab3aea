"""An indicator as sentences, tables and charts need it: its words in one language and how its numbers read."""

from __future__ import annotations

from dataclasses import dataclass

from noaber.products.ways import SIGNED, Expression, Nature, nature_of
from noaber.products.wording import Wording


@dataclass(frozen=True)
class Subject:
    """What is counted. `sign` is the unit's symbol (%, €) or empty, `unit` its name behind a number.

    `additive` figures (counts) are compared by their growth, others (shares, rates, means) by their level; `signed`
    ones can be below zero.
    `moment` is start, end or during: at which day of its period it is measured.
    """

    id: str
    name: str
    definition: str = ""
    sign: str = ""
    unit: str = ""
    decimals: int = 0
    additive: bool = True
    moment: str = "during"
    signed: bool = False
    per_1000_decimals: int = 1

    @property
    def points(self) -> bool:
        """Whether changes are in percentage points, because the figure is a percentage itself."""
        return self.sign == "%"

    def value(self, number: float, wording: Wording) -> str:
        """Write a value with its sign, as in a table or a label."""
        return wording.number(number, self.decimals, self.sign)

    @property
    def unit_beside(self) -> str:
        """The unit where neither the sign of the number nor the name of the indicator tells it already."""
        return "" if self.sign or self.unit.casefold() in self.name.casefold() else self.unit

    def value_in_words(self, number: float, wording: Wording) -> str:
        """Write a value as in a sentence: with its unit, unless the name tells it."""
        return wording.number(number, self.decimals, self.sign or self.unit_beside)

    def expressed(self, number: float, how: Expression, wording: Wording) -> str:
        """Write a number in a way of looking: a value, an index, a change, a rate, a share or a difference."""
        if how == "verandering":
            return self.change(number, wording)
        decimals, sign = self.shown_decimals(how), self.shown_sign(how)
        if how not in SIGNED:
            return wording.number(number, decimals, sign)
        written = wording.signed(number, decimals, "" if self.points else sign)
        return f"{written} {wording.t('unit.points')}" if self.points else written

    @property
    def nature(self) -> Nature:
        """What kind of figure it is, which decides how it can be looked at."""
        return nature_of(self.additive, self.points, self.signed)

    def shown_decimals(self, how: Expression) -> int:
        """Give the decimals of a number in a way of looking."""
        if how in ("waarde", "toename"):
            return self.decimals
        if how == "per1000":
            return self.per_1000_decimals
        return self.decimals if how == "verschil" and not self.points else max(1, self.decimals)

    def shown_sign(self, how: Expression) -> str:
        """Give the sign that stands with a number in a way of looking: %, € or none."""
        own = how in ("waarde", "toename", "verschil")
        return self.sign if own else "%" if how == "aandeel" else ""

    def change(self, number: float, wording: Wording) -> str:
        """Write a change with its sign, in percent or points."""
        if self.points:
            return f"{wording.signed(number, max(1, self.decimals))} {wording.t('unit.points')}"
        return wording.signed(number, 1, "%")
