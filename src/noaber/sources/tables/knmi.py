"""Weather files of the KNMI: comments, a header that starts with `# STN`, and padded cells."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from noaber.content.formats import TableFormat
from noaber.sources.tables.body import parse_body
from noaber.sources.tables.layout import finish, settle_names
from noaber.sources.tables.parts import pick_part, read_text, refuse

HEADER = re.compile(r"^#?[ \t]*(STN[ \t]*,.*)$", re.MULTILINE)
COMMENT = re.compile(r"^#.*$", re.MULTILINE)


def read_knmi(parts: Mapping[str, bytes], fmt: TableFormat) -> pl.DataFrame:
    """Read daily or hourly observations, columns named as in the header; dates and tenths stay as they are."""
    name = pick_part(parts, fmt, (".txt", ".csv"))
    text = read_text(name, parts, fmt.encoding)
    header = HEADER.search(text)
    if header is None:
        raise refuse(name, "has no header line '# STN,...'", "a file of the KNMI", "Check `kind:` and the download.")
    line = text.count("\n", 0, header.start()) + 1
    names = settle_names(f"{name}:{line}", [cell.strip() for cell in header[1].split(",")])
    body = COMMENT.sub("", text[header.end() + 1 :])
    return finish(parse_body(body, line + 1, ",", names))
