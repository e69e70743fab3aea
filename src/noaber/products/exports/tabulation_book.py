"""A composed table as a workbook: notes first, then a sheet per indicator with areas down and periods across."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import polars as pl

from noaber.products.exports.sheet_rows import SheetRows, fill_sheets
from noaber.products.exports.spreadsheet_safety import plain_text
from noaber.products.exports.tabulation_rows import Named
from noaber.products.exports.workbook import day_of
from noaber.products.figures import Figure
from noaber.products.hidden_note import Instead, Told, draw_hidden_note, print_hidden_note
from noaber.products.marks import name_marks
from noaber.products.subjects import Subject
from noaber.products.wording import Wording

MOST_ROWS = 1_000_000
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
HEADER = 2  # line of the column names
ABOVE = ("indicator_key", "instead_area_key", "instead_slice_key")
Above = tuple[int, int, int]
"""The keys of what is shown instead of a hidden figure: indicator, area, category."""
STATE = ("status", "hidden", "series_break", "there")


@dataclass(frozen=True)
class BookPlan:
    """What the workbook says besides figures: (name, text) lines of notes, and the indicators by key."""

    notes: Sequence[tuple[str, str]]
    subjects: Mapping[int, Subject]
    corners: tuple[str, str, str]
    notes_title: str
    built: str
    instead: Callable[[Above], Instead]


@dataclass(frozen=True)
class Sheet:
    """One sheet: an indicator, the periods across, and the signs behind its numbers; `rows` has the cells."""

    subject: Subject
    periods: Sequence[int]
    signs: Sequence[str]
    rows: SheetRows


def tabulation_book(frames: Iterable[pl.DataFrame], named: Named, plan: BookPlan, wording: Wording) -> Path:
    """Write the workbook to a temporary file; the caller removes it.

    The book itself (notes, headers, formats, widths) is made cell by cell; the figures, of which there may be a
    million, are put into its sheets as whole columns afterwards.
    """
    told: Counter[Instead | None] = Counter()
    sheets = list(_sheets(_counted(frames, plan.instead, told), named, plan, wording))
    hidden = print_hidden_note(draw_hidden_note(Told(told.total(), told), wording))
    lines = [(wording.t("export.withheld"), hidden)] if hidden else []
    plan = replace(plan, notes=[*plan.notes, *lines])
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.xlsx"
        _write_bare(bare, sheets, named, plan, wording)
        with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
            target = Path(file.name)
        fill_sheets(bare, target, HEADER + 1, {at: sheet.rows for at, sheet in enumerate(sheets, start=2)})
    return target


def _counted(
    frames: Iterable[pl.DataFrame], name: Callable[[Above], Instead], told: Counter[Instead | None]
) -> Iterator[pl.DataFrame]:
    """Pass frames on, and count what is offered in the place of the hidden figures in them."""
    for frame in frames:
        for *keys, count in frame.filter("hidden").group_by(ABOVE).len().iter_rows():
            indicator, area, slice = keys
            told[None if area is None else name((indicator, area, slice))] += count
        yield frame


def _sheets(frames: Iterable[pl.DataFrame], named: Named, plan: BookPlan, wording: Wording) -> Iterator[Sheet]:
    """Give the sheets: one per indicator, more where it has more rows than a sheet holds."""
    parts = chain.from_iterable(frame.partition_by("indicator_key", maintain_order=True) for frame in frames)
    for key, pieces in groupby(parts, lambda part: part["indicator_key"][0]):
        frame, signs = _signed(pl.concat(list(pieces)), wording)
        periods = frame["period_key"].unique().sort().to_list()
        wide = frame.pivot("period_key", on_columns=periods, index=["area_key", "slice_key"], values=["value", "sign"])
        for start in range(0, wide.height, MOST_ROWS):
            rows = _cells(wide[start : start + MOST_ROWS], periods, signs, named)
            yield Sheet(plan.subjects[key], periods, signs, rows)


def _signed(frame: pl.DataFrame, wording: Wording) -> tuple[pl.DataFrame, list[str]]:
    """Put the sign of its status beside each number, or the words for why there is none; with the signs that occur."""
    marked = frame.with_columns(there=pl.col("value").is_not_null())
    states = marked.select(STATE).unique(maintain_order=True).rows()
    table = pl.DataFrame(
        [(*state, _sign(*state, wording=wording)) for state in states], orient="row", schema=[*STATE, "sign"]
    )
    signed = marked.join(table, on=STATE, maintain_order="left")
    shown = signed.with_columns(value=pl.when(~pl.col("hidden")).then(pl.col("value")))
    return shown, shown.filter(pl.col("value").is_not_null())["sign"].unique().sort().to_list()


def _sign(status: str, hidden: bool, series_break: bool, there: bool, wording: Wording) -> str:
    figure = Figure(0.0 if there else None, status, hidden, series_break)
    if figure.absence:
        return wording.t("export.hidden" if hidden else "export.missing")
    return " ".join(mark.sign for mark in name_marks(figure, wording))


def _cells(wide: pl.DataFrame, periods: Sequence[int], signs: Sequence[str], named: Named) -> SheetRows:
    areas = {key: named.areas[key] for key in wide["area_key"].unique()}
    slices = {key: plain_text(named.slice(key)[1]) for key in wide["slice_key"].unique()}
    codes = {key: plain_text(f"{code}@{year}" if year else code) for key, (code, year, _) in areas.items()}
    return SheetRows(
        texts=[
            wide["area_key"].replace_strict({key: plain_text(name) for key, (_, _, name) in areas.items()}),
            wide["area_key"].replace_strict(codes),
            wide["slice_key"].replace_strict(slices),
        ],
        numbers=[wide[f"value_{period}"] for period in periods],
        words=[wide[f"sign_{period}"] for period in periods],
        styles=signs,
    )


def _write_bare(file: Path, sheets: Sequence[Sheet], named: Named, plan: BookPlan, wording: Wording) -> None:
    """Write the book without its figures; the line below each header shows the format of every sign that occurs."""
    import xlsxwriter

    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": day_of(plan.built)})
        bold, title = book.add_format({"bold": True}), book.add_format({"bold": True, "font_size": 14})
        header = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "align": "right"})
        _write_notes(book.add_worksheet(plan.notes_title), plan, bold)
        number = cache(lambda form: book.add_format({"num_format": form}))
        for part in sheets:
            sheet = book.add_worksheet(_sheet_name(book, part.subject.name))
            sheet.set_column(0, 0, 34)
            sheet.set_column(1, 2, 20)
            sheet.freeze_panes(HEADER + 1, 3)
            sheet.write_string(0, 0, plain_text(part.subject.name), title)
            for at, name in enumerate((*plan.corners, *(wording.period(named.periods[key]) for key in part.periods))):
                sheet.write_string(HEADER, at, name, header)
            for at, sign in enumerate(part.signs):
                sheet.write_blank(HEADER + 1, at, None, number(_number_format(part.subject, sign)))


def _number_format(subject: Subject, sign: str) -> str:
    """Give the format of a number with its unit and a sign behind it."""
    digits = "#,##0" + ("." + "0" * subject.decimals if subject.decimals else "")
    unit = ' "%"' if subject.sign == "%" else ""
    before = '"€ "' if subject.sign == "€" else ""
    return before + digits + unit + (f'" {sign}"' if sign else "")


def _write_notes(sheet: Any, plan: BookPlan, bold: Any) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for line, (name, text) in enumerate(plan.notes):
        sheet.write_string(line, 0, name, bold)
        sheet.write_string(line, 1, plain_text(text))


def _sheet_name(book: Any, name: str) -> str:
    """Give a name that is free: at most 31 characters, no sign that sheets refuse."""
    used = {sheet.get_name().casefold() for sheet in book.worksheets()}
    base = " ".join(name.translate(FORBIDDEN).split())
    for number in range(1, len(used) + 2):
        ending = f" ({number})" if number > 1 else ""
        found = base[: 31 - len(ending)].strip() + ending
        if found.casefold() not in used:
            return found
    raise AssertionError("there is always a free number")
