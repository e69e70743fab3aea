"""The plan of a build: a list of steps with their keys, known before anything is computed. `--dry-run` prints it.

table (per delivery) > places > records (per delivery and source) > delivered > figures (per indicator) > release

Of personal data the table is that which the door left; a picture (per source) puts its records together, is linked to
that of another source where the content says so, and figures are counted from pictures. What each tier shows of counts
is decided for all together that tell of one another, and what is computed from them is computed for each tier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from noaber.content.disclosure import TIERS, Tier
from noaber.content.model import Region
from noaber.sources.deliveries import Delivery
from noaber.warehouse.counting.engines import DuckDBEngine, Engine
from noaber.warehouse.linking.step import LINKED
from noaber.warehouse.planning.counts import plan_counts, plan_pictures, plan_protection
from noaber.warehouse.planning.figures import operand_file, plan_figures
from noaber.warehouse.planning.given import Given
from noaber.warehouse.planning.records import plan_places, plan_records, plan_shapes, plan_table
from noaber.warehouse.protecting.tier_file import TierFile
from noaber.warehouse.publish import Released
from noaber.warehouse.store import Step, Store


@dataclass(frozen=True)
class Plan:
    """All steps of a build in order. `records` and `figures` find the step of a delivery and, in each tier, of an
    indicator; `counted` are the counts as they are, `protected` decides what is shown of each `after` a release.
    `rows_before` says how many rows the delivery before each had."""

    tables: Mapping[Delivery, Step]
    places: Step
    shapes: Step
    records: Mapping[Delivery, Step]
    pictures: Mapping[str, Step]
    rows_before: Mapping[Delivery, int | None]
    counted: Mapping[str, Step]
    figures: Mapping[Tier, Mapping[str, Step]] = field(default_factory=dict)
    protected: Mapping[str, Step] = field(default_factory=dict)
    after: Released | None = None

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers that have a file of their own: public alone where nothing is counted from records."""
        return TIERS if self.protected else ("public",)

    def tier_file(self, store: Store, id: str, tier: Tier) -> TierFile:
        """Give the figures of an indicator as a tier shows them."""
        step, public = self.figures[tier][id], self.figures["public"][id]
        found = operand_file(store, id, step, self.protected, tier)
        return found if public is step else replace(found, public=store.output(public) / found.path.name)

    @property
    def links(self) -> Mapping[str, Step]:
        """The steps that link a source to others, by source."""
        return {id: step for id, step in self.pictures.items() if step.kind == LINKED}

    def steps(self) -> Iterator[Step]:
        """Give every step once, in an order in which each finds its inputs made."""
        yield from self.tables.values()
        yield self.places
        yield self.shapes
        yield from self.records.values()
        drawn = [need for step in self.links.values() for need in step.needs]
        yield from dict.fromkeys([*drawn, *self.pictures.values()])
        yield from self.counted.values()
        yield from dict.fromkeys(step for steps in self.figures.values() for step in steps.values())

    def steady(self) -> Iterator[Step]:
        """Give the steps that do not depend on the release before."""
        moving = set(self.protected.values())
        for steps in self.figures.values():
            for step in steps.values():
                moving |= {step} if moving.intersection(step.needs) else set()
        yield from (step for step in self.steps() if step not in moving)


def make_plan(
    region: Region,
    store: Store,
    deliveries: list[Delivery],
    rows_before: Mapping[Delivery, int | None],
    engine: Engine = DuckDBEngine(),  # noqa: B008 - a value, not a state
    after: Callable[[Plan], Released | None] = lambda _: None,
) -> Plan:
    """Lay out a build; computes nothing but keys. Who counts is no part of them: all engines give the same.

    `after` gives, for a plan without what is protected, the release that its figures are shown after."""
    given = Given(region, store, rows_before, engine)
    tables = {delivery: plan_table(given, delivery) for delivery in deliveries}
    places = plan_places(given, tables)
    shapes = plan_shapes(given, tables, places)
    records = plan_records(given, tables, places)
    pictures = plan_pictures(given, records)
    counted = plan_counts(given, pictures, places)
    plan = Plan(tables, places, shapes, records, pictures, rows_before, counted)
    plan = replace(plan, figures=plan_figures(given, records, places, {}))
    if not counted:
        return plan
    before = after(plan)
    protected = plan_protection(given, counted, places, before)
    figures = plan_figures(given, records, places, protected)
    return replace(plan, figures=figures, protected=protected, after=before)
