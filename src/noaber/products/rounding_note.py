"""What a reader is told of counts that are rounded before they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from noaber.products.wording import Wording
from noaber.warehouse.cards import IndicatorCard, SourceCard


def say_rounding(to: int, wording: Wording) -> str:
    """Say to multiples of what a count is rounded, and why; nothing where it is not.

    >>> say_rounding(5, Wording.of("en"))
    'Rounded to a multiple of 5 to protect people; sums may therefore differ a little.'
    """
    return wording.t("rounded.counts", to=wording.number(to)) if to else ""


def note_rounding(card: IndicatorCard, sources: Mapping[str, SourceCard], wording: Wording) -> str:
    """Say the same of an indicator; nothing of what a supplier delivered, rounded or not."""
    counted = any(sources[id].class_ == "personal" for id in card.sources if id in sources)
    return say_rounding(card.rounded_to, wording) if counted else ""
