"""What can be said of one figure besides its value (SDMX code lists OBS_STATUS and CONF_STATUS)."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """SDMX `OBS_STATUS`, the part this house uses."""

    NORMAL = "A"
    PROVISIONAL = "P"
    BREAK = "B"
    ESTIMATED = "E"
    FORECAST = "F"
    MISSING = "M"


# From harmless to grave: a figure made of others carries the gravest of their statuses.
GRAVITY: tuple[Status, ...] = (
    Status.NORMAL, Status.PROVISIONAL, Status.BREAK, Status.ESTIMATED, Status.FORECAST, Status.MISSING,
)  # fmt: skip


def gravest(statuses: list[Status]) -> Status:
    """Give the status of a figure made of figures with these statuses.

    >>> gravest([Status.NORMAL, Status.PROVISIONAL]).value
    'P'
    """
    return max(statuses, key=GRAVITY.index, default=Status.NORMAL)
