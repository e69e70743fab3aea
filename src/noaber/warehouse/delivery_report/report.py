"""A report on a delivery, put together: for one supplier, or for all of a source at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from noaber.content.model import Region
from noaber.privacy.disclosure_rules import rules_of
from noaber.vocabulary.languages import Text
from noaber.vocabulary.periods import Period
from noaber.warehouse.delivery_report.codes import codes_of, read_codes
from noaber.warehouse.delivery_report.completeness import columns_of, completeness_of
from noaber.warehouse.delivery_report.contradictions import contradictions_of
from noaber.warehouse.delivery_report.entries import group_column, in_order_told, read_entries
from noaber.warehouse.delivery_report.figures import Figures, figures_at
from noaber.warehouse.delivery_report.holdings import Holdings, Told, steps_between
from noaber.warehouse.delivery_report.lag import lag_of
from noaber.warehouse.delivery_report.plausibility import past_of, standings_of
from noaber.warehouse.delivery_report.register import Register, read_residents
from noaber.warehouse.delivery_report.values import SupplierReport


@dataclass(frozen=True)
class Round:
    """A period of delivery of a source: what all suppliers told up to it, read once for all reports."""

    holdings: Holdings
    period: Period

    @cached_property
    def delivered(self) -> list[str]:
        """The suppliers that delivered in this period."""
        told = {one.area for one in self.holdings.told if one.period == self.period}
        return [area for area in self.holdings.suppliers() if area in told]

    @property
    def lacking(self) -> list[str]:
        """The suppliers that delivered before, but not in this period."""
        before = {one.area for one in self.holdings.told if one.period < self.period}
        return [area for area in self.holdings.suppliers() if area in before and area not in self.delivered]

    @cached_property
    def register(self) -> Register | None:
        """The register of residents."""
        return read_residents(self.holdings, self.period)

    @cached_property
    def figures(self) -> dict[str, Figures]:
        """The figures of every supplier that delivered, in this period."""
        return {area: self._figures(area) for area in self.delivered}

    def told(self, area: str) -> list[Told]:
        """Give the deliveries of a supplier up to this one."""
        return self.holdings.of(area, self.period)

    def ordered(self, area: str) -> pl.DataFrame:
        """Read what a supplier told up to this delivery, in the order in which it counts."""
        told = self.told(area)
        return in_order_told(read_entries(self.holdings, told), told)

    def _figures(self, area: str) -> Figures:
        return figures_at(self.ordered(area), self.told(area), self.period, self.holdings.source)


def report_of(round: Round, area: str) -> SupplierReport:
    """Put the report of one supplier together."""
    holdings, told = round.holdings, round.told(area)
    source, ordered, register = holdings.source, round.ordered(area), round.register
    headers = [_header(holdings, one) for one in told]
    codes = read_codes(holdings, told, headers)
    past = past_of(ordered, told, steps_between(told[0].period, round.period), source)
    births = register.people if register and register.people["birth"].is_not_null().any() else None
    standings = standings_of(
        area, round.figures, register.residents if register else {}, minimum_of(holdings.region, source.source)
    )
    return SupplierReport(
        source=source.source,
        area=area,
        names=holdings.register.areas[area].names if area else Text(source.supplier),
        period=str(round.period),
        synthetic=told[-1].delivery.synthetic,
        completeness=completeness_of(holdings, told, ordered),
        lag=lag_of(ordered, told, source),
        past=tuple(past),
        standings=tuple(standings),
        contradictions=tuple(contradictions_of(ordered, told, source, births, codes, holdings.quarantine(told[-1]))),
        unregistered=_unregistered(ordered, len(told) - 1, register),
        codes=codes_of(holdings, told, codes, headers[-1]),
        minimum=minimum_of(holdings.region, source.source),
    )


def minimum_of(region: Region, source: str) -> int:
    """Give of how many people a count of this source must be to be shown to others: the largest of its indicators."""
    told = region.sources[source].joins or source
    counted = [
        rules_of(region, id, "public").minimum
        for id, spec in region.indicators.items() if spec.count and told in spec.sources
    ]  # fmt: skip
    return max(counted, default=10)


def _header(holdings: Holdings, told: Told) -> str:
    column = group_column(holdings.source)
    return next((fact.header for fact in columns_of(holdings, told) if fact.column == column), "")


def _unregistered(ordered: pl.DataFrame, newest: int, register: Register | None) -> int | None:
    """Count the people in the newest delivery who are in no delivery of the register."""
    if register is None:
        return None
    told = ordered.filter(pl.col("at") == newest, pl.col("unit").is_not_null()).select("unit").unique()
    return told.join(register.people, on="unit", how="anti").height
