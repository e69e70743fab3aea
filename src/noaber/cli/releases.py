"""Commands on releases: releases, rollback, diff, links, explain, revisions."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from noaber.settings import read_settings

if TYPE_CHECKING:
    from noaber.warehouse.cards import Explanation
    from noaber.warehouse.query import Release


def _releases(folder: Path) -> Path:
    from noaber.content.region_id import read_region_id
    from noaber.warehouse.store import Store

    return Store(read_settings().home).releases(read_region_id(folder))


_of_region = click.option(
    "--region",
    "folder",
    type=click.Path(path_type=Path),
    default="regions/twente",
    show_default=True,
    help="Folder of the region.",
)
_in_language = click.option(
    "--language",
    type=click.Choice(["nl", "de", "en"]),
    default="nl",
    show_default=True,
    help="Language of the names.",
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def releases(folder: Path) -> None:
    """List the releases of region FOLDER, newest first; the current one has a star."""
    from noaber.warehouse.publish import list_releases

    for release in list_releases(_releases(folder)):
        counts = release.manifest["counts"]
        said = f"{counts['observation']:>12,} observations  {counts['delivery']:>4} deliveries"
        click.echo(f"{'*' if release.current else ' '} {release.id}  {release.manifest['built_at']}  {said}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("release", required=False)
def rollback(folder: Path, release: str | None) -> None:
    """Make RELEASE the current one of region FOLDER; without RELEASE the one before."""
    from noaber.vocabulary.errors import NotFound, Problem
    from noaber.warehouse.publish import current_release, find_release, point_current

    place = _releases(folder)
    current = current_release(place)
    wanted = release or (current and current.manifest["before"])
    if not wanted:
        raise NotFound(Problem(str(place), "there is no release before this one"))
    found = find_release(place, wanted)
    point_current(place, found.id)
    click.echo(f"Current release of {folder.name}: {found.id}.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("before", required=False)
@click.argument("after", required=False)
def diff(folder: Path, before: str | None, after: str | None) -> None:
    """Say per indicator how many cells differ between releases BEFORE and AFTER of region FOLDER, and why.

    Without names: the current release and the one before it.
    """
    from noaber.warehouse.difference import diff_releases
    from noaber.warehouse.publish import current_release, find_release

    place = _releases(folder)
    new = find_release(place, after) if after else current_release(place)
    old_id = before or (new and new.manifest["before"])
    if not new or not old_id:
        click.echo("There are no two releases to compare.")
        return
    old = find_release(place, old_id)
    click.echo(
        f"{old.id} > {new.id}\n{'added':>9} {'changed':>9} {'withdrawn':>9}  {'largest':>12}  why         indicator"
    )
    for row in diff_releases(old.file, new.file):
        largest = "" if row.largest is None else f"{row.largest:,.4g}"
        click.echo(
            f"{row.added:>9,} {row.changed:>9,} {row.withdrawn:>9,}  {largest:>12}  {row.why:11} {row.indicator}"
        )


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(["nl", "de", "en"]), default="nl", show_default=True, help="Language.")
def links(folder: Path, language: str) -> None:
    """Say how sources of region FOLDER were linked in its current release, how well, and who is not linked.

    As Markdown, the same as the page of the site. Counts of fewer than ten records are not told.
    """
    from noaber.products.linking_page import draw_links_page, render_markdown
    from noaber.products.wording import Wording
    from noaber.warehouse.query import open_release

    release = open_release(_releases(folder) / "current")
    click.echo(render_markdown(draw_links_page(release.catalogue, Wording.of(language))), nl=False)


@click.command()
@click.argument("indicator")
@click.argument("area")
@click.argument("period")
@click.option("--slice", "slice_", default="", help="Part of the figure, as sex=f.")
@_of_region
@_in_language
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def explain(indicator: str, area: str, period: str, slice_: str, folder: Path, language: str, as_json: bool) -> None:
    """Say where the figure of INDICATOR for AREA in PERIOD comes from, down to its deliveries."""
    from noaber.products.explanations.text import explanation_lines
    from noaber.warehouse.query import open_release

    releases = _releases(folder)
    release = open_release(releases / "current")
    explanation: Explanation = release.explain(indicator, area, period, slice_)
    if as_json:
        data = _explanation_data(releases, release, explanation, language)
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    for line in explanation_lines(explanation, release.id, language):
        click.echo(line)


def _explanation_data(releases: Path, release: Release, explanation: Explanation, language: str) -> dict[str, object]:
    """Give what the site gives at the address of the figure with `.json` behind it."""
    from noaber.products.explanations.data import explanation_data
    from noaber.products.explanations.origin import Origin
    from noaber.products.sharing import Outlook
    from noaber.warehouse.release_history import ReleaseHistory
    from noaber.web.explaining import make_lexicon

    revisions = ReleaseHistory(releases).revisions(release, explanation.cell)
    outlook = Outlook(read_settings().address.rstrip("/"), release.catalogue.card, date.today())
    lexicon = make_lexicon(release, language)
    return explanation_data(Origin(explanation, revisions=tuple(revisions)), lexicon, outlook)


@click.command()
@click.argument("indicator")
@click.option("--area", default="", help="Area by name or code; left out: the home area of the region.")
@click.option("--slice", "slice_", default="", help="Part of the figure, as sex=f.")
@_of_region
@_in_language
@click.option("--csv", "as_csv", is_flag=True, help="A row per period and release, for programs.")
def revisions(indicator: str, area: str, slice_: str, folder: Path, language: str, as_csv: bool) -> None:
    """Say what each release said of INDICATOR in an area, period by period, and how far first figures moved."""
    from noaber.products.revisions.lines import revision_lines
    from noaber.products.revisions.separated import render_revisions_csv
    from noaber.products.wording import Wording
    from noaber.warehouse.query import open_release
    from noaber.warehouse.release_history import ReleaseHistory
    from noaber.web.revision_asking import ask_revisions

    releases, wording = _releases(folder), Wording.of(language)
    release = open_release(releases / "current")
    query = {"gebied": [area], "deel": [slice_]}
    case = ask_revisions(release, indicator, query, ReleaseHistory(releases).table, wording)
    if as_csv:
        click.echo(render_revisions_csv(case), nl=False)
        return
    for line in revision_lines(case, wording):
        click.echo(line)
