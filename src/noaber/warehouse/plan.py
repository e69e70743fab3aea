"""The plan of a build: a list of steps with their keys, known before anything is computed. `--dry-run` prints it.

table (per delivery) > places > records (per delivery and source) > delivered > figures (per indicator) > release

Of personal data the table is that which the door left; a picture (per source) puts its records together, is linked to
that of another source where the content says so, and figures are counted from pictures. What each tier shows of all
counts is decided in one step, and what is computed from them is computed for each tier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import BaseModel

from noaber.content.disclosure import TIERS, Tier
from noaber.content.indicator import IndicatorFile
from noaber.content.model import Region
from noaber.content.source import SourceFile
from noaber.methods.coverage import Places
from noaber.methods.formula import (
    Breakdowns,
    blank_small_bases,
    denominator_of,
    evaluate_formula,
    keep_dimensions,
)  # fmt: skip
from noaber.sources.behind_door import door_findings, read_delivery, source_behind
from noaber.sources.checks import check_records
from noaber.sources.columns import Reading
from noaber.sources.deliveries import Delivery
from noaber.sources.file_names import parts_of
from noaber.sources.plausible import categories_of
from noaber.sources.records import make_records
from noaber.vocabulary.areas import AreaRegister
from noaber.vocabulary.errors import Problem
from noaber.vocabulary.formulas import operands, parse_formula
from noaber.warehouse.areas import (
    build_places,
    check_area_columns,
    location_frame,
    membership_frame,
    places_frame,
    read_register,
)
from noaber.warehouse.counting.covering import Pictures
from noaber.warehouse.counting.engines import DuckDBEngine, Engine
from noaber.warehouse.counting.pictures import draw_picture
from noaber.warehouse.counting.run import count_figures, question_of
from noaber.warehouse.counting.twins import check_twins
from noaber.warehouse.linking.step import LINKED, with_links
from noaber.warehouse.measure import delivered_figures, mark_breaks, with_averages, with_fallback, with_sums
from noaber.warehouse.protecting.identities import protection_content
from noaber.warehouse.protecting.step import protect_counts
from noaber.warehouse.protecting.tier_file import TierFile
from noaber.warehouse.publish import Released
from noaber.warehouse.shapes import shapes_frame
from noaber.warehouse.store import Step, Store, step_key, write_notes


@dataclass(frozen=True)
class Plan:
    """All steps of a build in order. `records` and `figures` find the step of a delivery and, in each tier, of an
    indicator; `counted` are the counts as they are, `protect` decides what is shown of them `after` a release."""

    tables: Mapping[Delivery, Step]
    places: Step
    shapes: Step
    records: Mapping[Delivery, Step]
    pictures: Mapping[str, Step]
    counted: Mapping[str, Step]
    figures: Mapping[Tier, Mapping[str, Step]] = field(default_factory=dict)
    protect: Step | None = None
    after: str | None = None

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers that have a file of their own: public alone where nothing is counted from records."""
        return TIERS if self.protect else ("public",)

    def tier_file(self, store: Store, id: str, tier: Tier) -> TierFile:
        """Give the figures of an indicator as a tier shows them."""
        step = self.figures[tier][id]
        if step is self.protect:
            return TierFile(store.output(step) / f"{id}.parquet", tier, True)
        public = self.figures["public"][id]
        other = None if public is step else store.output(public) / "figures.parquet"
        return TierFile(store.output(step) / "figures.parquet", tier, False, other)

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
        moving: set[Step | None] = {self.protect}
        for steps in self.figures.values():
            for step in steps.values():
                moving |= {step} if moving.intersection(step.needs) else set()
        yield from (step for step in self.steps() if step not in moving)


def said(model: BaseModel | Mapping[str, Any]) -> Any:
    """Write content as plain data, for keys."""
    return model.model_dump(mode="json") if isinstance(model, BaseModel) else {k: said(v) for k, v in model.items()}


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
    planner = _Planner(region, store, rows_before, engine)
    tables = {delivery: planner.table(delivery) for delivery in deliveries}
    places = planner.places(tables)
    shapes = planner.shapes(tables, places)
    records = {delivery: planner.records(delivery, tables[delivery], places) for delivery in deliveries}
    pictures = planner.pictures(records)
    plan = Plan(tables, places, shapes, records, pictures, planner.counted(pictures, places))
    plan = replace(plan, figures=planner.figures(plan, None))
    if not plan.counted:
        return plan
    before = after(plan)
    protect = planner.protect(plan, before)
    named = before.id if before else None
    return replace(plan, figures=planner.figures(plan, protect), protect=protect, after=named)


