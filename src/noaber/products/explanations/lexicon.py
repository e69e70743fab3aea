"""The names an explanation needs, in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from noaber.products.addresses import site_href
from noaber.products.subjects import Subject
from noaber.products.wording import Wording
from noaber.vocabulary.formulas import Operand
from noaber.vocabulary.languages import Text
from noaber.warehouse.cards import AreaTypeCard, Cell, Explanation, IndicatorCard


@dataclass(frozen=True)
class Lexicon:
    """Names of what an explanation is about: sources and types of areas by id, slices by text. `is_offered` says of an
    indicator, by id, and a slice whether a page can show it."""

    subject_of: Callable[[IndicatorCard], Subject]
    sources: Mapping[str, Text]
    types: Mapping[str, AreaTypeCard]
    slice_name: Callable[[str], str]
    operand_name: Callable[[Operand], str]
    is_offered: Callable[[str, str], bool]
    release: str
    wording: Wording

    def name(self, explanation: Explanation) -> str:
        """Name the indicator, with the group where it is one."""
        slice = explanation.cell.slice
        return self.subject_of(explanation.indicator).name + (f" ({self.slice_name(slice)})" if slice else "")

    def area(self, cell: Cell) -> str:
        """Name the area."""
        return cell.area.names.get(self.wording.language)

    def page(self, cell: Cell) -> str:
        """Give the address of the page of an indicator about the area of a cell; of all, where it cannot show its
        category."""
        deel = cell.slice if self.is_offered(cell.indicator, cell.slice) else ""
        return site_href(
            self.wording.language, "cijfer", cell.indicator, query={"gebieden": cell.area.id, "deel": deel}
        )

    def period(self, explanation: Explanation) -> str:
        """Name the period, as the indicator is measured."""
        moment = self.subject_of(explanation.indicator).moment
        return self.wording.period(str(explanation.cell.period), moment)

    def value(self, explanation: Explanation) -> str:
        """Write the number; empty where there is none to show."""
        cell = explanation.cell
        if cell.hidden or cell.value is None:
            return ""
        return self.subject_of(explanation.indicator).value(cell.value, self.wording)
