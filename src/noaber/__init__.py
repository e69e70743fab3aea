"""Noaber: from deliveries to published, explained figures for the regions of a knowledge centre.

import noaber
twente = noaber.open("regions/twente")
twente.observations("inhabitants", level="buurt", periods="2021..2024")
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from noaber.notebook import OpenRegion

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(region: str | Path, release: str | None = None, home: str | Path | None = None) -> OpenRegion:
    """Open a region's release for analysis; see `noaber.notebook`. Nothing heavy is loaded before this call."""
    from noaber.notebook import open_region

    return open_region(region, release, home)
