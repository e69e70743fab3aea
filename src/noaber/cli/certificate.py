"""The command that shows and checks the certificate of a release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from noaber.settings import read_settings

if TYPE_CHECKING:
    from noaber.warehouse.publish import Released


@click.command()
@click.argument("release", default="current")
@click.option(
    "--region", "folder", type=click.Path(path_type=Path), default="regions/twente", show_default=True,
    help="Folder of the region.",
)  # fmt: skip
@click.option("--verify", is_flag=True, help="Check that certificate and files are as they were signed.")
def certificate(release: str, folder: Path, verify: bool) -> None:
    """Show the certificate of RELEASE (an id, the beginning of one, or `current`), as JSON.

    With --verify say whether every byte of the certificate and of all files of the release is as it was signed, and
    that no file is gone or too many; the exit code is 4 where that is not so.
    """
    from noaber.warehouse.sealing import certificate_faults, covers_manifest, read_certificate

    found = find_named(folder, release)
    if not verify:
        click.echo(json.dumps(read_certificate(found.folder), indent=2, ensure_ascii=False, sort_keys=True))
        return
    faults = certificate_faults(found.folder)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        raise SystemExit(4)
    told = read_certificate(found.folder)
    click.echo(f"{found.id}: certificate and {len(told['files'])} files are as they were signed.")
    if not covers_manifest(told):
        click.echo("manifest.json is not among them: this certificate is from before manifests were covered.")
    click.echo(f"Public key {told['public_key']}.")


def find_named(folder: Path, name: str) -> Released:
    """Give a release of the region in a folder by its id, the beginning of it, or `current`; NotFound where there is
    none."""
    from noaber.content.region_id import read_region_id
    from noaber.vocabulary.errors import NotFound, Problem
    from noaber.warehouse.publish import current_release, find_release
    from noaber.warehouse.store import Store

    releases = Store(read_settings().home).releases(read_region_id(folder))
    if name != "current":
        return find_release(releases, name)
    current = current_release(releases)
    if current is None:
        raise NotFound(Problem(str(releases), "there is no release yet", "", "Make one with 'noaber build'."))
    return current
