"""Commands that bring deliveries, or take them back: synthesise, fetch and withdraw."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from noaber.settings import read_settings


@click.command()
@click.option("--to", "folder", type=click.Path(path_type=Path), required=True, help="Where to write the deliveries.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same bytes.")
@click.option("--people", type=int, help="Write records of so many invented people as well; 630000 is full scale.")
@click.option("--from", "first", default=2015, show_default=True, help="First year of the records.")
@click.option("--until", "last", default=2024, show_default=True, help="Last year of the records.")
def synthesise(folder: Path, seed: int, people: int | None, first: int, last: int) -> None:
    """Write the deliveries of an invented Twente, in the suppliers' own formats; labelled synthetic everywhere.

    The public part stands below TO/cbs, TO/knmi and so on. With --people, a region that lives is written beside it:
    records of people, care, work, schools, homes and companies below TO/records, what is true of them and which
    damage was done on purpose below TO/truth; the levels are printed beside published ones.
    """
    from noaber.cli.synthesising import plan_records, synthesise_records
    from noaber.synthetic.write import write_deliveries

    scope = None if people is None else plan_records(seed, people, first, last)
    written = write_deliveries(folder, seed)
    size = sum(path.stat().st_size for path in written) / 1e6
    click.echo(f"Wrote {len(written)} invented deliveries ({size:.1f} MB) to {folder}.")
    if scope is not None:
        synthesise_records(folder, scope)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--only", multiple=True, help="Only this source; may be given more than once.")
def fetch(folder: Path, only: tuple[str, ...]) -> None:
    """Bring the newest delivery of every source of region FOLDER that has an API; keeps what it already has."""
    from noaber.cli.fetching import fetch_all

    failed = fetch_all(folder, read_settings(), only)
    raise SystemExit(7 if failed else 0)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("file")
@click.option("--reason", required=True, help="Why; readers see it on the page of the source.")
@click.option("--all", "every", is_flag=True, help="Every delivery of this name, not the newest alone.")
@click.option("--undo", is_flag=True, help="Let what was last taken back of this name count again.")
def withdraw(folder: Path, file: str, reason: str, every: bool, undo: bool) -> None:
    """Take back the newest delivery named FILE of region FOLDER; from the next build on the one before counts again.

    Nothing is removed: releases made with it stand and can be made again.
    """
    from noaber.content.read import read_region
    from noaber.warehouse import withdraw as taking
    from noaber.warehouse.store import Store

    region, store, now = read_region(folder), Store(read_settings().home), datetime.now(UTC)
    if undo:
        done = taking.restore(region, store, file, reason, now)
    else:
        done = taking.withdraw(region, store, file, reason, now, every)
    for one in done.withdrawals:
        said = "counts again" if undo else "counts no longer"
        click.echo(f"{one.source}: {one.file} of {one.received_at}, sha256 {one.sha256[:16]}..., {said}.")
    for delivery in done.counts:
        click.echo(f"{delivery.source}: the one of {delivery.received_at} counts from the next build on.")
    if not done.counts:
        click.echo("No other delivery of this name counts.")
