"""What each delivery gives, laid ready by several processes before the build goes through its steps in order.

A process makes the same plan, and is told by key which of its steps to make. What it cannot make is left: the build
comes to it in its turn, and tells why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from noaber.content.model import Region
from noaber.sources.crew import share_tasks
from noaber.sources.deliveries import Delivery
from noaber.vocabulary.errors import DeliveryError
from noaber.warehouse.plan import Plan, make_plan
from noaber.warehouse.store import Step, Store


def read_ahead(region: Region, store: Store, plan: Plan, processes: int) -> int:
    """Read and check the deliveries that are not yet, each by itself; says how many steps were made."""
    waiting = [delivery for delivery, step in plan.records.items() if not store.has(step)]
    size = sum(delivery.size for delivery in waiting)
    known = (region, store, list(plan.tables), plan.rows_before)
    tasks = [(plan.tables[one].key, plan.records[one].key) for one in waiting]
    return sum(share_tasks(tasks, size, _reader, known, processes))


def _reader(
    region: Region, store: Store, deliveries: list[Delivery], rows_before: Mapping[Delivery, int | None]
) -> Callable[[tuple[str, ...]], int]:
    steps = {step.key: step for step in make_plan(region, store, deliveries, rows_before).steps()}
    return lambda keys: sum(_made(steps[key], store) for key in keys)


def _made(step: Step, store: Store) -> bool:
    try:
        return store.make(step)
    except (DeliveryError, FileNotFoundError):  # refused, or made of what is refused
        return False
