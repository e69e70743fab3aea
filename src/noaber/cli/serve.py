"""The command that serves the site of a region with as many processes as the settings say."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from noaber.products.typefaces import keep_typefaces
from noaber.settings import Settings, read_settings


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--port", type=int, help="Port to listen on instead of the one in the settings.")
@click.option("--workers", type=int, help="Number of processes instead of the one in the settings.")
def serve(folder: Path, port: int | None, workers: int | None) -> None:
    """Serve the current release of region FOLDER; a new release shows without a restart."""
    from granian import Granian
    from granian.constants import Interfaces

    from noaber.content.region_id import read_region_id
    from noaber.vocabulary.errors import NotFound, Problem

    settings = read_settings()
    releases = settings.home / "releases" / read_region_id(folder)
    if not (releases / "current").exists():
        raise NotFound(Problem(str(releases), "no release to serve", "", f"Run 'noaber build {folder}' first."))
    address = f"http://{settings.host}:{port or settings.port}/"
    click.echo(f"{folder.name} on {address}  (stop with Ctrl-C)")
    server = Granian(
        "noaber",
        address=settings.host,
        port=port or settings.port,
        interface=Interfaces.ASGINL,
        workers=workers or settings.workers,
        websockets=False,
        log_access=False,
        log_level="warning",  # type: ignore[arg-type]
        respawn_failed_workers=True,
    )
    keep_typefaces(settings.home / "typefaces")
    style = folder / "style.css"
    site = partial(load_site, releases, style if style.is_file() else None, settings)
    server.serve(target_loader=site, wrap_loader=False)


def load_site(releases: Path, style: Path | None, settings: Settings) -> Any:
    """Make the site in the process that serves it."""
    from noaber.web.app import create_app
    from noaber.web.release_store import ReleaseStore

    typefaces = keep_typefaces(settings.home / "typefaces")
    return create_app(ReleaseStore(releases), style, settings.cache_mb * 1_000_000, typefaces)