@dataclass
class _Planner:
    region: Region
    store: Store
    rows_before: Mapping[Delivery, int | None]
    engine: Engine

    # -- deliveries to records

    def table(self, delivery: Delivery) -> Step:
        source = self.region.sources[delivery.source]
        path = self.store.keeper(self.region.file.region).path(delivery)

        def make(folder: Path) -> None:
            table = read_delivery(path, source)
            table.write_parquet(folder / "table.parquet")
            write_notes(folder, {"rows": table.height, "columns": table.width})

        key = step_key("table", [said(source.format), source.class_, delivery.file], [delivery.content])
        return Step(_kind("table", source), f"read {delivery.source}: {delivery.file}", key, make)

    def _area_tables(self, tables: Mapping[Delivery, Step]) -> dict[str, list[Step]]:
        found: dict[str, list[Step]] = {}
        for delivery, step in tables.items():
            if self.region.sources[delivery.source].areas:
                found.setdefault(delivery.source, []).append(step)
        # sources that know places of themselves come in the order of the content
        return {id: found[id] for id in self.region.sources if id in found}

    def places(self, tables: Mapping[Delivery, Step]) -> Step:
        region, store, used = self.region, self.store, self._area_tables(tables)
        content = [
            [repr(area) for area in region.areas], dict(region.synonyms), dict(region.same), said(region.groups),
            said(region.area_types), region.file.levels,
            [[region.sources[id].vintage, *map(said, region.sources[id].areas)] for id in used],
        ]  # fmt: skip

        def make(folder: Path) -> None:
            frames = {id: [store.frame(step, "table") for step in steps] for id, steps in used.items()}
            names = {id: [step.label.partition(" ")[2] for step in steps] for id, steps in used.items()}
            check_area_columns(region, names, frames)
            places = build_places(region, frames)
            places_frame(places).write_parquet(folder / "places.parquet")
            membership_frame(places).write_parquet(folder / "membership.parquet")
            location_frame(places).write_parquet(folder / "location.parquet")
            write_notes(folder, {"areas": len(places.register.areas)})

        key = step_key("places", content, [step.key for steps in used.values() for step in steps])
        return Step("places", "gather areas", key, make, tuple(step for steps in used.values() for step in steps))

    def shapes(self, tables: Mapping[Delivery, Step], places: Step) -> Step:
        region, store, used = self.region, self.store, self._area_tables(tables)
        used = {id: steps for id, steps in used.items() if any(spec.shape for spec in region.sources[id].areas)}

        def make(folder: Path) -> None:
            frames = {id: [store.frame(step, "table") for step in steps] for id, steps in used.items()}
            register = read_register(region, store.frame(places, "places"))
            shapes = shapes_frame(region, frames, register, store.frame(places, "membership"))
            shapes.write_parquet(folder / "shapes.parquet")
            write_notes(folder, {"shapes": shapes.height})

        needs = (places, *(step for steps in used.values() for step in steps))
        return Step("shapes", "draw areas", step_key("shapes", [], [step.key for step in needs]), make, needs)

    def records(self, delivery: Delivery, table: Step, places: Step) -> Step:
        region, store = self.region, self.store
        named = parts_of(delivery.file, region.sources[delivery.source].deliveries)
        source = source_behind(region.sources[delivery.source], named)
        dimensions = {id: spec.area for id, spec in region.dimensions.items() if spec.area}
        corrections = tuple(c for c in region.corrections if c.source == delivery.source)
        before = self.rows_before.get(delivery)
        categories = categories_of(region) if source.class_ == "personal" else {}
        keeper = store.keeper(region.file.region)

        def make(folder: Path) -> None:
            register = self._register(places)
            reading = Reading(source, register, dimensions, corrections, categories, named)
            place = f"{delivery.source}: {delivery.file}"
            made = make_records(store.frame(table, "table"), reading, place)
            records = check_records(made, source, place, before)
            records.rows.write_parquet(folder / "records.parquet")
            records.quarantine.write_parquet(folder / "quarantine.parquet")
            notes = {
                "counts": dict(records.counts),
                "findings": [
                    [f.check, f.severity, f.count, dict(f.detail)]
                    for f in (*door_findings(keeper.door_notes(delivery)), *records.findings)
                ],
                "problems": [_parts_of_problem(problem) for problem in records.problems],
            }
            write_notes(folder, notes)

        content = [said(source), dimensions, [said(c) for c in corrections], before, delivery.file]
        content.append([sorted(codes) for codes in categories.values()])
        label = f"check {delivery.source}: {delivery.file}"
        key = step_key("records", content, [table.key, places.key])
        return Step(_kind("records", source), label, key, make, (table, places))

    def _register(self, places: Step) -> AreaRegister:
        if getattr(self, "_known", None) is None:
            self._known = read_register(self.region, self.store.frame(places, "places"))
        return self._known

    # -- records to figures

    def pictures(self, records: Mapping[Delivery, Step]) -> dict[str, Step]:
        used: dict[str, list[Step]] = {}
        for delivery in sorted(records, key=_age):
            source = self.region.sources[delivery.source]
            if source.class_ == "personal":
                used.setdefault(source.joins or delivery.source, []).append(records[delivery])
        return with_links({id: self._picture(id, steps) for id, steps in used.items()}, self.region, self.store)

    def _picture(self, id: str, records: list[Step]) -> Step:
        source, store, engine = self.region.sources[id], self.store, self.engine

        def make(folder: Path) -> None:
            paths = {step.label.partition(": ")[2]: store.output(step) / "records.parquet" for step in records}
            problems = [_parts_of_problem(problem) for problem in check_twins(source, paths)]
            picture = draw_picture(source, list(paths.values()), engine, folder)
            write_notes(folder, {"records": picture.records, "told_again": picture.told_again, "problems": problems})

        key = step_key("picture", said(source), [step.key for step in records])
        return Step("personal-picture", f"put together {id}", key, make, tuple(records))

    def counted(self, pictures: Mapping[str, Step], places: Step) -> dict[str, Step]:
        counted = (id for id, spec in self.region.indicators.items() if spec.count)
        return {id: self._count_step(id, pictures, places) for id in counted}

    def figures(self, plan: Plan, protect: Step | None) -> dict[Tier, dict[str, Step]]:
        """Plan the figures of every tier; without `protect` only those that rest on no count, of the public tier."""
        needs = {id: sorted(_needs(spec)) for id, spec in self.region.indicators.items()}
        made: dict[Tier, dict[str, Step]] = {tier: {} for tier in (TIERS if protect else TIERS[:1])}
        for id in TopologicalSorter(needs).static_order():
            for tier, own in made.items():
                operands_of = {need: own[need] for need in needs[id] if need in own}
                if id in plan.counted:
                    if protect:
                        own[id] = protect
                elif tier != "public" and all(
                    step is made["public"][n] is not protect for n, step in operands_of.items()
                ):
                    own[id] = made["public"][id]
                elif len(operands_of) == len(needs[id]):
                    own[id] = self._figures_step(id, plan.records, plan.places, operands_of, protect, tier)
        return made

    def protect(self, plan: Plan, before: Released | None) -> Step:
        """Plan the step that decides what each tier shows of all counts."""
        region, store, counted, places = self.region, self.store, plan.counted, plan.places

        def make(folder: Path) -> None:
            files = {id: store.output(step) / "counted.parquet" for id, step in counted.items()}
            protect_counts(region, files, store.frame(places, "membership"), before.folder if before else None, folder)

        inputs = (places, *counted.values())
        shown_after = [before.id, before.manifest["key"]] if before else []
        content = [protection_content(region), shown_after]
        key = step_key("protect", content, [step.key for step in inputs])
        return Step("personal-protected", "protect counts", key, make, inputs)

    def _count_step(self, id: str, pictures: Mapping[str, Step], places: Step) -> Step:
        spec, store, region, engine = self.region.indicators[id], self.store, self.region, self.engine
        sources = sorted(question_of(spec, region).sources)
        used = {source: pictures[source] for source in sources if source in pictures}

        def make(folder: Path) -> None:
            types = store.frame(places, "places").select("id", "type", "vintage")
            found = Places(store.frame(places, "membership"), store.frame(places, "location"), types)
            drawn = Pictures({source: store.output(step) for source, step in used.items()}, found)
            figures = count_figures(spec, region, drawn, engine, folder)
            marked = mark_breaks(figures, store.frame(places, "places"), list(spec.breaks))
            marked.write_parquet(folder / "counted.parquet")
            write_notes(folder, {"figures": marked.height})

        content = [said(spec), [said(region.sources[source]) for source in sources]]
        content.append([[name, said(dimension)] for name, dimension in region.dimensions.items()])
        inputs = (places, *used.values())
        key = step_key("count", content, [step.key for step in inputs])
        return Step("personal-counted", f"count {id}", key, make, inputs)

    def _figures_step(
        self, id: str, records: Mapping[Delivery, Step], places: Step, needs: Mapping[str, Step],
        protect: Step | None, tier: Tier,
    ) -> Step:  # fmt: skip
        spec, store, region = self.region.indicators[id], self.store, self.region
        meant = {form: name for name in spec.sources for form in region.forms_of(name)}
        used = {delivery: records[delivery] for delivery in sorted(records, key=_age) if delivery.source in meant}
        breakdowns = _breakdowns(region)

        def make(folder: Path) -> None:
            rows: dict[str, list[tuple[str, pl.DataFrame]]] = {}
            for delivery, step in used.items():
                key = f"{delivery.source}/{delivery.sha256}"
                rows.setdefault(meant[delivery.source], []).append((key, store.frame(step, "records")))
            membership = store.frame(places, "membership")
            operand = {name: _operand(store, name, step, step is protect, tier) for name, step in needs.items()}
            figures, notes = _figures(spec, region, rows, membership, operand, breakdowns)
            marked = mark_breaks(figures, store.frame(places, "places"), list(spec.breaks))
            marked.write_parquet(folder / "figures.parquet")
            write_notes(folder, {"figures": marked.height, **notes})

        content = [said(spec), [said(region.sources[n]) for n in sorted(meant)]]
        content.append([[id, d.area, list(d.groups.items())] for id, d in region.dimensions.items()])
        content.append([sorted(breakdowns.groups.items()), sorted(breakdowns.sparse)])
        inputs = (places, *used.values(), *(needs[n] for n in sorted(needs)))
        beyond = tier if protect and tier != "public" else ""
        key = step_key("figures", [*content, beyond], [step.key for step in inputs])
        kind, label = ("personal-figures", f"{spec.kind} {id}, {tier}") if beyond else ("figures", f"{spec.kind} {id}")
        return Step(kind, label, key, make, inputs)


