"""The command that writes reports to suppliers on what they delivered."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from noaber.settings import read_settings

if TYPE_CHECKING:
    from noaber.products.delivery_report.document import Document
    from noaber.products.delivery_report.words import Words
    from noaber.warehouse.delivery_report.report import Round


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("source")
@click.argument("supplier", default="")
@click.option("--period", help="Period of the delivery, as 2024KW4 or 2024-Q4; left out: the newest.")
@click.option("--language", type=click.Choice(["nl", "de", "en"]), default="nl", show_default=True, help="Language.")
@click.option("--to", "target", type=click.Path(path_type=Path), help="Folder to write to, else 'reports' in the home.")
def report(folder: Path, source: str, supplier: str, period: str | None, language: str, target: Path | None) -> None:
    """Write what is to be told to the SUPPLIER (an area) of its delivery of SOURCE, records of region FOLDER.

    Without SUPPLIER a report is written for each that delivered in the period, and an index of all. Reports are
    confidential: they go back to the supplier alone, and small numbers are not hidden in them.
    """
    from noaber.content.read import read_region
    from noaber.products.delivery_report.words import Words
    from noaber.products.wording import Wording
    from noaber.warehouse.delivery_report.holdings import find_period, find_supplier, gather_holdings
    from noaber.warehouse.delivery_report.report import Round
    from noaber.warehouse.store import Store

    settings, region = read_settings(), read_region(folder)
    holdings = gather_holdings(region, Store(settings.home), source)
    area = find_supplier(holdings, supplier) if supplier else None
    told = find_period(holdings, period, area) if period else holdings.newest(area)
    words = Words(Wording.of(language), region, holdings.source)
    _write_round(Round(holdings, told), area, words, target or settings.home / "reports" / region.file.region)


def _write_round(round: Round, area: str | None, words: Words, target: Path) -> None:
    from noaber.products.delivery_report.index import draw_index
    from noaber.products.delivery_report.page import draw_report
    from noaber.warehouse.delivery_report.report import report_of

    today = datetime.now(UTC).date()
    written = []
    for one in [area] if area is not None else round.delivered:
        found = report_of(round, one)
        name = f"{round.holdings.source.source}_{found.period}_{one or 'all'}.{words.wording.language}.html"
        written.append((found, name))
        _write(target / name, draw_report(found, words, today))
    if area is None and len(written) > 1:
        lacking = [round.holdings.register.areas[one].names for one in round.lacking]
        view = draw_index(written, lacking, str(round.period), words, today)
        _write(target / f"{round.holdings.source.source}_{round.period}.{words.wording.language}.html", view)
    named = f"{round.holdings.source.source}, {round.period}"
    click.echo(f"{len(written)} reports of {named}. Confidential: each for its supplier alone.")


def _write(path: Path, view: Document) -> None:
    """Write a report that only its owner may read."""
    from noaber.products.delivery_report.rendering import render_document
    from noaber.products.typefaces import keep_typefaces

    letters = keep_typefaces(read_settings().home / "typefaces").woff2
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(path, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(render_document(view, letters))
    click.echo(str(path))
