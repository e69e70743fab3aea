"""What the home keeps of one source: who delivered what in which period, its records, and what was set apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from noaber.content.model import Region
from noaber.content.source import SourceFile
from noaber.sources.deliveries import Delivery
from noaber.sources.file_names import parts_of
from noaber.sources.locking import hold_folder
from noaber.vocabulary.areas import AreaRegister
from noaber.vocabulary.errors import BuildRefused, NotFound, Problem, did_you_mean
from noaber.vocabulary.periods import Period, parse_supplier_period
from noaber.warehouse.areas import read_register
from noaber.warehouse.build import plan_build
from noaber.warehouse.plan import Plan
from noaber.warehouse.store import Store

BUSY = Problem("report", "a build of this region is running", "", "Wait until it has ended.")


@dataclass(frozen=True)
class Told:
    """A delivery, the area that it is of (empty: of all together) and the period in which it tells."""

    delivery: Delivery
    area: str
    period: Period


@dataclass(frozen=True)
class Holdings:
    """All deliveries of a source with everything made of them; by area and period."""

    region: Region
    store: Store
    source: SourceFile
    plan: Plan
    register: AreaRegister
    told: tuple[Told, ...]

    def of(self, area: str, until: Period) -> list[Told]:
        """Give the deliveries of a supplier up to and including those of a period, from old to new."""
        return [told for told in self.told if told.area == area and told.period <= until]

    def suppliers(self) -> list[str]:
        """Give the areas that deliver, in order."""
        return sorted({told.area for told in self.told})

    def newest(self, area: str | None = None) -> Period:
        """Give the newest period that was delivered, by one supplier or by any."""
        return max(told.period for told in self.told if area in (None, told.area))

    def table(self, told: Told) -> pl.DataFrame:
        """Read what the door left of a delivery: the supplier's own columns."""
        return self.store.frame(self.plan.tables[told.delivery], "table")

    def records(self, told: Told) -> pl.DataFrame:
        """Read the records of a delivery."""
        return self.store.frame(self.plan.records[told.delivery], "records")

    def quarantine(self, told: Told) -> pl.DataFrame:
        """Read what was set apart of a delivery."""
        return self.store.frame(self.plan.records[told.delivery], "quarantine")

    def notes(self, told: Told) -> Any:
        """Read counts, findings and problems of a delivery."""
        return self.store.notes(self.plan.records[told.delivery])

    def location(self) -> pl.DataFrame:
        """Read which area lies in which (parent, child)."""
        return self.store.frame(self.plan.places, "location")


def gather_holdings(region: Region, store: Store, source: str) -> Holdings:
    """Give what is kept of a source; what a build would make of it is made where it is not there yet.

    NotFound where it is no source of personal records, or has delivered nothing; BuildRefused while a build runs.
    """
    personal = [id for id, spec in region.sources.items() if spec.class_ == "personal"]
    if source not in personal:
        problem = Problem("report", f"no source of records '{source}'", "", did_you_mean(source, personal, "Known"))
        raise NotFound(problem)
    with hold_folder(store.releases(region.file.region), BuildRefused(BUSY)):
        plan = plan_build(region, store)
        kept = [delivery for delivery in plan.records if delivery.source == source]
        if not kept:
            next_step = "Bring its deliveries in with 'noaber build FOLDER --deliveries'."
            raise NotFound(Problem("report", f"no delivery of '{source}' is kept", "", next_step))
        store.make_all(plan.records[delivery] for delivery in kept)
    register = read_register(region, store.frame(plan.places, "places"))
    spec = region.sources[source]
    told = sorted((told_of(delivery, spec, register) for delivery in kept), key=lambda told: (told.period, told.area))
    return Holdings(region, store, spec, plan, register, tuple(told))


def told_of(delivery: Delivery, source: SourceFile, register: AreaRegister) -> Told:
    """Say whose a delivery is, and in which period it tells, from the name of its file."""
    parts = parts_of(delivery.file, source.deliveries)
    areas = [register.resolve(parts[name], source.covers) for name in _covering(source) if name in parts]
    period = period_in_name(source, parts)
    if period is None:
        expected = "a name of the file with its period, as 'wmo_{municipality}_{told}.csv'"
        raise NotFound(Problem(delivery.file, "no period of delivery", expected))
    return Told(delivery, next((area for area in areas if area), ""), period)


def _covering(source: SourceFile) -> Iterator[str]:
    return (name for name, spec in source.columns.items() if source.covers and source.covers in spec.area)


def told_column(source: SourceFile) -> str:
    """Name the column that says in which period a record was told."""
    about = next(name for name, spec in source.columns.items() if spec.period)
    return source.record.told if source.record and source.record.told else about


def period_in_name(source: SourceFile, parts: dict[str, str]) -> Period | None:
    """Give the period that the name of a file says; None where it says none."""
    column = told_column(source)
    if column not in parts:
        return None
    period, _ = parse_supplier_period(parts[column])
    frequency = source.columns[column].frequency
    return Period.containing(frequency, period.start) if frequency else period


def find_supplier(holdings: Holdings, name: str) -> str:
    """Give the area that a user means by code or name; NotFound where it delivers nothing of this source."""
    found = holdings.register.resolve(name, holdings.source.covers) if holdings.source.covers else None
    suppliers = [area for area in holdings.suppliers() if area]
    if found in suppliers:
        return found
    names = [holdings.register.areas[area].names.get("nl") for area in suppliers]
    next_step = did_you_mean(name, names, "Suppliers") if names else "All suppliers deliver as one; leave the name out."
    raise NotFound(Problem("report", f"'{name}' delivers nothing of '{holdings.source.source}'", "", next_step))


def find_period(holdings: Holdings, text: str, area: str | None = None) -> Period:
    """Give the period of delivery that a user means, as 2024KW4; NotFound where nothing was delivered in it, by one
    supplier or by any."""
    period, _ = parse_supplier_period(text)
    known = sorted({told.period for told in holdings.told if area in (None, told.area)})
    if period not in known:
        said = ", ".join(map(str, known[-8:]))
        raise NotFound(Problem("report", f"no delivery of '{holdings.source.source}' in {period}", said))
    return period


def steps_between(first: Period, last: Period) -> list[Period]:
    """Give the periods from one to another, both included.

    >>> from noaber.vocabulary.periods import parse_period
    >>> [str(period) for period in steps_between(parse_period("2023-Q4"), parse_period("2024-Q2"))]
    ['2023-Q4', '2024-Q1', '2024-Q2']
    """
    steps = [first]
    while steps[-1] < last:
        steps.append(steps[-1].next())
    return steps
