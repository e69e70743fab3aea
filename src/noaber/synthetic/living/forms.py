"""How a municipality writes: headers, delimiter, encoding, dates, decimals, periods, codes of its own."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from noaber.synthetic.lists import Lists
from noaber.synthetic.living.frames import to_csv

MARKS = {"utf-16-le": codecs.BOM_UTF16_LE}
"""What stands before the text, where the encoding itself does not write it."""


@dataclass(frozen=True)
class Form:
    """The form of one municipality's provision files. `open_end` is what stands for a day that is not known yet."""

    town: str
    headers: Mapping[str, str]
    delimiter: str
    encoding: str
    date: str
    comma: bool
    period: str
    changes: Mapping[str, str]
    open_end: str
    spaced: bool
    worded: str
    free_text: str
    free_text_from: int


def read_forms(assumptions: Lists) -> Mapping[str, Form]:
    """Give the form of each municipality."""
    tree = assumptions.trees["forms"]
    headers = assumptions.tables["headers"]
    return {
        town: Form(
            town=town,
            headers={row["field"]: row[town] for row in headers},
            delimiter=own["delimiter"], encoding=own["encoding"], date=tree["dates"][own["date"]],
            comma=own["decimal"] == ",", period=tree["periods"][own["period"]], changes=tree["changes"][own["change"]],
            open_end=own["open"], spaced=town in tree["spaced"], worded=tree["worded"].get(town, ""),
            free_text=tree["free_text"]["header"] if town == tree["free_text"]["town"] else "",
            free_text_from=tree["free_text"]["from"],
        )
        for town, own in tree["towns"].items()
    }  # fmt: skip


def name_period(form: Form, year: int, quarter: int) -> str:
    """Give a quarter (1 to 4) as this municipality writes it."""
    return form.period.format(year=year, quarter=quarter, month=3 * quarter)


def render_form(form: Form, frame: pl.DataFrame, law: str) -> bytes:
    """Give the rows of a file (columns by field, a `note` where there is free text) in a municipality's own form."""
    written = frame.select(
        "record", "period", "person", "birth", *_texts(form, law), "provider", "provider_name", "start",
        _end(form), _cost(form),
        pl.col("change").replace_strict(dict(form.changes)), *([pl.col("note")] if "note" in frame.columns else []),
    ).select([*form.headers, *(["note"] if "note" in frame.columns else [])])  # fmt: skip
    text = to_csv(written.rename({**form.headers, **({"note": form.free_text} if "note" in frame.columns else {})}),
                  form.delimiter, form.date)  # fmt: skip
    return text if form.encoding == "utf-8" else MARKS.get(form.encoding, b"") + text.decode().encode(form.encoding)


def _texts(form: Form, law: str) -> list[pl.Expr]:
    postcode = pl.col("postcode")
    spaced = pl.concat_str([postcode.str.slice(0, 4), pl.lit(" "), postcode.str.slice(4)])
    word = form.worded.format(law=law.capitalize())
    return [(spaced if form.spaced else postcode).alias("postcode"), (pl.lit(word) + pl.col("product")).alias("product")]


def _end(form: Form) -> pl.Expr:
    text = pl.col("end").dt.to_string(form.date)
    return text.fill_null(form.open_end) if form.open_end else text


def _cost(form: Form) -> pl.Expr:
    """Euros with two decimals."""
    cents = (pl.col("cost") * 100).round().cast(pl.Int64)
    text = pl.concat_str([
        (cents // 100).cast(pl.String), pl.lit("," if form.comma else "."), (cents % 100).cast(pl.String).str.zfill(2),
    ])  # fmt: skip
    return text.alias("cost")
