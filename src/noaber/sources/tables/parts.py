"""Which part of a delivery holds the table, and its bytes as text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from noaber.content.formats import TableFormat
from noaber.vocabulary.errors import DeliveryError, Problem

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
KNOWN_STARTS = (
    (b"PK\x03\x04", "a zip archive or workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"%PDF", "a PDF"),
    (b"PAR1", "a Parquet file"),
)
NEVER_IN_TEXT = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
CONTROLS = bytes(code for code in range(32) if NEVER_IN_TEXT.match(chr(code)))
"""The same as bytes of UTF-8, in which they are found many times as fast."""
MARKUP = re.compile(r"\s*<(!doctype html|html|head|body|\?xml|error)", re.IGNORECASE)


def refuse(place: str, found: str, expected: str = "", next_step: str = "") -> DeliveryError:
    """Make the refusal of a delivery with one problem, to be raised by the caller."""
    return DeliveryError(Problem(place, found, expected, next_step))


def pick_parts(parts: Mapping[str, bytes], fmt: TableFormat, suffixes: Iterable[str]) -> list[str]:
    """Name the parts that hold the table, in natural order: those of `member`, else those with these suffixes.

    A delivery of one part needs neither. Raises DeliveryError where nothing fits.
    """
    if fmt.member:
        names = [name for name in parts if _is_member(name, fmt.member)]
    elif len(parts) == 1:
        names = list(parts)
    else:
        names = [name for name in parts if name.lower().endswith(tuple(suffixes))]
    if not names:
        wanted = fmt.member or " or ".join(suffixes)
        raise refuse(
            "delivery",
            f"has no file {wanted}; it holds {_some(parts)}",
            f"a file {wanted}",
            "Correct `member:` of the format, or ask the supplier for the missing file.",
        )
    return sorted(names, key=natural)


def pick_part(parts: Mapping[str, bytes], fmt: TableFormat, suffixes: Iterable[str]) -> str:
    """Name the one part that holds the table. Raises DeliveryError where there is none, or a choice."""
    names = pick_parts(parts, fmt, suffixes)
    if len(names) > 1:
        raise refuse(
            "delivery",
            f"has {len(names)} files that could be the table: {_some(names)}",
            "one file",
            f"Choose one, such as `member: {names[0]}`.",
        )
    return names[0]


def natural(name: str) -> list[tuple[int, str]]:
    """Sort key by which page 10 comes after page 9.

    >>> sorted(["page10", "page9"], key=natural)
    ['page9', 'page10']
    """
    pieces = re.split(r"(\d+)", name.lower())
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces]


def decode_text(name: str, data: bytes, encoding: str = "auto") -> str:
    """Give the text of a part with `\\n` line ends and no BOM.

    `auto` follows a BOM, then UTF-8, then Windows Latin-1 (cp1252; Latin-1 where that has no character). Raises
    DeliveryError for what is empty, is no text, or does not fit the encoding that was asked for.
    """
    _check_is_text(name, data)
    text = _decoded(name, data, encoding).rstrip("\x1a")
    plain = text.encode("utf-8", "replace")
    if len(plain.translate(None, CONTROLS)) < len(plain) and (match := NEVER_IN_TEXT.search(text)):
        line = text.count("\n", 0, match.start()) + 1
        raise refuse(f"{name}:{line}", "is binary data, not text", "a text file", "Check `kind:` and the download.")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def check_no_markup(name: str, text: str) -> None:
    """Refuse a web page or XML message that was saved in the place of a table."""
    if MARKUP.match(text):
        title = re.search(r"<title[^>]*>\s*([^<]{1,80})", text, re.IGNORECASE)
        said = f", titled '{title[1].strip()}'" if title else ""
        raise refuse(
            f"{name}:1",
            f"is a web page or XML message{said}",
            "the table itself",
            "The supplier's site probably gave an error or a log-in page; fetch the file again.",
        )


def read_text(name: str, parts: Mapping[str, bytes], encoding: str = "auto") -> str:
    """Give the text of a table part; refuse web pages and what is no text."""
    text = decode_text(name, parts[name], encoding)
    check_no_markup(name, text)
    if not text.strip():
        raise refuse(name, "is empty", "a table with a header", "Ask the supplier for the file again.")
    return text


def _check_is_text(name: str, data: bytes) -> None:
    if not data:
        raise refuse(name, "is empty (0 bytes)", "a table with a header", "Ask the supplier for the file again.")
    for start, what in KNOWN_STARTS:
        if data.startswith(start):
            raise refuse(name, f"is {what}", "a text file", "Correct `kind:` of the format, or unpack the file.")


def _decoded(name: str, data: bytes, encoding: str) -> str:
    for bom, codec in BOMS:
        if data.startswith(bom):
            return _strictly(name, data, codec)
    if encoding != "auto":
        return _strictly(name, data, encoding)
    for codec in ("utf-8", "cp1252"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _strictly(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refuse(
            f"{name}:{line}",
            f"byte {data[error.start]:#04x} is no {encoding.removesuffix('-sig')}",
            f"text in {encoding.removesuffix('-sig')}",
            "Correct `encoding:` of the format, or leave it out.",
        ) from error


def _is_member(name: str, pattern: str) -> bool:
    return fnmatchcase(name, pattern) or fnmatchcase(name.rpartition("/")[2], pattern)


def _some(names: Iterable[str]) -> str:
    listed = sorted(names, key=natural)
    return ", ".join(listed[:8]) + (f" and {len(listed) - 8} more" if len(listed) > 8 else "")
