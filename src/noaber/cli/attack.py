"""The command that attacks: what an outsider can work out of a table that hides numbers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import polars as pl

    from noaber.methods.disclosure.outside_attack import Attack, Finding
    from noaber.methods.disclosure.outside_table import Habits, OutsideTable

RECOVERED = 1
"""The exit code where something that is hidden can be worked out, or may be by sums that nobody declared."""


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--labels", default="", help="Columns that say what a row is about, with commas; left out: found out.")
@click.option("--hidden", "marks", multiple=True, help="A mark that hides a number, besides the usual ones.")
@click.option("--total", "totals", multiple=True, help="A label that is a total, besides Totaal and the like.")
@click.option("--sum", "sums", multiple=True, help="What adds up, as 'Twente=Almelo+Borne'.")
@click.option("--least", default=0.0, help="The smallest number that is hidden: 1 where noughts are shown.")
@click.option("--rounded", default=0.0, help="Numbers are rounded to multiples of this.")
@click.option("--either-way", is_flag=True, help="They may be rounded to either neighbour, not only to the nearest.")
@click.option("--width", default=0.0, help="What is known within less than this counts as recovered too.")
@click.option("--region", default="regions/twente", show_default=True, help="Of a release: folder of its region.")
@click.option("--draw", default=0, help="Of a release: seek proof for so many unsafe figures, drawn by lot.")
@click.option("--all", "every", is_flag=True, help="Say what is known of every hidden cell, not of the first twenty.")
def attack(target: Path, **options: object) -> None:
    """Say what an outsider can work out of the hidden cells of TARGET: a release, or a table in a CSV or XLSX file.

    A release is named by its id or the beginning of it, or is `current`; it is attacked with nothing but its own files
    and those of the releases shown before it, and what was found is held against its internal file. Figures that hang
    together with very many others are judged by what sums tell one after the other; --draw takes some of them by lot
    and seeks for each a way in which everything that is shown could be so and it could be far off.

    A cell is hidden where it holds a mark as <5, x, ., - or nothing. Sums are found by labels as Totaal, by codes of
    areas, or told. For each hidden cell the interval is given that all sums together leave to it, those that are told
    exactly first. The exit code is 1 where something is recovered.
    """
    if not target.exists() and not target.suffix:
        sys.exit(RECOVERED if _attack_release(Path(str(options["region"])), str(target), options["draw"]) else 0)
    if target.is_dir():
        raise _refuse(target, "is a folder", "a file", "Name a table: a CSV or XLSX file.")
    sys.exit(RECOVERED if _attack_file(target, options) else 0)


def _attack_release(folder: Path, id: str, draw: object) -> bool:
    """Attack a release; give whether anybody is told."""
    from noaber.cli.certificate import find_named
    from noaber.content.read import read_region
    from noaber.warehouse.attacking.gate import attack_release, telling
    from noaber.warehouse.publish import find_release, known_before

    released = find_named(folder, id)
    releases = released.folder.parent
    after = released.manifest.get("protected_after")
    known = known_before(releases, find_release(releases, after) if after else None)
    if not (released.folder / "internal.duckdb").is_file():
        click.echo(f"{released.id}: nothing in it is counted from records.")
        return False
    before, number = [one.folder for one in known], int(str(draw))
    outcomes = attack_release(released.folder, read_region(folder), before, draw=number)
    for tier, one in outcomes.items():
        width = "no end" if one.narrowest is None else f"{one.narrowest:,.6g}"
        click.echo(f"{tier:8} {one.cells:>10,} figures  {one.hidden:>10,} hidden  narrowest interval {width}")
        if number:
            click.echo(f"  {one.drawn:,} drawn from large parts, {one.shown:,} of them shown to be safe")
        for problem in telling(one):
            click.echo(f"  {problem.found}")
    told = sum(one.found.height for one in outcomes.values())
    click.echo("Nobody is told." if not told else f"{told:,} figures tell of somebody.")
    return bool(told)


@click.command()
@click.argument("release", default="current")
@click.option(
    "--region", "folder", type=click.Path(path_type=Path), default="regions/twente", show_default=True,
    help="Folder of the region.",
)  # fmt: skip
def undeclared(release: str, folder: Path) -> None:
    """Say what adds up in all counts of RELEASE (an id, the beginning of one, or `current`) and is not declared.

    Whoever reads definitions knows that indicators add up, and subtracts. Sums are looked for between up to three
    indicators that hold in all areas of the most numerous type, in all periods. What is found has to be judged: where
    it follows from definitions it belongs below `linked` in disclosure.yml, so that it is protected and attacked. The
    exit code is 1 where something is found.
    """
    from noaber.cli.certificate import find_named
    from noaber.content.read import read_region
    from noaber.warehouse.attacking.undeclared import print_identity
    from noaber.warehouse.attacking.undeclared import undeclared as look

    released = find_named(folder, release)
    if not (released.folder / "internal.duckdb").is_file():
        click.echo(f"{released.id}: nothing in it is counted from records.")
        sys.exit(0)
    result = look(released.folder / "internal.duckdb", read_region(folder))
    for identity in result.found:
        click.echo(print_identity(identity))
    if result.too_few:
        click.echo(
            f"{result.too_few:,} of {result.looked + result.too_few:,} times too few places for so many figures."
        )
    none = "Nothing adds up that is not declared."
    click.echo(f"{_count(len(result.found), 'sum')} that nobody declared." if result.found else none)
    sys.exit(RECOVERED if result.found else 0)


def _attack_file(path: Path, options: dict[str, object]) -> bool:
    """Attack a table in a file; give whether anything is recovered."""
    from noaber.methods.disclosure.outside_attack import attack_table
    from noaber.methods.disclosure.outside_table import UnreadableTable, read_outside_table

    habits = _habits(path, options)
    frame = _read_file(path)
    try:
        table = read_outside_table(frame, habits)
        found = attack_table(table, habits)
    except (UnreadableTable, ValueError) as error:
        raise _refuse(path, str(error), "", "See 'noaber attack --help' for how a table can be told.") from error
    width = float(str(options["width"]))
    recovered = [one for one in found.findings if one.exact or one.high - one.low < width]
    for line in _lines(table, found, recovered, bool(options["every"])):
        click.echo(line)
    return bool(recovered)


def _habits(path: Path, options: dict[str, object]) -> Habits:
    from noaber.methods.disclosure.outside_table import Habits

    def several(name: str) -> tuple[str, ...]:
        return tuple(options[name])  # type: ignore[arg-type]

    sums = {}
    for said in several("sums"):
        total, mark, parts = said.partition("=")
        if not mark:
            raise _refuse(path, f"--sum '{said}' has no =", "a label = labels", "As in --sum 'Twente=Almelo+Borne'.")
        sums[total.strip()] = tuple(part.strip() for part in parts.split("+"))
    return Habits(
        labels=tuple(name.strip() for name in str(options["labels"]).split(",") if name.strip()),
        marks=frozenset(several("marks")),
        totals=frozenset(several("totals")),
        sums=sums,
        least=float(str(options["least"])),
        rounded=float(str(options["rounded"])),
        either_way=bool(options["either_way"]),
    )


def _read_file(path: Path) -> pl.DataFrame:
    """Read a file as a table of text."""
    from noaber.content.formats import TableFormat
    from noaber.sources.tables import read_table

    if not path.is_file():
        raise _refuse(path, "is not there", "a file", "Name a table: a CSV or XLSX file.")
    kind = "xlsx" if path.suffix.casefold() in (".xlsx", ".xlsm", ".xls", ".ods") else "csv"
    frame = read_table({path.name: path.read_bytes()}, TableFormat(kind=kind))
    ragged = frame["ragged"].drop_nulls()
    if ragged.len():
        raise _refuse(path, f"{ragged.len()} rows have more or fewer cells than the header", "one cell a column", "")
    return frame.drop("row", "ragged")


def _lines(table: OutsideTable, found: Attack, recovered: list[Finding], every: bool) -> list[str]:
    exact = sum(one.exact for one in recovered)
    said = [f"{len(table.places):,} cells, {len(found.findings):,} hidden; {_count(len(found.used), 'sum')} used."]
    said += [f"not used, since numbers contradict it: {one.total} = {' + '.join(one.parts)}" for one in found.unused]
    if not found.used:
        said.append("No sums were found: tell them by --total or --sum.")
    close = len(recovered) - exact
    said.append(f"{exact:,} told exactly" + (f", {close:,} within less than --width." if close else "."))
    shown = found.findings if every else [*recovered, *found.findings[len(recovered) :]][: max(20, len(recovered))]
    wide = max((len(" / ".join(one.place)) for one in shown), default=0)
    said += [f"  {' / '.join(one.place):{wide}}  {one.printed or '(empty)':>8}  {_interval(one)}" for one in shown]
    left = len(found.findings) - len(shown)
    return [*said, f"  and {left:,} more (--all)"] if left else said


def _count(number: int, word: str) -> str:
    return f"1 {word}" if number == 1 else f"{number:,} {word}s"


def _interval(one: Finding) -> str:
    if one.exact:
        return f"= {one.low:,.10g}"
    return f"{one.low:,.10g} or more" if one.high == float("inf") else f"{one.low:,.10g} to {one.high:,.10g}"


def _refuse(path: Path, found: str, expected: str, next_step: str) -> Exception:
    from noaber.vocabulary.errors import DeliveryError, Problem

    return DeliveryError(Problem(str(path), found, expected, next_step))
