"""How things are called in a report: columns, kinds of provision, measures, lines of the file, what is usual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TypeVar

from noaber.content.model import Region
from noaber.content.source import SourceFile
from noaber.methods.usual_range import UsualRange
from noaber.products.column_names import name_column
from noaber.products.wording import Wording
from noaber.vocabulary.languages import Text
from noaber.warehouse.delivery_report.values import Past, Standing

LINES_SHOWN = 60
Grouped = TypeVar("Grouped", Past, Standing)


@dataclass(frozen=True)
class Words:
    """The words of a report: of the house, and of the content of its source."""

    wording: Wording
    region: Region
    source: SourceFile

    @property
    def dimension(self) -> str:
        """The dimension of the kinds by which figures are told; empty where there is none."""
        return next((spec.dimension for spec in self.source.columns.values() if spec.dimension), "")

    def column(self, name: str) -> str:
        """Name a column of the source."""
        spec = self.source.columns.get(name)
        return name_column(name, spec, self.region, self.wording) if spec else name

    def group(self, code: str) -> str:
        """Name a kind; all together where it is empty."""
        if not code:
            return self.wording.t("report.all")
        named = self._categories.get(code)
        return str(named.get(self.wording.language)) if named else code

    @property
    def _categories(self) -> Mapping[str, Text]:
        """The kinds with their names, in the order of the dimension."""
        spec = self.region.dimensions.get(self.dimension)
        return spec.codes if spec else {}

    def in_order(self, rows: Iterable[Grouped]) -> list[Grouped]:
        """Sort rows by kind as the dimension lists them, all together first."""
        place = {code: at for at, code in enumerate(["", *self._categories])}
        return sorted(rows, key=lambda row: (place.get(row.group, len(place)), row.group))

    @property
    def kinds(self) -> str:
        """What the kinds are kinds of."""
        spec = self.region.dimensions.get(self.dimension)
        return str(spec.name.get(self.wording.language)) if spec else self.wording.t("report.kind")

    def measure(self, measure: str) -> str:
        """Name a measure."""
        if measure == "amount":
            amount = next(name for name, spec in self.source.columns.items() if spec.numeric)
            return self.wording.t("report.measure.amount", amount=self.column(amount))
        return self.wording.t(f"report.measure.{measure}")

    def value(self, value: float | None, rate: bool = False) -> str:
        """Write a value; a dash where there is none."""
        if value is None:
            return self.wording.t("report.no_value")
        return self.wording.number(value, 1 if rate else 0)

    def usual(self, usual: UsualRange | None, whole: bool = False) -> str:
        """Write from where to where a value is usual; of whole numbers the first and last that are."""
        if usual is None:
            return self.wording.t("report.no_value")
        bounds = (ceil(usual.low), floor(usual.high)) if whole else (usual.low, usual.high)
        low, high = (self.value(bound) for bound in bounds)
        return self.wording.t("report.range", low=low, high=high)

    def lines(self, lines: Sequence[int]) -> str:
        """List lines of the file, as many as can be read."""
        shown = ", ".join(str(line) for line in lines[:LINES_SHOWN])
        if len(lines) <= LINES_SHOWN:
            return shown
        return self.wording.t("report.lines.more", lines=shown, count=self.wording.number(len(lines) - LINES_SHOWN))

    def share(self, part: float, whole: float, decimals: int = 1) -> str:
        """Write a part of a whole in percent; a dash where there is no whole."""
        return self.wording.number(100 * part / whole, decimals, "%") if whole else self.wording.t("report.no_value")


def verdict(value: float | None, usual: UsualRange | None) -> str:
    """Say how a value lies to what is usual: usual, higher, lower, or unknown where that cannot be said.

    >>> verdict(9.0, UsualRange(5.0, 4.0, 6.0, 8)), verdict(5.0, None)
    ('higher', 'unknown')
    """
    if value is None or usual is None:
        return "unknown"
    return "usual" if usual.holds(value) else "higher" if value > usual.high else "lower"
