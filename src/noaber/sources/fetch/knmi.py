"""KNMI's daily weather: a selection through the service for scripts, or the whole files of stations."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from noaber.content.fetching import KnmiDailyFetch, KnmiFilesFetch
from noaber.sources.fetch.addresses import compose_address
from noaber.sources.fetch.errand import Errand, Extract
from noaber.sources.fetch.http import Answer, Ask
from noaber.sources.fetch.packing import check_zip, list_members
from noaber.sources.fetch.paging import Page, PageContent
from noaber.sources.fetch.troubles import HalfAnswer
from noaber.vocabulary.errors import FetchError, Problem

MOST_TEXT = 512 * 1024 * 1024
HEADER = re.compile(r"^#?[ \t]*STN,[ \t]*YYYYMMDD\b[^\r\n]*", re.MULTILINE)


def fetch_knmi_daily(errand: Errand, spec: KnmiDailyFetch) -> Extract | None:
    """The text of a selection as received; the service names no version, so it is always asked."""
    errand.begin()
    built = errand.partial / "built.txt"
    end = spec.end or errand.client.clock.wall().date() - timedelta(days=1)
    _, rows = errand.client.fetch(Ask(spec.base, form=_form(spec, end)), built, read_daily_rows)
    if not rows:
        raise FetchError(Problem(spec.base, "no days", "at least one", "Check `stations`, `start` and `end`."))
    return Extract(built, "knmi_daily.txt", rows=rows, requests=1)


def fetch_knmi_files(errand: Errand, spec: KnmiFilesFetch) -> Extract | None:
    """The days of all stations as one text, lines as received; None where KNMI renewed no file."""
    if errand.is_unchanged():
        return None
    errand.begin()
    urls = [compose_address(spec.base, f"etmgeg_{station}.zip") for station in sorted(set(spec.stations))]
    parts = [errand.fetch_pages(url.rsplit("/", 1)[-1], url, _read_file) for url in urls]
    built = errand.partial / "built.txt"
    built.write_bytes(join_stations([_unpack(part.files[0]) for part in parts]).encode("latin-1"))
    pages: tuple[Page, ...] = tuple(page for part in parts for page in part.pages)
    return Extract(built, "knmi_files.txt", pages=pages, rows=sum(part.rows for part in parts))


def join_stations(texts: Sequence[str]) -> str:
    """The first text, and below it the days of the others; HalfAnswer where their columns differ.

    >>> join_stations(["Bron\\n# STN,YYYYMMDD\\n 1,2024\\n", "Bron\\n# STN,YYYYMMDD\\n 2,2024\\n"])
    'Bron\\n# STN,YYYYMMDD\\n 1,2024\\n 2,2024\\n'
    """
    if len({_columns(text) for text in texts}) != 1:
        raise HalfAnswer("the files of the stations have not the same columns")
    first, *others = texts
    return first.rstrip("\r\n") + "".join(_days(text) for text in others) + _line_end(first)


def _columns(text: str) -> str:
    header = HEADER.search(text)
    return "".join(header[0].split()) if header else ""


def _days(text: str) -> str:
    header = HEADER.search(text)
    days = text[header.end() :].strip("\r\n") if header else ""
    return f"{_line_end(text)}{days}" if days else ""


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _form(spec: KnmiDailyFetch, end: date) -> dict[str, str]:
    return {
        "start": f"{spec.start:%Y%m%d}",
        "end": f"{end:%Y%m%d}",
        "stns": ":".join(map(str, spec.stations)),
        "vars": ":".join(spec.variables),
    }


def read_daily_rows(file: Path, answer: Answer) -> int:
    """Number of days in a text of daily weather; HalfAnswer where it is not whole."""
    text = file.read_bytes().decode("latin-1")
    if not answer.framed and not text.endswith("\n"):
        raise HalfAnswer("the text stops inside a line")
    return count_days(text)


def count_days(text: str) -> int:
    """Days below the header; HalfAnswer where there is no header, or a day has not all its columns.

    >>> count_days("# STN,YYYYMMDD,   TG\\n  290,20240101,   71\\n  290,20240102,   86\\n")
    2
    """
    header = HEADER.search(text)
    if not header:
        raise HalfAnswer(f"the text has no header '# STN,YYYYMMDD'; it starts with '{' '.join(text[:60].split())}'")
    days = [line for line in text[header.end() :].splitlines() if line.strip() and not line.startswith("#")]
    columns = header[0].count(",")
    if short := next((line for line in days if line.count(",") != columns), None):
        raise HalfAnswer(f"a day has {short.count(',') + 1} columns instead of {columns + 1}")
    return len(days)


def _read_file(file: Path, _: Answer, before: int) -> PageContent:
    check_zip(file, MOST_TEXT)
    return PageContent(count_days(_unpack(file)))


def _unpack(file: Path) -> str:
    names = list_members(file)
    if len(names) != 1:
        raise HalfAnswer(f"the zip has {len(names)} files instead of one")
    with zipfile.ZipFile(file) as archive:
        return archive.read(archive.infolist()[0]).decode("latin-1")
