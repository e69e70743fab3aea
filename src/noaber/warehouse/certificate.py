"""The certificate of a release: by which rules it is protected, what an attack on it came to, what its files are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import noaber
from noaber.content.disclosure import PROTECTED, RulesSpec, TierSpec
from noaber.content.model import Region
from noaber.warehouse.attacking.judge import Outcome
from noaber.warehouse.sealing import hash_files
from noaber.warehouse.store import code_version

Totals = dict[str, int | float]


def make_certificate(
    region: Region, notes: Mapping[str, Any], outcomes: Mapping[str, Outcome], folder: Path, said: Mapping[str, Any]
) -> dict[str, Any]:
    """Write what is certified of a release whose files, the manifest too, lie in a folder; not signed yet.

    `notes` are those of the step that protects; `said` names the release and the one it was protected after. What would
    help an attacker, how near he may come to a sum and what share of it is too much, is not told.
    """
    return {
        **said,
        "engine": noaber.__version__,
        "code": code_version(),
        "rules": _rules(region),
        "tables": {tier: {id: [told["cells"], told["hidden"]] for id, told in notes["tiers"][tier].items()}
                   for tier in PROTECTED},
        "totals": {tier: _totals(notes["tiers"][tier]) for tier in PROTECTED},
        "attack": {tier: _attacked(one) for tier, one in outcomes.items()},
        "not_protected": dict(notes["failed"]),
        "told_before": dict(notes["remembered"]),
        "unproven": dict(notes["unproven"]),
        "files": hash_files(folder),
    }  # fmt: skip


def _rules(region: Region) -> dict[str, Any]:
    sources = {id: _told(rules) for id, rules in region.disclosure.sources.items() if id in region.sources}
    return {"defaults": _told(region.disclosure.defaults), "sources": sources}


def _told(rules: RulesSpec) -> dict[str, Any]:
    tiers = {"public": _tier(rules.public), "partner": _tier(rules.partner)}
    return {**tiers, "reason": rules.reason, "date": rules.date}


def _tier(spec: TierSpec) -> dict[str, Any]:
    return {
        "minimum": spec.minimum, "nought": spec.nought, "round": spec.round, "dominance": spec.dominance is not None,
        "group": list(spec.group.of) if spec.group else [],
    }  # fmt: skip


def _totals(tables: Mapping[str, Mapping[str, float]]) -> Totals:
    summed: Totals = {name: sum(int(told[name]) for told in tables.values())
                      for name in ("cells", "hidden", "primary", "secondary")}  # fmt: skip
    weight = sum(told["weight"] for told in tables.values())
    kept = sum(told["kept"] for told in tables.values())
    return {**summed, "kept_pct": round(100 * kept / weight, 1) if weight else 100.0}


def _attacked(outcome: Outcome) -> Totals:
    narrowest = -1.0 if outcome.narrowest is None else outcome.narrowest
    return {"cells": outcome.cells, "hidden": outcome.hidden, "told": outcome.found.height, "narrowest": narrowest}
