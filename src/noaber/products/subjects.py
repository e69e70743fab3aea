"""An indicator as sentences, tables and charts need it: its words in one language and how its numbers read."""

from __future__ import annotations

from dataclasses import dataclass

from noaber.products.figures import Expression
from noaber.products.wording import Wording


@dataclass(frozen=True)
class Subject:
    """What is counted. `sign` is the unit's symbol (%, €) or empty, `unit` its name behind a number.

    `additive` figures (counts) are compared by their growth, others (shares, rates, means) by their level.
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
        """Write a value, an index or a change."""
        if how == "waarde":
            return self.value(number, wording)
        if how == "index":
            return wording.number(number, 1)
        return self.change(number, wording)

    def change(self, number: float, wording: Wording) -> str:
        """Write a change with its sign, in percent or points."""
        if self.points:
            return f"{wording.signed(number, max(1, self.decimals))} {wording.t('unit.points')}"
        return wording.signed(number, 1, "%")