def _operand(store: Store, name: str, step: Step, counted: bool, tier: Tier) -> pl.DataFrame:
    """Read the figures of an operand as a tier shows them."""
    file = f"{name}.parquet" if counted else "figures.parquet"
    return TierFile(store.output(step) / file, tier, counted).frame()


def _age(delivery: Delivery) -> tuple[str, str, str]:
    return delivery.received_at, delivery.dated, delivery.file


def _parts_of_problem(problem: Problem) -> list[str]:
    return [problem.place, problem.found, problem.expected, problem.next_step]


def _kind(kind: str, source: SourceFile) -> str:
    """Name the folder of the cache in which the output of a step lies: personal data has folders of its own."""
    return f"personal-{kind}" if source.class_ == "personal" else kind


def _needs(spec: IndicatorFile) -> set[str]:
    named = {operand.name for operand in operands(parse_formula(spec.formula))} if spec.formula else set()
    return named | ({spec.weight} if spec.weight else set())


def _breakdowns(region: Region) -> Breakdowns:
    """Groups of areas are categories of area dimensions; other groups of categories are already in the measures."""
    flows = [id for id, spec in region.dimensions.items() if spec.area]
    members = {
        group: spec.members
        or tuple(a.code for a in region.areas if spec.members_of in a.parents and a.type == spec.type)
        for group, spec in region.groups.items()
    }
    return Breakdowns({(id, group): codes for id in flows for group, codes in members.items()}, frozenset(flows))


