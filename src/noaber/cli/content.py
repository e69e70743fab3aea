"""Commands on content: new, check, schema."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import click

from noaber.vocabulary.errors import ContentError, Problem

TEMPLATE = Path(__file__).parent.parent / "content" / "template"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Make a small region FOLDER that builds: content, an example delivery and a README."""
    if folder.exists() and any(folder.iterdir()):
        raise ContentError(Problem(str(folder), "the folder is not empty", "a new folder"))
    id = folder.resolve().name.lower().replace("-", "_")
    if not re.fullmatch("[a-z][a-z0-9_]*", id):
        expected = "a name that begins with a letter, of letters, digits, - and _"
        raise ContentError(Problem(str(folder), f"'{id}' cannot be the id of a region", expected))
    shutil.copytree(TEMPLATE, folder, dirs_exist_ok=True)
    file = folder / "region.yml"
    file.write_text(file.read_text("utf-8").replace("region: template", f"region: {id}"), "utf-8")
    click.echo(f"Made {folder}. Build it with:\n  noaber build {folder} --deliveries {folder}/example-deliveries")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def check(folder: Path) -> None:
    """Read all content of region FOLDER and report every problem at once. What is no fault but seldom meant is told
    too, and changes nothing of the exit code."""
    from noaber.content.advice import advise_region
    from noaber.content.read import read_region

    region = read_region(folder)
    for problem in advise_region(region):
        click.echo(f"look again: {problem}", err=True)
    kinds = ("sources", "indicators", "groups", "dimensions", "themes")
    click.echo(f"{folder} is sound: " + ", ".join(f"{len(getattr(region, kind))} {kind}" for kind in kinds) + ".")


@click.command()
@click.argument("kind", required=False)
@click.option("--to", "folder", type=click.Path(path_type=Path), help="Write all schemas into this folder.")
def schema(kind: str | None, folder: Path | None) -> None:
    """Write the JSON Schema of one KIND of content file, or of all kinds."""
    from noaber.content.schema import content_schemas

    schemas = content_schemas()
    if kind and kind not in schemas:
        raise click.UsageError(f"Unknown kind '{kind}'. Kinds: {', '.join(schemas)}.")
    if folder is None:
        click.echo(json.dumps(schemas[kind] if kind else schemas, indent=2, ensure_ascii=False))
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, one in schemas.items():
        (folder / f"{name}.json").write_text(json.dumps(one, indent=2, ensure_ascii=False) + "\n", "utf-8")
    click.echo(f"Wrote {len(schemas)} schemas to {folder}.")
