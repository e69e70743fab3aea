"""What a page of revisions is about: one series with its names, and what each release says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from noaber.products.addresses import explanation_href, site_href
from noaber.products.exports.spreadsheet_safety import safe_file_name
from noaber.products.subjects import Subject
from noaber.products.wording import Wording
from noaber.warehouse.cards import ReleaseCard
from noaber.warehouse.revisions import RevisionTable


@dataclass(frozen=True)
class RevisionCase:
    """A series: indicator, area (id and name), slice, its releases; `slices` (text to name) and `suggestions` (names of
    areas) are what can be chosen instead."""

    subject: Subject
    area: str
    area_name: str
    slice: str
    table: RevisionTable
    card: ReleaseCard
    slices: Mapping[str, str] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The indicator, with the group where it is one."""
        group = self.slices.get(self.slice, self.slice)
        return f"{self.subject.name} ({group})" if group else self.subject.name

    @property
    def file_name(self) -> str:
        """The name of a download, without its ending."""
        return safe_file_name(self.subject.id, self.area, "revisions", self.card.id)

    def href(self, language: str, tail: str = "") -> str:
        """Give the address of the page; `tail` is that of a download, as .csv."""
        query = {"gebied": self.area, "deel": self.slice}
        return site_href(language, "cijfer", self.subject.id, f"herzieningen{tail}", query=query)

    def explain(self, period: str, release: str, wording: Wording) -> str:
        """Give the address that explains a figure as a release has it."""
        way = {"uitgave": release}
        return explanation_href(wording.language, self.subject.id, self.area, period, self.slice, way)

    def difference(self, number: float, wording: Wording, more_decimals: int = 0) -> str:
        """Write a difference with its sign, in the unit of the indicator."""
        decimals = self.subject.decimals + more_decimals
        written = wording.signed(number, decimals, "" if self.subject.points else self.subject.sign)
        return f"{written} {wording.t('unit.points')}" if self.subject.points else written
