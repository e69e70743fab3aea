"""Deliveries taken back: from a moment on one no longer counts, with the reason. What was kept stays kept.

A withdrawal is a line in a file beside the register, which only grows as well; a later line about the same receipt
may undo it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from noaber.sources.line_files import append_lines, read_lines

Receipt = tuple[str, str, str, str]
"""What was received when: source, file, hash, moment."""


@dataclass(frozen=True)
class Withdrawal:
    """That a delivery, received at `received_at`, counts no longer in builds after `withdrawn_at` (ISO, UTC); `undone`
    says that it counts again."""

    source: str
    file: str
    sha256: str
    received_at: str
    withdrawn_at: str
    reason: str
    undone: bool = False

    @property
    def receipt(self) -> Receipt:
        """Which delivery it is about: the same bytes, received again later, are another one."""
        return self.source, self.file, self.sha256, self.received_at


def read_withdrawals(path: Path) -> dict[Receipt, Withdrawal]:
    """Give the withdrawals that stand, oldest first."""
    standing: dict[Receipt, Withdrawal] = {}
    for line in read_lines(path):
        said = Withdrawal(**line)
        standing.pop(said.receipt, None)
        if not said.undone:
            standing[said.receipt] = said
    return standing


def note_withdrawals(path: Path, withdrawals: Iterable[Withdrawal]) -> None:
    """Add withdrawals to the file."""
    append_lines(path, map(asdict, withdrawals))