def _figures(
    spec: IndicatorFile,
    region: Region,
    rows: Mapping[str, list[tuple[str, pl.DataFrame]]],
    membership: pl.DataFrame,
    operand: Mapping[str, pl.DataFrame],
    breakdowns: Breakdowns,
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Compute one indicator: its measure with sums, or its figure with averages, or its formula with a fall-back."""
    delivered = delivered_figures(spec, region, rows)
    notes = {"contradictions": delivered.contradictions, "largest_gap": delivered.largest}
    figures = delivered.figures
    if spec.measure:
        figures = with_sums(figures, membership, spec.rounded_to, breakdowns.sparse)
    elif spec.weight:
        figures = with_averages(figures, operand[spec.weight], membership)
    if spec.formula:
        figures = with_fallback(_computed(spec, operand, breakdowns), figures)
    return figures, notes


def _computed(spec: IndicatorFile, operand: Mapping[str, pl.DataFrame], breakdowns: Breakdowns) -> pl.DataFrame:
    tree = parse_formula(spec.formula)
    figures = keep_dimensions(evaluate_formula(tree, operand.__getitem__, breakdowns), spec.by)
    denominator = denominator_of(tree)
    if not spec.least_base or denominator is None:
        return figures
    base = evaluate_formula(denominator, operand.__getitem__, breakdowns)
    return blank_small_bases(figures, base, spec.least_base)
