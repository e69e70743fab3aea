"""What the register of residents of the same purpose says of people: when they were born, and how many live where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from noaber.content.source import SourceFile
from noaber.sources.deliveries import Delivery
from noaber.sources.file_names import parts_of
from noaber.vocabulary.periods import Period
from noaber.warehouse.delivery_report.entries import unit_column
from noaber.warehouse.delivery_report.holdings import Holdings, period_in_name


@dataclass(frozen=True)
class Register:
    """`people` has `unit` and `birth` (null where unknown), each once; `residents` are how many live in each area that
    delivers, on the newest day known."""

    people: pl.DataFrame
    residents: dict[str, int]


def read_residents(holdings: Holdings, until: Period) -> Register | None:
    """Read the register of the source's purpose: a source without spells that identifies the same kind of unit.

    None where there is none, or where it has delivered nothing about a day in or before the period.
    """
    for id in _registers(holdings):
        source = holdings.region.sources[id]
        dated = {delivery: period for delivery, period in _delivered(holdings, source) if period.start < until.end}
        if dated:
            newest = max(dated.values())
            holdings.store.make_all(holdings.plan.records[delivery] for delivery in dated)
            frames = {delivery: _people(holdings, source, delivery) for delivery in dated}
            people = pl.concat(frames.values()).filter(pl.col("unit").is_not_null()).sort("unit", "birth")
            there = pl.concat([frame for delivery, frame in frames.items() if dated[delivery] == newest])
            everybody = people.unique("unit", keep="first", maintain_order=True).select("unit", "birth")
            return Register(everybody, _residents(there, holdings))
    return None


def _registers(holdings: Holdings) -> Iterator[str]:
    own = holdings.source
    kind = own.columns[unit_column(own)].identifies if unit_column(own) else ""
    for id, source in holdings.region.sources.items():
        same = source.class_ == "personal" and source.purpose == own.purpose and id != own.source
        if same and not source.spell and unit_column(source) and source.columns[unit_column(source)].identifies == kind:
            yield id


def _delivered(holdings: Holdings, source: SourceFile) -> Iterator[tuple[Delivery, Period]]:
    for delivery in holdings.plan.records:
        if delivery.source == source.source:
            period = period_in_name(source, parts_of(delivery.file, source.deliveries))
            if period:
                yield delivery, period


def _people(holdings: Holdings, source: SourceFile, delivery: Delivery) -> pl.DataFrame:
    records = holdings.store.frame(holdings.plan.records[delivery], "records")
    birth = next((name for name, spec in source.columns.items() if spec.type == "date"), "")
    areas = [name for name, spec in source.columns.items() if spec.area and name in records.columns]
    day = pl.col(birth).str.to_date("%Y-%m-%d") if birth in records.columns else pl.lit(None, pl.Date)
    area = pl.coalesce(areas) if areas else pl.lit(None, pl.String)
    return records.select(unit=pl.col(unit_column(source)).cast(pl.String), birth=day, area=area)


def _residents(people: pl.DataFrame, holdings: Holdings) -> dict[str, int]:
    """Count people in the areas that deliver, in which their own areas lie."""
    suppliers = [area for area in holdings.suppliers() if area]
    up = holdings.location().filter(pl.col("parent").is_in(suppliers)).select(area="child", supplier="parent")
    itself = pl.DataFrame({"area": suppliers, "supplier": suppliers}, schema={"area": pl.String, "supplier": pl.String})
    placed = people.join(pl.concat([up, itself]).unique(), on="area")
    return dict(placed.group_by("supplier").agg(pl.col("unit").n_unique()).iter_rows())
