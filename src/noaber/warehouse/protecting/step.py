"""The step of a build in which it is decided, for counted indicators that tell of one another, what each tier shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from noaber.content.disclosure import PROTECTED
from noaber.content.model import Region
from noaber.privacy.disclosure_rules import rules_of
from noaber.warehouse.protecting.cells import names_of
from noaber.warehouse.protecting.family import Question, protect_family
from noaber.warehouse.protecting.identities import identities_of
from noaber.warehouse.protecting.notes import COUNTED
from noaber.warehouse.protecting.release_before import read_before
from noaber.warehouse.protecting.routes import area_routes
from noaber.warehouse.protecting.tier_file import PROTECTED_COLUMNS
from noaber.warehouse.protecting.unsafe import costs_of
from noaber.warehouse.store import write_notes


def protect_counts(
    region: Region, files: Mapping[str, Path], membership: pl.DataFrame, before: Path | None, folder: Path
) -> None:
    """Decide what is hidden of a family of counted figures, and write them into a folder: a file per indicator, and
    notes.

    `files` hold the counts as they are; `before` is the folder of the release that was published before this one.
    """
    names = names_of(files)
    own = [one for one in identities_of(region) if {term.indicator for term in one} <= files.keys()]
    known = read_before(before, names) if before else None
    question = Question(region, names, files, area_routes(membership, names), own, known)
    said: dict[str, Any] = {"tiers": {tier: {} for tier in PROTECTED}}
    said |= {kind: dict.fromkeys(PROTECTED, 0) for kind in COUNTED}
    sizes = [pl.scan_parquet(path).select(pl.len()).collect().item() for path in files.values()]
    hidden = {tier: np.zeros(sum(sizes), bool) for tier in PROTECTED}
    primary = {tier: np.zeros(sum(sizes), bool) for tier in PROTECTED}
    for part in protect_family(question):
        rows = part.rows.to_numpy()
        for tier in PROTECTED:
            hidden[tier][rows] = part.decided.hidden[tier]
            primary[tier][rows] = part.decided.primary[tier]
            for kind in COUNTED:
                said[kind][tier] += getattr(part.decided, kind)[tier]
    ends = np.cumsum(sizes)
    for (id, counted), first, end in zip(files.items(), ends - sizes, ends, strict=True):
        _write(region, id, counted, {tier: hidden[tier][first:end] for tier in PROTECTED}, folder)
        for tier in PROTECTED:
            said["tiers"][tier][id] = _told(hidden[tier][first:end], primary[tier][first:end], counted)
    write_notes(folder, said)


def _told(hidden: np.ndarray, primary: np.ndarray, counted: Path) -> dict[str, float]:
    """Count what is hidden, and how much is kept: each figure weighs as its cost of hiding."""
    people = pl.read_parquet(counted, columns=["people"])["people"].to_numpy()
    weight = costs_of(people.astype(np.float64))
    return {
        "cells": len(hidden), "hidden": int(hidden.sum()), "primary": int((hidden & primary).sum()),
        "secondary": int((hidden & ~primary).sum()), "weight": float(weight.sum()),
        "kept": float(weight[~hidden].sum()),
    }  # fmt: skip


def _write(region: Region, id: str, counted: Path, hidden: Mapping[str, np.ndarray], folder: Path) -> None:
    rows = pl.read_parquet(counted)
    shown = {}
    for tier in PROTECTED:
        base = rules_of(region, id, tier).round
        value = (pl.col("value") / base + 0.5).floor() * base if base else pl.col("value")
        shown[tier] = pl.when(~pl.Series(hidden[tier])).then(value)
    rows.with_columns(**shown).select(PROTECTED_COLUMNS).write_parquet(folder / f"{id}.parquet")
