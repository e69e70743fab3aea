"""Commands on personal data: key, register, purge, forget."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from noaber.cli.keys import data_folders, keyring
from noaber.settings import read_settings

if TYPE_CHECKING:
    from noaber.sources.kept_people import Removed


@click.command()
@click.argument("act", type=click.Choice(["new", "rotate"]))
def key(act: str) -> None:
    """Make the key file of pseudonyms (new), or add a key that is used from now on (rotate).

    The file is the setting NOABER_KEY. Keep a copy apart from the data. After a rotation deliveries have to be given
    again: pseudonyms of two keys do not match, and a build refuses to mix them.
    """
    from noaber.privacy.keys import make_key_file, rotate_key_file

    settings, today = read_settings(), datetime.now(UTC).date()
    settings.key.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    change = make_key_file if act == "new" else rotate_key_file
    ring = change(settings.key, data_folders(settings), today)
    click.echo(f"Key {ring.current} in {settings.key}. Keep a copy of this file, apart from the data.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(["nl", "de", "en"]), default="nl", show_default=True, help="Language.")
@click.option("--html", "as_html", is_flag=True, help="A page instead of Markdown.")
def register(folder: Path, language: str, as_html: bool) -> None:
    """Write the register of processing (GDPR article 30) of region FOLDER, from its content."""
    from noaber.content.read import read_region
    from noaber.products.processing import processing_of, render_html, render_markdown
    from noaber.products.wording import Wording

    record = processing_of(read_region(folder), Wording.of(language))
    click.echo((render_html if as_html else render_markdown)(record), nl=False)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def purge(folder: Path) -> None:
    """Remove personal data of region FOLDER that is older than its source may keep it."""
    from noaber.content.read import read_region
    from noaber.warehouse.people_kept import purge as remove
    from noaber.warehouse.store import Store

    _report(remove(read_region(folder), Store(read_settings().home), datetime.now(UTC).date()))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--person", is_flag=True, required=True, help="Read citizen service numbers from standard input.")
def forget(folder: Path, person: bool) -> None:
    """Remove people from all that region FOLDER keeps, now and in deliveries to come.

    Their numbers are read from standard input, one a line, so that they stand in no history of commands.
    """
    from noaber.content.read import read_region
    from noaber.warehouse.people_kept import forget as remove
    from noaber.warehouse.store import Store

    settings = read_settings()
    numbers = [line.strip() for line in sys.stdin if line.strip()]
    region = read_region(folder)
    _report(remove(region, Store(settings.home), numbers, keyring(settings)))
    unnumbered = [id for id, source in region.sources.items() if source.links]
    if unnumbered:
        click.echo(f"In {', '.join(unnumbered)} nobody has a number: let the supplier take back what is about them.")
    click.echo("Releases made before stand: they hold counts. The next build counts without them.")


def _report(removed: Iterable[Removed]) -> None:
    for one in removed:
        click.echo(f"{one.source}: {one.rows:,} rows removed, {one.deliveries} deliveries with nothing left")
    click.echo("Done.")
