"""What is worth knowing about a delivery that did not stop it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

Severity = Literal["info", "report", "quarantine", "refuse"]


@dataclass(frozen=True)
class Finding:
    """One finding: its id (texts are in the catalogues), how grave, how many, and the particulars.

    `detail` may hold `message`, in English for logs and commands, and `said`: the same in parts, each with its `kind`
    (a text in the catalogues) and what that text names.
    """

    check: str
    severity: Severity
    count: int = 0
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Failed:
    """A check that does not hold: how many times, the particulars, and which records where it is about records."""

    check: str
    count: int
    message: str
    records: pl.Series | None = None  # their positions
    said: tuple[Mapping[str, str], ...] = ()  # the message in parts, for other languages
    expected: str = ""
