"""The work behind `noaber synthesise --people`: records of a region that lives, and how near they are to published."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import click

from noaber.cli.progress import show_progress
from noaber.synthetic.living.calibration import render_calibration_lines
from noaber.synthetic.living.scope import Scope
from noaber.synthetic.living.write import RECORDS, TRUTH, count_steps, write_records


def plan_records(seed: int, people: int, first: int, last: int) -> Scope:
    """Give the scope that was asked for, or say all that is wrong with it."""
    scope = Scope(seed, people, first, last)
    if scope.faults:
        raise click.UsageError("\n".join(scope.faults))
    return scope


def synthesise_records(folder: Path, scope: Scope) -> None:
    """Write the records and the truth, and print the invented levels beside the published ones."""
    total, steps = count_steps(scope), count(1)
    with show_progress() as progress:
        written = write_records(folder, scope, tell=lambda step: progress(next(steps), total, step))
    click.echo(f"Wrote {written.files:,} files of records ({written.size / 1e6:,.1f} MB) to {folder / RECORDS},")
    click.echo(f"and what is true of them to {folder / TRUTH}.\n")
    for line in render_calibration_lines(list(written.compared)):
        click.echo(line)
