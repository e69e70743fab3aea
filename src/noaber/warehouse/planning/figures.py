"""From records, and from what each tier shows of counts, to the figures of every indicator."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import polars as pl

from noaber.content.disclosure import TIERS, Tier
from noaber.sources.deliveries import Delivery
from noaber.warehouse.measure import mark_breaks
from noaber.warehouse.planning.compute import breakdowns_of, compute_figures, needs_of
from noaber.warehouse.planning.given import Given, age_of, said
from noaber.warehouse.protecting.tier_file import TierFile
from noaber.warehouse.store import Step, Store, step_key, write_notes

FIGURES = "figures.parquet"


def plan_figures(
    given: Given, records: Mapping[Delivery, Step], places: Step, protected: Mapping[str, Step]
) -> dict[Tier, dict[str, Step]]:
    """Plan the figures of every tier; where nothing is `protected` only those that rest on no count, of the public
    tier."""
    needs = {id: sorted(needs_of(spec)) for id, spec in given.region.indicators.items()}
    made: dict[Tier, dict[str, Step]] = {tier: {} for tier in (TIERS if protected else TIERS[:1])}
    for id in TopologicalSorter(needs).static_order():
        for tier, own in made.items():
            operands_of = {need: own[need] for need in needs[id] if need in own}
            if given.region.indicators[id].count:
                own |= {id: protected[id]} if protected else {}
            elif (
                tier != "public"
                and not protected.keys() & operands_of
                and operands_of.items() <= made["public"].items()
            ):
                own[id] = made["public"][id]
            elif len(operands_of) == len(needs[id]):
                own[id] = _figures(given, (id, tier), records, (places, operands_of), protected)
    return made


def operand_file(store: Store, name: str, step: Step, protected: Mapping[str, Step], tier: Tier) -> TierFile:
    """Give the figures of an indicator that others are computed from, as a tier shows them."""
    counted = name in protected
    return TierFile(store.output(step) / (f"{name}.parquet" if counted else FIGURES), tier, counted)


def _figures(
    given: Given,
    which: tuple[str, Tier],
    records: Mapping[Delivery, Step],
    made_of: tuple[Step, Mapping[str, Step]],
    protected: Mapping[str, Step],
) -> Step:
    (id, tier), (places, needs) = which, made_of
    spec, store, region = given.region.indicators[id], given.store, given.region
    meant = {form: name for name in spec.sources for form in region.forms_of(name)}
    used = {delivery: records[delivery] for delivery in sorted(records, key=age_of) if delivery.source in meant}
    breakdowns = breakdowns_of(region)

    def make(folder: Path) -> None:
        rows: dict[str, list[tuple[str, pl.DataFrame]]] = {}
        for delivery, step in used.items():
            key = f"{delivery.source}/{delivery.sha256}"
            rows.setdefault(meant[delivery.source], []).append((key, store.frame(step, "records")))
        membership = store.frame(places, "membership")
        operand = {name: operand_file(store, name, step, protected, tier).frame() for name, step in needs.items()}
        figures, notes = compute_figures(spec, region, rows, membership, operand, breakdowns)
        marked = mark_breaks(figures, store.frame(places, "places"), list(spec.breaks))
        marked.write_parquet(folder / FIGURES)
        write_notes(folder, {"figures": marked.height, **notes})

    content = [said(spec), [said(region.sources[n]) for n in sorted(meant)]]
    content.append([[id, d.area, list(d.groups.items())] for id, d in region.dimensions.items()])
    content.append([sorted(breakdowns.groups.items()), sorted(breakdowns.sparse)])
    inputs = (places, *used.values(), *(needs[n] for n in sorted(needs)))
    beyond = tier if protected and tier != "public" else ""
    key = step_key("figures", [*content, beyond], [step.key for step in inputs])
    kind, label = ("personal-figures", f"{spec.kind} {id}, {tier}") if beyond else ("figures", f"{spec.kind} {id}")
    return Step(kind, label, key, make, inputs)
