"""What is worth knowing about a delivery that did not stop it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["info", "report", "quarantine", "refuse"]


@dataclass(frozen=True)
class Finding:
    """One finding: its id (texts are in the catalogues), how grave, how many, and the particulars."""

    check: str
    severity: Severity
    count: int = 0
    detail: Mapping[str, str] = field(default_factory=dict)
