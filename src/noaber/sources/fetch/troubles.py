"""What may go wrong between us and a supplier, as far as asking again may help."""

from __future__ import annotations


class PassingTrouble(Exception):
    """Something that may be over in a moment; `after_s` where the supplier said when."""

    def __init__(self, reason: str, after_s: float | None = None) -> None:
        self.reason, self.after_s = reason, after_s
        super().__init__(reason)


class HalfAnswer(PassingTrouble):
    """An answer that is not whole, whatever its status said."""


class ChangedMeanwhile(Exception):
    """What was read does not belong together: the supplier replaced the data while we were reading it."""
