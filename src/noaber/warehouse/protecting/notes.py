"""What the steps that protect say of their counts, put together for a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from noaber.content.disclosure import PROTECTED

COUNTED = ("failed", "remembered", "unproven")
"""What is counted of unsafe figures: those that cannot be protected, those that cannot from whoever remembers the
release before, and those of which nothing proves that they are."""


def notes_of_all(notes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the notes of all families as one: per tier what is hidden of each indicator (`tiers`), and how many unsafe
    figures are each of COUNTED."""
    known = list(notes)
    tiers = {tier: {id: told for one in known for id, told in one["tiers"][tier].items()} for tier in PROTECTED}
    sums = {kind: {tier: sum(one[kind][tier] for one in known) for tier in PROTECTED} for kind in COUNTED}
    return {"tiers": tiers, **sums}
