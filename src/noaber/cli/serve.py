"""The command that serves the site of a region with as many processes as the settings say."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from noaber.products.typefaces import keep_typefaces
from noaber.settings import Settings, read_settings
from noaber.vocabulary.errors import NotFound, Problem, SettingsError

if TYPE_CHECKING:
    from noaber.web.answer_shelf import AnswerShelf
    from noaber.web.app import Door

SHELF_BYTES = 1_000_000_000


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--port", type=int, help="Port to listen on instead of the one in the settings.")
@click.option("--workers", type=int, help="Number of processes instead of the one in the settings.")
def serve(folder: Path, port: int | None, workers: int | None) -> None:
    """Serve the current release of region FOLDER; a new release shows without a restart."""
    from noaber.content.region_id import read_region_id

    settings = read_settings()
    settings = replace(settings, port=port or settings.port, workers=workers or settings.workers)
    releases = settings.home / "releases" / read_region_id(folder)
    if not (releases / "current").exists():
        raise NotFound(Problem(str(releases), "no release to serve", "", f"Run 'noaber build {folder}' first."))
    check_port_is_free(settings.host, settings.port)
    keep_typefaces(settings.home / "typefaces")
    click.echo(f"{folder.name} on http://{settings.host}:{settings.port}/  (stop with Ctrl-C)")
    style = folder / "style.css"
    shelf_of(settings, releases).empty()
    make_door(folder, settings)  # makes the database and its secret before several processes want them
    site = partial(load_site, releases, style if style.is_file() else None, settings, folder)
    _server(settings).serve(target_loader=site, wrap_loader=False)


def check_port_is_free(host: str, port: int) -> None:
    """Refuse a port on which somebody answers: two servers would share it without a word."""
    with suppress(OSError), socket.create_connection((host, port), timeout=0.5):
        found = f"something already listens on port {port}"
        raise SettingsError(Problem("NOABER_PORT", found, "a free port", "Stop the other, or choose with --port."))


def _server(settings: Settings) -> Any:
    from granian import Granian
    from granian.constants import Interfaces

    return Granian(
        "noaber",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGINL,
        workers=settings.workers,
        websockets=False,
        log_access=False,
        log_level="warning",  # type: ignore[arg-type]
        respawn_failed_workers=True,
    )


def load_site(releases: Path, style: Path | None, settings: Settings, folder: Path | None = None) -> Any:
    """Make the site in the process that serves it; people can sign in where the content in `folder` says who may see
    what."""
    from noaber.web.app import create_app
    from noaber.web.release_store import ReleaseStore

    typefaces = keep_typefaces(settings.home / "typefaces")
    memory = settings.cache_mb * 1_000_000
    shelf = shelf_of(settings, releases) if memory else None
    door = make_door(folder, settings) if folder else None
    return create_app(ReleaseStore(releases), style, memory, typefaces, settings.address, shelf=shelf, door=door)


def make_door(folder: Path, settings: Settings) -> Door | None:
    """Give what a site with accounts needs; None where the region has no rights.yml."""
    from noaber.cli.desk import find_desk
    from noaber.content.read import read_region
    from noaber.products.processing import ProcessingRegister, processing_of
    from noaber.products.wording import Wording
    from noaber.web.app import Door

    def register(language: str) -> ProcessingRegister:
        return processing_of(read_region(folder), Wording.of(language))

    desk = find_desk(folder, settings)
    return None if desk is None else Door(desk, settings.oidc_secret, settings.proxies, register)


def shelf_of(settings: Settings, releases: Path) -> AnswerShelf:
    """Give the shelf on which the processes that serve a region at a port share their answers."""
    from noaber.web.answer_shelf import AnswerShelf

    return AnswerShelf(settings.home / "answers" / f"{releases.name}-{settings.port}", SHELF_BYTES)
