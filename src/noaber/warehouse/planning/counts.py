"""From records to counts: pictures of what is known of people, what is counted from them, and what is shown of that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from noaber.methods.coverage import Places
from noaber.sources.deliveries import Delivery
from noaber.warehouse.counting.covering import Pictures
from noaber.warehouse.counting.pictures import draw_picture
from noaber.warehouse.counting.run import count_figures, question_of
from noaber.warehouse.counting.twins import check_twins
from noaber.warehouse.linking.step import with_links
from noaber.warehouse.measure import mark_breaks
from noaber.warehouse.planning.given import Given, age_of, parts_of_problem, said
from noaber.warehouse.protecting.identities import families_of, identities_of, protection_content
from noaber.warehouse.protecting.step import protect_counts
from noaber.warehouse.publish import Released
from noaber.warehouse.store import Step, step_key, write_notes


def plan_pictures(given: Given, records: Mapping[Delivery, Step]) -> dict[str, Step]:
    """Plan for every source of personal data how its records are put together, and linked to others."""
    used: dict[str, list[Step]] = {}
    for delivery in sorted(records, key=age_of):
        source = given.region.sources[delivery.source]
        if source.class_ == "personal":
            used.setdefault(source.joins or delivery.source, []).append(records[delivery])
    return with_links({id: _picture(given, id, steps) for id, steps in used.items()}, given.region, given.store)


def _picture(given: Given, id: str, records: list[Step]) -> Step:
    source, store, engine = given.region.sources[id], given.store, given.engine

    def make(folder: Path) -> None:
        paths = {step.label.partition(": ")[2]: store.output(step) / "records.parquet" for step in records}
        problems = [parts_of_problem(problem) for problem in check_twins(source, paths)]
        picture = draw_picture(source, list(paths.values()), engine, folder)
        write_notes(folder, {"records": picture.records, "told_again": picture.told_again, "problems": problems})

    key = step_key("picture", said(source), [step.key for step in records])
    return Step("personal-picture", f"put together {id}", key, make, tuple(records))


def plan_counts(given: Given, pictures: Mapping[str, Step], places: Step) -> dict[str, Step]:
    """Plan the counts of every indicator that is counted from records."""
    counted = (id for id, spec in given.region.indicators.items() if spec.count)
    return {id: _count(given, id, pictures, places) for id in counted}


def _count(given: Given, id: str, pictures: Mapping[str, Step], places: Step) -> Step:
    spec, store, region, engine = given.region.indicators[id], given.store, given.region, given.engine
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
    return Step("personal-counted", f"count {id}", step_key("count", content, [s.key for s in inputs]), make, inputs)


def plan_protection(
    given: Given, counted: Mapping[str, Step], places: Step, before: Released | None
) -> dict[str, Step]:
    """Plan for every family of counts that tell of one another what each tier shows of them, after a release; by
    indicator."""
    families = families_of(given.region, identities_of(given.region))
    steps = [_protect(given, {id: counted[id] for id in ids}, places, before) for ids in families]
    return {id: step for ids, step in zip(families, steps, strict=True) for id in ids}


def _protect(given: Given, counted: Mapping[str, Step], places: Step, before: Released | None) -> Step:
    region, store, ids = given.region, given.store, tuple(counted)

    def make(folder: Path) -> None:
        files = {id: store.output(step) / "counted.parquet" for id, step in counted.items()}
        protect_counts(region, files, store.frame(places, "membership"), before.folder if before else None, folder)

    inputs = (places, *counted.values())
    shown_after = [before.id, before.manifest["key"]] if before else []
    content = [protection_content(region, ids), shown_after]
    key = step_key("protect", content, [step.key for step in inputs])
    more = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
    return Step("personal-protected", f"protect {ids[0]}{more}", key, make, inputs)
