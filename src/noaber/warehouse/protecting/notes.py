"""What the steps that protect say of their counts, put together for a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from noaber.content.disclosure import PROTECTED


def notes_of_all(notes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the notes of all families as one: per tier what is hidden of each indicator (`tiers`), and how many unsafe
    figures have no proof (`failed`), or none against whoever remembers the release before (`remembered`)."""
    known = list(notes)
    tiers = {tier: {id: told for one in known for id, told in one["tiers"][tier].items()} for tier in PROTECTED}
    sums = {
        kind: {tier: sum(one[kind][tier] for one in known) for tier in PROTECTED} for kind in ("failed", "remembered")
    }
    return {"tiers": tiers, **sums}
