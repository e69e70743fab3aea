"""Commands that make releases and check them: build, rebuild and accounts."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from noaber.cli.keys import keyring, signing_key
from noaber.cli.progress import show_progress
from noaber.settings import read_settings

if TYPE_CHECKING:
    from noaber.content.model import Region
    from noaber.sources.door import Door
    from noaber.warehouse.build import Built
    from noaber.warehouse.rebuild import Rebuilt
    from noaber.warehouse.store import Store


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--deliveries", type=click.Path(path_type=Path), help="Folder with deliveries, searched to the bottom.")
@click.option("--engine", default="duckdb", show_default=True, help="Who counts: duckdb, spark or spark://host:port.")
@click.option("--dry-run", is_flag=True, help="Print the plan and stop; what is found is kept, nothing is computed.")
def build(folder: Path, deliveries: Path | None, engine: str, dry_run: bool) -> None:
    """Build the release of region FOLDER and publish it; without --deliveries from those kept and fetched."""
    from noaber.content.read import read_region
    from noaber.warehouse import build as building
    from noaber.warehouse.counting.engines import engine_named
    from noaber.warehouse.people_kept import open_door
    from noaber.warehouse.store import Store

    settings = read_settings()
    region, store = read_region(folder), Store(settings.home)
    door = open_door(region, store, partial(keyring, settings, deliveries))
    source = deliveries or (store.inbox() if store.inbox().is_dir() else None)
    if dry_run:
        _print_plan(region, store, source, door)
        return
    with show_progress() as progress:
        built = building.build(
            region, store, source, progress, door, engine_named(engine), partial(signing_key, settings)
        )
    _report(region, store, built)


def _print_plan(region: Region, store: Store, deliveries: Path | None, door: Door) -> None:
    from noaber.warehouse.build import plan_build, receive

    received = receive(region, store, deliveries, door)
    plan = plan_build(region, store)
    steps = list(plan.steps())
    for step in steps:
        click.echo(f"{'keep' if store.has(step) else 'MAKE'}  {step.kind:8} {step.label}")
    waiting = sum(not store.has(step) for step in steps)
    click.echo(f"{received} new deliveries, {len(steps)} steps, {waiting} to make.")


def _report(region: Region, store: Store, built: Built) -> None:
    manifest = built.release.manifest
    counts, deliveries = manifest["counts"], manifest["deliveries"]
    bad = sum(delivery["rows_bad"] for delivery in deliveries)
    read = sum(delivery["rows_read"] for delivery in deliveries)
    click.echo(f"Release {built.release.id} {'published' if built.new else 'stands: nothing changed'}.")
    if manifest["synthetic"]:
        click.echo("  SYNTHETIC: made of invented deliveries.")
    click.echo(f"  deliveries    {counts['delivery']:>12,}  ({built.received} new)")
    click.echo(f"  rows read     {read:>12,}")
    click.echo(f"  in quarantine {bad:>12,}" + (f"  see {store.quarantine(region.file.region)}" if bad else ""))
    for name in ("area", "indicator", "observation", "shape"):
        click.echo(f"  {name + 's':13} {counts[name]:>12,}")
    click.echo(f"  steps made    {built.made:>12,}  of {built.steps}")
    click.echo(f"  time          {built.seconds:>11.1f}s  peak memory {built.peak_mb:,.0f} MB")
    click.echo("  of which      " + ", ".join(f"{part} {seconds:.1f}s" for part, seconds in built.spent.items()))
    _report_quarantine(deliveries)
    _report_difference(manifest.get("difference"), manifest.get("before"))
    for note in built.notes:
        click.echo(f"  {note}")


def _report_quarantine(deliveries: list[dict[str, object]]) -> None:
    apart: dict[str, list[int]] = {}
    for delivery in deliveries:
        counts = apart.setdefault(str(delivery["source"]), [0, 0])
        counts[0] += int(str(delivery["rows_bad"]))
        counts[1] += int(str(delivery["rows_read"]))
    for source, (bad, read) in apart.items():
        if bad:
            click.echo(f"  {source}: {bad} of {read} rows set apart")


def _report_difference(difference: dict[str, int] | None, before: str | None) -> None:
    if difference:
        said = ", ".join(f"{difference[name]:,} {name}" for name in ("added", "changed", "withdrawn"))
        click.echo(f"  against {before}: {said}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("release")
@click.option("--to", "home", type=click.Path(path_type=Path), help="Keep the result here, as a home of its own.")
def rebuild(folder: Path, release: str, home: Path | None) -> None:
    """Make RELEASE of region FOLDER again from the deliveries that are kept, and say whether it is the same.

    FOLDER is the content as it was then. Nothing that is there changes; without --to the result is thrown away.
    """
    from noaber.content.read import read_region
    from noaber.warehouse import rebuild as again
    from noaber.warehouse.publish import find_release
    from noaber.warehouse.store import Store

    settings = read_settings()
    region, store = read_region(folder), Store(settings.home)
    found = find_release(store.releases(region.file.region), release)
    if home is not None and home.exists() and any(home.iterdir()):
        raise click.UsageError(f"{home} is not empty.")
    with store.workplace() as part, show_progress() as progress:
        rebuilt = again.rebuild(region, store, found, Store(home or part), progress, partial(signing_key, settings))
    _report_rebuilt(rebuilt, found.id)
    raise SystemExit(4 if rebuilt.differs else 0)


def _report_rebuilt(rebuilt: Rebuilt, id: str) -> None:
    for what, same in (("content", rebuilt.same_content), ("code", rebuilt.same_code)):
        if not same:
            click.echo(f"The {what} is not that of {id}.")
    if rebuilt.differs:
        click.echo(f"{id} made again is NOT the same: {', '.join(rebuilt.differs)}.")
        return
    key = "the same key" if rebuilt.same_key else "another key"
    click.echo(f"{id} made again from {rebuilt.deliveries} kept deliveries: every table is the same, {key}.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def accounts(folder: Path) -> None:
    """Check the accounting identities that region FOLDER declares, in its current release."""
    from noaber.content.read import read_region
    from noaber.warehouse.accounts import check_accounts
    from noaber.warehouse.query import open_release
    from noaber.warehouse.store import Store

    region = read_region(folder)
    release = open_release(Store(read_settings().home).releases(region.file.region) / "current")
    results = check_accounts(region, release)
    for result in results:
        click.echo(str(result))
    raise SystemExit(0 if all(result.holds for result in results) else 4)
