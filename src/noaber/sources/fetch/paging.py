"""Pages of an answer, each on disk with its next link as it arrives: a killed fetch goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path

from noaber.sources.fetch.addresses import follow_link
from noaber.sources.fetch.http import Answer, Ask, Client
from noaber.sources.fetch.state import Validator, write_json
from noaber.sources.fetch.troubles import ChangedMeanwhile
from noaber.vocabulary.errors import FetchError, Problem

MOST_PAGES = 100_000


@dataclass(frozen=True)
class Page:
    """One page that arrived: where it came from, where the next is ('' for none), what is in it.

    `total` is the number of rows of all pages as the supplier counts them, -1 where it does not say.
    """

    url: str
    next: str
    rows: int
    total: int
    size: int
    sha256: str
    etag: str = ""
    last_modified: str = ""

    @property
    def validator(self) -> Validator:
        """What the supplier called the version of this page."""
        return Validator(self.url, self.etag, self.last_modified)


@dataclass(frozen=True)
class PageContent:
    """What a reader found in a page: its rows, the next link as given, the supplier's own total or -1."""

    rows: int
    next: str = ""
    total: int = -1


ReadPage = Callable[[Path, Answer, int], PageContent]
"""Reads a page, given the rows on the pages before it; raises HalfAnswer where it is not whole."""


@dataclass(frozen=True)
class Part:
    """One part of an extract, such as an entity set: its pages and the folder they are in."""

    folder: Path
    pages: tuple[Page, ...] = ()

    @property
    def files(self) -> list[Path]:
        """Files of the pages, in order."""
        return [self.folder / _name(number) for number in range(1, len(self.pages) + 1)]

    @property
    def rows(self) -> int:
        """Rows on all pages."""
        return sum(page.rows for page in self.pages)

    @property
    def size(self) -> int:
        """Bytes of all pages."""
        return sum(page.size for page in self.pages)


def fetch_pages(client: Client, folder: Path, first: str, read: ReadPage, tell: Callable[[Part], None]) -> Part:
    """All pages of one part of an extract, from its first address on; those that arrived earlier are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    part = Part(folder, tuple(read_pages(folder, first)))
    url = part.pages[-1].next if part.pages else first
    while url:
        page = _fetch_page(client, url, part, read)
        part = Part(folder, (*part.pages, page))
        tell(part)
        url = page.next
    _check_total(part)
    return part


def read_pages(folder: Path, first: str) -> list[Page]:
    """Pages that arrived whole and follow on one another from address `first`."""
    pages: list[Page] = []
    expected = first
    while page := _read_note(folder / _name(len(pages) + 1)):
        if page.url != expected:
            break
        pages.append(page)
        expected = page.next
    return pages


def measure_file(file: Path) -> tuple[int, str]:
    """Bytes and sha256 of a file."""
    with file.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    return file.stat().st_size, digest


def _fetch_page(client: Client, url: str, part: Part, read: ReadPage) -> Page:
    file = part.folder / _name(len(part.pages) + 1)
    answer, content = client.fetch(Ask(url), file, lambda body, answer: read(body, answer, part.rows))
    assert content is not None, "no 304 without a condition"
    page = _describe_page(url, file, answer, content)
    _check_end(page, part, client.manners.most_extract_bytes)
    write_json(_note(file), asdict(page))
    return page


def _describe_page(url: str, file: Path, answer: Answer, content: PageContent) -> Page:
    size, digest = measure_file(file)
    named = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    following = follow_link(url, content.next) if content.next else ""
    return Page(url, following, content.rows, content.total, size, digest, *named)


def _check_end(page: Page, part: Part, most: int) -> None:
    """Refuse pages that would never end."""
    if page.next and page.next in {page.url, *(earlier.url for earlier in part.pages)}:
        raise ChangedMeanwhile(f"the next link of {page.url} leads back to a page that was already read")
    if part.pages and page.rows and page.sha256 == part.pages[-1].sha256:
        raise ChangedMeanwhile(f"{page.url} is the same page as the one before")
    if len(part.pages) >= MOST_PAGES or page.size + part.size > most:
        found = f"more than {MOST_PAGES} pages or {most} bytes"
        raise FetchError(Problem(page.url, found, "pages that come to an end", "Ask for less with `filter`."))


def _check_total(part: Part) -> None:
    totals = {page.total for page in part.pages if page.total >= 0}
    if len(totals) > 1:
        raise ChangedMeanwhile(f"it counts {' and then '.join(map(str, sorted(totals)))} rows")
    if totals and part.rows != max(totals):
        raise ChangedMeanwhile(f"it counts {max(totals)} rows and gave {part.rows}")


def _name(number: int) -> str:
    return f"{number:05d}.page"


def _note(file: Path) -> Path:
    return file.with_suffix(".json")


def _read_note(file: Path) -> Page | None:
    try:
        page = Page(**json.loads(_note(file).read_text("utf-8")))
        return page if measure_file(file) == (page.size, page.sha256) else None
    except (OSError, ValueError, TypeError):
        return None
