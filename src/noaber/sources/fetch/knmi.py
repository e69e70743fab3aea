"""KNMI's daily weather: a selection through the service for scripts, or the whole files of stations."""

from __future__ import annotations

import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

from noaber.content.fetching import KnmiDailyFetch, KnmiFilesFetch
from noaber.sources.fetch.addresses import compose_address
from noaber.sources.fetch.errand import Errand, Extract
from noaber.sources.fetch.http import Answer, Ask
from noaber.sources.fetch.packing import check_zip, list_members, repack_zips
from noaber.sources.fetch.paging import Page, PageContent
from noaber.sources.fetch.troubles import HalfAnswer
from noaber.vocabulary.errors import FetchError, Problem

HEADER = re.compile(r"^#?\s*STN,\s*YYYYMMDD\b.*$", re.MULTILINE)


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
    """The files of all stations as one zip of texts as received; None where KNMI renewed none of them."""
    if errand.is_unchanged():
        return None
    errand.begin()
    urls = [compose_address(spec.base, f"etmgeg_{station}.zip") for station in sorted(set(spec.stations))]
    parts = [errand.fetch_pages(url.rsplit("/", 1)[-1], url, _read_file) for url in urls]
    built = repack_zips(errand.partial / "built.zip", [part.files[0] for part in parts])
    pages: tuple[Page, ...] = tuple(page for part in parts for page in part.pages)
    return Extract(built, "knmi_files.zip", pages=pages, rows=sum(part.rows for part in parts))


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
    check_zip(file, 512 * 1024 * 1024)
    names = list_members(file)
    if len(names) != 1:
        raise HalfAnswer(f"the zip has {len(names)} files instead of one")
    with zipfile.ZipFile(file) as archive:
        return PageContent(count_days(archive.read(archive.namelist()[0]).decode("latin-1")))
