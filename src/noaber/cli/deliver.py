"""Commands that bring deliveries: synthesise and fetch."""

from __future__ import annotations

from pathlib import Path

import click

from noaber.settings import read_settings


@click.command()
@click.option("--to", "folder", type=click.Path(path_type=Path), required=True, help="Where to write the deliveries.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same bytes.")
def synthesise(folder: Path, seed: int) -> None:
    """Write the public part of an invented Twente, in the suppliers' own formats; labelled synthetic everywhere."""
    from noaber.synthetic.write import write_deliveries

    written = write_deliveries(folder, seed)
    size = sum(path.stat().st_size for path in written) / 1e6
    click.echo(f"Wrote {len(written)} invented deliveries ({size:.1f} MB) to {folder}.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--only", multiple=True, help="Only this source; may be given more than once.")
def fetch(folder: Path, only: tuple[str, ...]) -> None:
    """Bring the newest delivery of every source of region FOLDER that has an API; keeps what it already has."""
    from noaber.cli.fetching import fetch_all

    failed = fetch_all(folder, read_settings(), only)
    raise SystemExit(7 if failed else 0)
