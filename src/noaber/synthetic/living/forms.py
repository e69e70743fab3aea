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


def render_form(form: Form, frame: pl.DataFrame, law: str, quarter: int, typed: bool) -> bytes:
    """Give the rows of a file (columns by field) in a municipality's own form, with notes where they are typed.

    The rows tell of `quarter` (4 times the year plus 0 to 3) and the two before.
    """
    columns = {
        "record": pl.col("record"), "period": _period(form, quarter), "person": pl.col("person"),
        "birth": pl.col("birth"), **_texts(form, law), "provider": pl.col("provider"),
        "provider_name": pl.col("provider_name"), "start": pl.col("start"), "end": _end(form), "cost": _cost(form),
        "change": pl.col("change").replace_strict(dict(form.changes)),
    }  # fmt: skip
    written = [columns[field].alias(header) for field, header in form.headers.items()]
    written += [pl.col("note").alias(form.free_text)] if typed else []
    text = to_csv(frame.select(written), form.delimiter, form.date)
    return text if form.encoding == "utf-8" else MARKS.get(form.encoding, b"") + text.decode().encode(form.encoding)


def _period(form: Form, quarter: int) -> pl.Expr:
    """The quarter that a row tells of, as this municipality writes it."""
    names = {number: form.period.format(year=number // 4, quarter=number % 4 + 1, month=3 * (number % 4 + 1))
             for number in range(quarter - 2, quarter + 1)}  # fmt: skip
    return pl.col("quarter").replace_strict(names, return_dtype=pl.String)


def _texts(form: Form, law: str) -> dict[str, pl.Expr]:
    postcode = pl.col("postcode")
    spaced = pl.concat_str([postcode.str.slice(0, 4), pl.lit(" "), postcode.str.slice(4)])
    word = form.worded.format(law=law.capitalize())
    return {"postcode": spaced if form.spaced else postcode, "product": pl.lit(word) + pl.col("product")}


def _end(form: Form) -> pl.Expr:
    text = pl.col("end").dt.to_string(form.date)
    return text.fill_null(form.open_end) if form.open_end else text


def _cost(form: Form) -> pl.Expr:
    """Euros with two decimals."""
    cents = (pl.col("cost") * 100).round().cast(pl.Int64)
    whole, rest = (cents // 100).cast(pl.String), (cents % 100).cast(pl.String).str.zfill(2)
    return pl.concat_str([whole, pl.lit("," if form.comma else "."), rest])
