"""Identifiers as suppliers write them, brought to one form, so that one person gets one pseudonym."""

from __future__ import annotations

import polars as pl

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_NINE = "^[0-9]{9}$"
_PLAIN = r"^[!-~]+$"  # signs of ASCII, no space: in its one form already
_SIGNS = r"^[0-9]+(?:[ .\-][0-9]+)*$"


def normalise_bsn(values: pl.Series) -> pl.Series:
    """Give citizen service numbers (BSN) as nine digits; absent what is none: too long, too short, or failing the test.

    Spaces, dots and hyphens between digits go; leading zeros that a spreadsheet dropped come back (a BSN has at most
    two); `111222333.0`, a number that a spreadsheet wrote, is read as a whole number. Set apart the rows whose number
    is absent afterwards and was not before: a number that fails is a typing error, and would join two people.

    >>> normalise_bsn(pl.Series(["1112.22.333", "123456789", "12345672"])).to_list()
    ['111222333', None, '012345672']
    """
    text = values.cast(pl.String)
    if not text.str.contains(_NINE).all():
        text = _nine_digits(text)
    usable = passes_elfproef(pl.col("number"))
    return pl.DataFrame({"number": text}).select(pl.when(usable).then("number").alias(values.name)).to_series()


def _nine_digits(texts: pl.Series) -> pl.Series:
    """Give nine digits where a text is a number as people and programs write one."""
    text = texts.str.strip_chars().str.replace(r"^([0-9]+)\.0+$", "${1}")
    digits = text.str.replace_all(r"[ .\-]", "")
    plain = pl.col("text").str.contains(_SIGNS) & pl.col("digits").str.contains("^[0-9]{7,9}$")
    written = pl.DataFrame({"text": text, "digits": digits, "number": digits.str.zfill(9)})
    return written.select(pl.when(plain).then("number")).to_series()


def passes_elfproef(number: pl.Expr) -> pl.Expr:
    """Say whether a text of nine digits passes the eleven test of BSNs: 9a + 8b + ... + 2h - i is a multiple of 11.

    Nine zeros pass the sum, and are no number. Other texts do not pass.

    >>> numbers = pl.DataFrame({"bsn": ["111222333", "123456789", "000000000", "12345678"]})
    >>> numbers.select(passes_elfproef(pl.col("bsn")))["bsn"].to_list()
    [True, False, False, False]
    """
    nine = number.str.contains(_NINE)
    value = pl.when(nine).then(number).cast(pl.Int64)
    total = pl.sum_horizontal([weight * (value // 10 ** (8 - place) % 10) for place, weight in enumerate(_WEIGHTS)])
    return nine & (number != "000000000") & (total % 11 == 0)


def normalise_text(values: pl.Series) -> pl.Series:
    """Give other identifiers in one form: Unicode NFC, no space at the ends, one space within; absent where empty.

    Capitals stay: whether `a1` and `A1` are one client is the supplier's to say.

    >>> normalise_text(pl.Series([" A  1 ", ""])).to_list()
    ['A 1', None]
    """
    given = values.cast(pl.String)
    if given.str.contains(_PLAIN).all():
        return given
    text = given.str.normalize("NFC").str.replace_all(r"\s+", " ").str.strip_chars()
    return text.replace("", None)
