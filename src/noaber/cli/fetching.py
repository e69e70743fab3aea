"""The work behind `noaber fetch`: every source with an API, one after the other, with what came of it."""

from __future__ import annotations

from pathlib import Path

import click

from noaber.content.read import read_region
from noaber.settings import Settings
from noaber.sources.fetch.http import open_client
from noaber.sources.fetch.run import fetch_sources
from noaber.vocabulary.errors import NotFound, Problem, did_you_mean
from noaber.warehouse.store import Store


def fetch_all(folder: Path, settings: Settings, only: tuple[str, ...]) -> bool:
    """Fetch the sources of a region, or only those named; says whether any failed."""
    region = read_region(folder)
    specs = {id: source.fetch for id, source in region.sources.items() if source.fetch}
    for id in only:
        if id not in specs:
            raise NotFound(Problem("--only", f"no source '{id}' with an API", "", did_you_mean(id, list(specs))))
    wanted = {id: spec for id, spec in specs.items() if not only or id in only}
    failed = False
    with open_client() as client:
        for report in fetch_sources(
            wanted, Store(settings.home).inbox(), client, lambda step: click.echo(f"  {step}", err=True)
        ):
            click.echo(f"{report.status:10} {report.source}  {report.file or ''}  {report.rows:,} rows".rstrip())
            for problem in report.problems:
                click.echo(f"  {problem}", err=True)
            failed = failed or report.status == "failed"
    return failed
