"""Pydantic's complaints in the one form of this house: place, found, expected and next step."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from noaber.content.counting import CountFrom
from noaber.content.indicator import AS_COLUMN, AS_COUNT, TakenFrom
from noaber.content.located import Located
from noaber.vocabulary.errors import Problem, did_you_mean

Where = tuple[str | int, ...]
SORTS: dict[str | int, type[BaseModel]] = {AS_COLUMN: TakenFrom, AS_COUNT: CountFrom}
"""What Pydantic puts into a path for the sort of entry that it took something for."""


def problems_of(error: ValidationError, model: type[BaseModel], located: Located, path: Where = ()) -> list[Problem]:
    """Give a problem for every complaint about the entry of `model` at `path` in a file."""
    return [_problem(model, dict(one), located, path) for one in error.errors()]


def _problem(model: type[BaseModel], error: dict[str, Any], located: Located, path: Where) -> Problem:
    steps = tuple(step for step in error["loc"] if not str(step).startswith(("function-", "tuple[")))
    where = tuple(step for step in steps if step not in SORTS)
    key = str(where[-1]) if where else ""
    place = located.place((*path, *where))
    if error["type"] == "extra_forbidden":
        fields = [f.alias or name for name, f in _model_at(model, steps[:-1]).model_fields.items()]
        return Problem(place, f"unknown key '{key}'", "", did_you_mean(key, fields, "Keys here"))
    if error["type"] == "missing":
        return Problem(place, f"no '{key}'", f"'{key}' in this entry")
    message = str(error["msg"]).removeprefix("Value error, ")
    found = f"{'.'.join(map(str, where))}: " if where else ""
    return Problem(place, f"{found}{message}" + _shown(error.get("input")))


def _shown(value: Any) -> str:
    return f" (found '{value}')" if isinstance(value, str) and len(value) < 60 else ""


def _model_at(model: type[BaseModel], where: Where) -> type[BaseModel]:
    """Find the model whose key was wrong, as far as the path tells; the outer one where it does not."""
    for step in where:
        model = SORTS.get(step, model)
        for name, spec in model.model_fields.items():
            inner = _inner_model(spec.annotation)
            if str(step) in (name, spec.alias) and inner is not None:
                model = inner
                break
    return model


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        inner = _inner_model(part)
        if inner is not None:
            return inner
    return None
