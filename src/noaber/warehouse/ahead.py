"""Steps that take long, made by several processes before the build goes through all of them in order.

A process makes the same plan, and is told by key which of its steps to make. What it cannot make is left: the build
comes to it in its turn, and tells why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from noaber.content.model import Region
from noaber.sources.crew import hire_crew
from noaber.sources.deliveries import Delivery
from noaber.vocabulary.errors import DeliveryError
from noaber.warehouse.counting.engines import DuckDBEngine, Engine
from noaber.warehouse.plan import Plan, make_plan
from noaber.warehouse.publish import Released
from noaber.warehouse.spent import Spent
from noaber.warehouse.store import Step, Store

Keys = tuple[str, ...]


def make_ahead(region: Region, store: Store, plan: Plan, engine: Engine, processes: int, spent: Spent) -> int:
    """Read the deliveries that are not yet, put them together, link, count and protect; says how many steps were made.

    Nothing is where the areas, which all others need, cannot be gathered: that is told in its turn. One process makes
    only records ahead; what another engine than DuckDB counts is left to that."""
    try:
        with spent.on("areas"):
            made = store.make_all([plan.places])
    except DeliveryError:
        return 0
    waiting = [delivery for delivery, step in plan.records.items() if not store.has(step)]
    size = sum(delivery.size for delivery in waiting)
    one = engine.one_of(processes) if isinstance(engine, DuckDBEngine) and processes > 1 else None
    known = (region, store, list(plan.tables), plan.rows_before, one or engine, plan.after)
    with hire_crew(size, _maker, known, processes) as crew:
        with spent.on("records"):
            made += sum(crew([(plan.tables[delivery].key, plan.records[delivery].key) for delivery in waiting]))
        for part, wave in _waves(plan, store) if one and _all_there(plan, store) else ():
            with spent.on(part):
                made += sum(crew(wave))
    return made


def _all_there(plan: Plan, store: Store) -> bool:
    return all(store.has(step) for step in plan.records.values())


def _waves(plan: Plan, store: Store) -> Iterator[tuple[str, list[Keys]]]:
    """Give what can be made side by side, with the name of that part of the work: pictures; then links, which take much
    memory and come one after the other, beside the counts that do not need them; then the counts that do; then what is
    shown of counts, the largest first."""
    links = set(plan.links.values())
    yield "personal-picture", [(step.key,) for step in _drawn(plan) if step not in links]
    counts = plan.counted.values()
    linked = [step for step in counts if links.intersection(step.needs)]
    together = [tuple(sorted(step.key for step in links))] if links else []
    yield "links and counts", [*together, *((step.key,) for step in counts if step not in linked)]
    yield "counts", [(step.key,) for step in linked]
    if all(store.has(step) for step in counts):
        families = sorted(set(plan.protected.values()), key=lambda step: -_size(step, store))
        yield "personal-protected", [(step.key,) for step in families]


def _size(step: Step, store: Store) -> int:
    return sum(path.stat().st_size for need in step.needs for path in store.output(need).glob("counted.parquet"))


def _drawn(plan: Plan) -> Iterable[Step]:
    return dict.fromkeys([*(need for step in plan.links.values() for need in step.needs), *plan.pictures.values()])


def _maker(
    region: Region,
    store: Store,
    deliveries: list[Delivery],
    rows_before: Mapping[Delivery, int | None],
    engine: Engine,
    before: Released | None,
) -> Callable[[Keys], int]:
    plan = make_plan(region, store, deliveries, rows_before, engine, lambda _: before)
    steps = {step.key: step for step in plan.steps()}
    return lambda keys: sum(_made(steps[key], store) for key in keys)


def _made(step: Step, store: Store) -> bool:
    try:
        return store.make(step)
    except (DeliveryError, FileNotFoundError):  # refused, or made of what is refused
        return False
