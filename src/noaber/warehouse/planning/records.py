"""From deliveries to records: the tables that were read, the areas they tell of, and the records that were checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from noaber.sources.behind_door import door_findings, source_behind, write_table
from noaber.sources.checks import check_records
from noaber.sources.columns import Reading
from noaber.sources.deliveries import Delivery
from noaber.sources.file_names import parts_of
from noaber.sources.plausible import categories_of
from noaber.sources.records import make_records
from noaber.vocabulary.areas import AreaRegister
from noaber.warehouse.areas import (
    build_places,
    check_area_columns,
    location_frame,
    membership_frame,
    places_frame,
    read_register,
)
from noaber.warehouse.planning.given import Given, kind_of, parts_of_problem, said
from noaber.warehouse.shapes import shapes_frame
from noaber.warehouse.store import Step, step_key, write_notes

Tables = Mapping[Delivery, Step]


def plan_table(given: Given, delivery: Delivery) -> Step:
    """Plan how a delivery is read."""
    source = given.region.sources[delivery.source]
    path = given.store.keeper(given.region.file.region).path(delivery)

    def make(folder: Path) -> None:
        rows, columns = write_table(path, source, folder / "table.parquet")
        write_notes(folder, {"rows": rows, "columns": columns})

    key = step_key("table", [said(source.format), source.class_, delivery.file], [delivery.content])
    return Step(kind_of("table", source), f"read {delivery.source}: {delivery.file}", key, make)


def plan_places(given: Given, tables: Tables) -> Step:
    """Plan the areas, and who makes up whom, of content and of the deliveries that tell of areas."""
    region, store, used = given.region, given.store, _area_tables(given, tables)
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

    needs = tuple(step for steps in used.values() for step in steps)
    return Step("places", "gather areas", step_key("places", content, [step.key for step in needs]), make, needs)


def plan_shapes(given: Given, tables: Tables, places: Step) -> Step:
    """Plan the borders of areas."""
    region, store, used = given.region, given.store, _area_tables(given, tables)
    used = {id: steps for id, steps in used.items() if any(spec.shape for spec in region.sources[id].areas)}

    def make(folder: Path) -> None:
        frames = {id: [store.frame(step, "table") for step in steps] for id, steps in used.items()}
        register = read_register(region, store.frame(places, "places"))
        shapes = shapes_frame(region, frames, register, store.frame(places, "membership"))
        shapes.write_parquet(folder / "shapes.parquet")
        write_notes(folder, {"shapes": shapes.height})

    needs = (places, *(step for steps in used.values() for step in steps))
    return Step("shapes", "draw areas", step_key("shapes", [], [step.key for step in needs]), make, needs)


def plan_records(given: Given, tables: Tables, places: Step) -> dict[Delivery, Step]:
    """Plan the records of every delivery."""
    register = cache(lambda: read_register(given.region, given.store.frame(places, "places")))
    return {delivery: _records(given, delivery, (table, places), register) for delivery, table in tables.items()}


def _records(given: Given, delivery: Delivery, needs: tuple[Step, Step], register: Callable[[], AreaRegister]) -> Step:
    region, store, table = given.region, given.store, needs[0]
    named = parts_of(delivery.file, region.sources[delivery.source].deliveries)
    source = source_behind(region.sources[delivery.source], named)
    dimensions = {id: spec.area for id, spec in region.dimensions.items() if spec.area}
    corrections = tuple(c for c in region.corrections if c.source == delivery.source)
    before = given.rows_before.get(delivery)
    categories = categories_of(region) if source.class_ == "personal" else {}
    keeper = store.keeper(region.file.region)

    def make(folder: Path) -> None:
        reading = Reading(source, register(), dimensions, corrections, categories, named)
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
            "problems": [parts_of_problem(problem) for problem in records.problems],
        }
        write_notes(folder, notes)

    content = [said(source), dimensions, [said(c) for c in corrections], before, delivery.file]
    content.append([sorted(codes) for codes in categories.values()])
    label = f"check {delivery.source}: {delivery.file}"
    key = step_key("records", content, [step.key for step in needs])
    return Step(kind_of("records", source), label, key, make, needs)


def _area_tables(given: Given, tables: Tables) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for delivery, step in tables.items():
        if given.region.sources[delivery.source].areas:
            found.setdefault(delivery.source, []).append(step)
    # sources that know places of themselves come in the order of the content
    return {id: found[id] for id in given.region.sources if id in found}
