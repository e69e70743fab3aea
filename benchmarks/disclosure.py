"""Disclosure control: what it takes to hide and to audit tables of area x age x product, and what is kept."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.measuring import run_process
from benchmarks.report import Section, short, table
from noaber.methods.disclosure.audit import audit
from noaber.methods.disclosure.equations import (
    Equations,
    Flags,
    Floats,
    Needs,
    Pattern,
    equations_of,
    frequency_needs,
)  # fmt: skip
from noaber.methods.disclosure.suppression import suppress
from noaber.warehouse.protecting.facing import Wanted, known_of, too_near
from noaber.warehouse.protecting.hiding import hide

MINIMUM = 10
SIZES: dict[str, tuple[tuple[int, ...], ...]] = {
    "10,000": ((5, 4, 4), (8,), (3, 3)),
    "100,000": ((14, 6, 5), (12,), (4, 3)),
    "1,000,000": ((25, 8, 8), (5, 4), (5, 4)),
}
"""Parts at each step of a hierarchy: municipalities, districts, neighbourhoods; ages; products."""
METHODS = ("build", "rows", "proof")
PER_CELL = 5.0
"""People in the mean finest cell; most have fewer, for sizes are skewed."""


class Counts(NamedTuple):
    """Counts for every crossing of hierarchies, and what they add up to."""

    values: Floats
    equations: Equations


def invented_counts(shape: Sequence[Sequence[int]]) -> Counts:
    """Invent counts, skewed as sizes of places and use of products are."""
    chance = np.random.default_rng(7)
    finest = [int(np.prod(steps)) for steps in shape]
    rates = np.ones(1)
    for number in finest:
        rates = np.multiply.outer(rates, chance.lognormal(0.0, 1.0, number))
    rates = rates[0] * chance.gamma(2.0, 0.5, finest)
    values = chance.poisson(rates / rates.mean() * PER_CELL).astype(np.float64)
    trees = [_tree(steps) for steps in shape]
    for axis, (number, families) in enumerate(trees):
        grown = np.zeros((number, *np.delete(values.shape, axis)))
        grown[number - finest[axis] :] = np.moveaxis(values, axis, 0)
        for parent, parts in reversed(families):
            grown[parent] = grown[parts].sum(axis=0)
        values = np.moveaxis(grown, 0, axis)
    return Counts(values.ravel(), _equations(values, trees))


Tree = tuple[int, list[tuple[int, list[int]]]]


def _tree(steps: Sequence[int]) -> Tree:
    """Number the categories of a hierarchy from the total down; give how many there are, and the parts of each."""
    number, level, families = 1, [0], []
    for parts in steps:
        below = []
        for parent in level:
            families.append((parent, list(range(number, number + parts))))
            below += families[-1][1]
            number += parts
        level = below
    return number, families


def _equations(values: Floats, trees: Sequence[Tree]) -> Equations:
    cells = np.arange(values.size).reshape(values.shape)
    rows, members, signs, number = [], [], [], 0
    for axis, (_, families) in enumerate(trees):
        lines = np.moveaxis(cells, axis, 0).reshape(values.shape[axis], -1)
        for parent, parts in families:
            row = np.arange(number, number + lines.shape[1])
            number += lines.shape[1]
            for one, sign in ((parent, 1.0), *((part, -1.0) for part in parts)):
                rows.append(row)
                members.append(lines[one])
                signs.append(np.full(len(row), sign))
    return equations_of(values.ravel(), np.concatenate(rows), np.concatenate(members), np.concatenate(signs))


def measure_one(size: str, method: str) -> dict[str, float]:
    """Protect one table in this process and attack it; gives counts, seconds and megabytes."""
    counts = invented_counts(SIZES[size])
    values, primary = counts.values, (counts.values > 0) & (counts.values < MINIMUM)
    needs = frequency_needs(values, primary, MINIMUM)
    started = time.monotonic()
    hidden, proven = _hidden(counts, primary, needs, method)
    suppressed = time.monotonic() - started
    started = time.monotonic()
    failed = _attacked(counts, hidden, primary, needs, method)
    return {
        "cells": len(values),
        "primary": int(primary.sum()),
        "secondary": int((hidden & ~primary).sum()),
        "kept_pct": 100 * float(1 - values[hidden].sum() / values.sum()),
        "suppress": suppressed,
        "audit": time.monotonic() - started,
        "failed": failed,
        "unproven": int((primary & ~proven).sum()),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _hidden(counts: Counts, primary: Flags, needs: Needs, method: str) -> tuple[Flags, Flags]:
    """Give what a method hides, and which cells it proves to be safe."""
    values, equations = counts.values, counts.equations
    if method == "build":
        found = hide(_wanted(counts, primary, needs))
        return found.hidden, found.proven
    options = {"sizes": ()} if method == "rows" else {}
    made = suppress(values, primary, equations, needs, values, shown=values == 0, **options)
    proven = primary & (method == "proof")
    proven[made.failed] = False
    return made.hidden, proven


def _attacked(counts: Counts, hidden: Flags, primary: Flags, needs: Needs, method: str) -> int:
    """Count the unsafe cells that are not safe: by proof, or from what limits and equations tell in turns, shortened by
    one another too."""
    if method == "proof":
        pattern = Pattern(hidden, primary, np.empty(0, np.int64))
        return len(audit(counts.values, pattern, counts.equations, needs).failed)
    wanted = _wanted(counts, primary, needs)
    return int(too_near(wanted, known_of(wanted, hidden), primary).sum())


def _wanted(counts: Counts, primary: Flags, needs: Needs) -> Wanted:
    values, equations = counts
    return Wanted(values, primary, equations, needs, values, values == 0, np.zeros(len(values), bool))


def measure_disclosure(runs: Sequence[tuple[str, str]]) -> Section:
    """Measure sizes and methods, each in a process of its own."""
    rows = []
    for size, method in runs:
        said = run_process([sys.executable, "-m", "benchmarks.disclosure", size, method]).output
        rows.append(_row(method, json.loads(said.splitlines()[-1])))
    header = ["cells", "method", "primary", "secondary", "value kept", "suppress", "per 1,000 cells", "attack",
              "told or too near", "without proof", "peak memory"]  # fmt: skip
    return Section("Disclosure control", f"{INTRODUCTION}{table(header, rows)}\n\n{_beside_r()}")


def _row(method: str, one: dict[str, float]) -> list[str]:
    return [
        f"{one['cells']:,.0f}", method, f"{one['primary']:,.0f}", f"{one['secondary']:,.0f}",
        f"{one['kept_pct']:.1f} %", f"{short(one['suppress'])} s", f"{short(1e6 * one['suppress'] / one['cells'])} ms",
        f"{short(one['audit'])} s", f"{one['failed']:,.0f}", f"{one['unproven']:,.0f}",
        f"{one['megabytes']:,.0f} MB",
    ]  # fmt: skip


INTRODUCTION = """Invented counts of area x age x product with every subtotal, five people in the mean finest cell,
skewed; 1 to 9 is unsafe, and an attacker must hold 10 and values 10 apart for possible. *build*: as
a build hides, attacked as a release is: with limits and all equations, in turns, and with equations
shortened by one another. *rows*: hidden
until no row, nor what rows tell each other, comes too close; attacked in the same way. *proof*:
with a witness for every cell, then audited anew, every cell with proof. Value kept is the share of
the sum over all cells that stays shown.

"""


def _beside_r() -> str:
    program = shutil.which("Rscript")
    if program is None:
        return "sdcTable was left out: R is not installed here."
    asked = [program, "-e", "cat(as.character(packageVersion('sdcTable')))"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if done.returncode:
        return "sdcTable was left out: R is here, the package is not; it is in neither Debian nor PyPI."
    return f"sdcTable {done.stdout} is here; these tables were not given to it yet."


if __name__ == "__main__":
    print(json.dumps(measure_one(sys.argv[1], sys.argv[2])))
