"""What is asked of the files of releases: every statement, to compare two answers by how they were made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from noaber.warehouse import query


@dataclass
class Statements:
    """The statements since they were last taken."""

    told: list[str] = field(default_factory=list)

    def take(self) -> list[str]:
        """Give them, and begin anew."""
        taken, self.told[:] = list(self.told), []
        return taken


@dataclass(frozen=True)
class _Listening:
    """A connection, or a cursor of it, of which every statement is noted."""

    inner: Any
    statements: Statements

    def cursor(self) -> _Listening:
        return _Listening(self.inner.cursor(), self.statements)

    def execute(self, sql: str, *values: Any) -> Any:
        self.statements.told.append(f"{sql} {values}")
        return self.inner.execute(sql, *values)

    def sql(self, sql: str, **more: Any) -> Any:
        self.statements.told.append(f"{sql} {more}")
        return self.inner.sql(sql, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


@contextmanager
def listening() -> Iterator[Statements]:
    """Note what is asked of all releases that are opened from now on."""
    statements = Statements()

    def noted(opening: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *wanted: _Listening(opening(*wanted), statements)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("open_sight", "open_read_only"):
            patch.setattr(query, name, noted(getattr(query, name)))
        yield statements
