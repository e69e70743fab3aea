"""What all steps of a plan are given, and how content is written into their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from noaber.content.model import Region
from noaber.content.source import SourceFile
from noaber.sources.deliveries import Delivery
from noaber.vocabulary.errors import Problem
from noaber.warehouse.counting.engines import Engine
from noaber.warehouse.store import Store


@dataclass(frozen=True)
class Given:
    """The content, where outputs lie, how many rows the delivery before each had, and who counts."""

    region: Region
    store: Store
    rows_before: Mapping[Delivery, int | None]
    engine: Engine


def said(model: BaseModel | Mapping[str, Any]) -> Any:
    """Write content as plain data, for keys."""
    return model.model_dump(mode="json") if isinstance(model, BaseModel) else {k: said(v) for k, v in model.items()}


def kind_of(kind: str, source: SourceFile) -> str:
    """Name the folder of the cache in which the output of a step lies: personal data has folders of its own."""
    return f"personal-{kind}" if source.class_ == "personal" else kind


def age_of(delivery: Delivery) -> tuple[str, str, str]:
    """Give what puts deliveries in the order in which they came in."""
    return delivery.received_at, delivery.dated, delivery.file


def parts_of_problem(problem: Problem) -> list[str]:
    """Write a problem for the notes of a step."""
    return [problem.place, problem.found, problem.expected, problem.next_step]
