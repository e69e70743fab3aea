"""The plan of a build: a list of steps with their keys, known before anything is computed. `--dry-run` prints it.

table (per delivery) > places > records (per delivery and source) > delivered > figures (per indicator) > release

Of personal data the table is that which the door left; a picture (per source) puts its records together, is linked to
that of another source where the content says so, and figures are counted from pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import BaseModel

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
from noaber.sources.behind_door import door_findings, source_behind, write_table
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
from noaber.warehouse.shapes import shapes_frame
from noaber.warehouse.store import Step, Store, step_key, write_notes


@dataclass(frozen=True)
class Plan:
    """All steps of a build in order. `records` and `figures` find the step of a delivery and of an indicator;
    `rows_before` says how many rows the delivery before each had."""

    tables: Mapping[Delivery, Step]
    places: Step
    shapes: Step
    records: Mapping[Delivery, Step]
    pictures: Mapping[str, Step]
    figures: Mapping[str, Step]
    rows_before: Mapping[Delivery, int | None]

    @property
    def links(self) -> Mapping[str, Step]:
        """The steps that link a source to others, by source."""
        return {id: step for id, step in self.pictures.items() if step.kind == LINKED}

    @property
    def counts(self) -> Mapping[str, Step]:
        """The steps that count records, by indicator."""
        return {id: step for id, step in self.figures.items() if step.label.startswith("count ")}

    def steps(self) -> Iterator[Step]:
        """Give every step once, in an order in which each finds its inputs made."""
        yield from self.tables.values()
        yield self.places
        yield self.shapes
        yield from self.records.values()
        drawn = [need for step in self.links.values() for need in step.needs]
        yield from dict.fromkeys([*drawn, *self.pictures.values()])
        yield from self.figures.values()


def said(model: BaseModel | Mapping[str, Any]) -> Any:
    """Write content as plain data, for keys."""
    return model.model_dump(mode="json") if isinstance(model, BaseModel) else {k: said(v) for k, v in model.items()}


def make_plan(
    region: Region,
    store: Store,
    deliveries: list[Delivery],
    rows_before: Mapping[Delivery, int | None],
    engine: Engine = DuckDBEngine(),  # noqa: B008 - a value, not a state
) -> Plan:
    """Lay out a build; computes nothing but keys. Who counts is no part of them: all engines give the same."""
    planner = _Planner(region, store, rows_before, engine)
    tables = {delivery: planner.table(delivery) for delivery in deliveries}
    places = planner.places(tables)
    shapes = planner.shapes(tables, places)
    records = {delivery: planner.records(delivery, tables[delivery], places) for delivery in deliveries}
    pictures = planner.pictures(records)
    figures = planner.figures(records, pictures, places)
    return Plan(tables, places, shapes, records, pictures, figures, rows_before)


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
            rows, columns = write_table(path, source, folder / "table.parquet")
            write_notes(folder, {"rows": rows, "columns": columns})

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

    def figures(self, records: Mapping[Delivery, Step], pictures: Mapping[str, Step], places: Step) -> dict[str, Step]:
        needs = {id: sorted(_needs(spec)) for id, spec in self.region.indicators.items()}
        made: dict[str, Step] = {}
        for id in TopologicalSorter(needs).static_order():
            if self.region.indicators[id].count:
                made[id] = self._count_step(id, pictures, places)
            else:
                made[id] = self._figures_step(id, records, places, {need: made[need] for need in needs[id]})
        return made

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
            marked.write_parquet(folder / "figures.parquet")
            write_notes(folder, {"figures": marked.height, "contradictions": 0, "largest_gap": 0.0})

        content = [said(spec), [said(region.sources[source]) for source in sources]]
        content.append([[name, said(dimension)] for name, dimension in region.dimensions.items()])
        inputs = (places, *used.values())
        key = step_key("count", content, [step.key for step in inputs])
        return Step("figures", f"count {id}", key, make, inputs)

    def _figures_step(self, id: str, records: Mapping[Delivery, Step], places: Step, needs: Mapping[str, Step]) -> Step:
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
            operand = {name: store.frame(step, "figures") for name, step in needs.items()}
            figures, notes = _figures(spec, region, rows, membership, operand, breakdowns)
            marked = mark_breaks(figures, store.frame(places, "places"), list(spec.breaks))
            marked.write_parquet(folder / "figures.parquet")
            write_notes(folder, {"figures": marked.height, **notes})

        content = [said(spec), [said(region.sources[n]) for n in sorted(meant)]]
        content.append([[id, d.area, list(d.groups.items())] for id, d in region.dimensions.items()])
        content.append([sorted(breakdowns.groups.items()), sorted(breakdowns.sparse)])
        inputs = (places, *used.values(), *(needs[n] for n in sorted(needs)))
        key = step_key("figures", content, [step.key for step in inputs])
        return Step("figures", f"{spec.kind} {id}", key, make, inputs)


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
