"""One errand: what a connector gets to work with for one source, and what it brings home."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

from noaber.content.fetching import FetchSpec
from noaber.sources.fetch.http import Ask, Client
from noaber.sources.fetch.paging import Page, Part, ReadPage, fetch_pages
from noaber.sources.fetch.state import Kept, write_json
from noaber.sources.fetch.troubles import ChangedMeanwhile

PARTIAL = ".partial"
STALE = timedelta(hours=12)
"""Pages of a service without a version of its own are not mixed with pages older than this."""


@dataclass(frozen=True)
class FetchStep:
    """How far a fetch is: pages, rows and bytes of one part so far.

    >>> print(FetchStep("wonen", "TypedDataSet", pages=3, rows=24_000, size=5_200_000))
    wonen TypedDataSet: 3 pages, 24,000 rows, 5.2 MB
    """

    source: str
    part: str
    pages: int
    rows: int
    size: int

    def __str__(self) -> str:
        pages = "1 page" if self.pages == 1 else f"{self.pages} pages"
        return f"{self.source} {self.part}: {pages}, {self.rows:,} rows, {self.size / 1e6:.1f} MB"


Progress = Callable[[FetchStep], None]


@dataclass(frozen=True)
class Extract:
    """A delivery as built, not yet in its place, and the name it is to have there.

    The name is the same every time: a newer delivery takes the place of an older one. `version` is the supplier's own.
    `pages` are those whose version can be asked for next time; `requests` counts what came in another way.
    """

    built: Path
    name: str
    version: str = ""
    pages: tuple[Page, ...] = ()
    rows: int = 0
    requests: int = 0

    @property
    def dated(self) -> datetime | None:
        """When the supplier made it, as far as it says so."""
        said = [parse_date(self.version.split(" ")[0]), *(parse_date(page.last_modified) for page in self.pages)]
        return max((moment for moment in said if moment), default=None)


@dataclass(frozen=True)
class Errand:
    """A source, its folder in the inbox, what was kept from the last time, and the means to fetch more."""

    source: str
    folder: Path
    client: Client
    kept: Kept | None
    fingerprint: str
    progress: Progress

    @property
    def partial(self) -> Path:
        """Folder of what arrived of an extract that is not finished."""
        return self.folder / PARTIAL

    def has(self, version: str) -> bool:
        """Whether this version, asked for in the same way, is already kept."""
        return bool(version) and self.kept is not None and self.kept.version == version

    def is_unchanged(self) -> bool:
        """Whether the supplier says of every page we have that it is as it was; empty answers, so cheap."""
        validators = self.kept.validators if self.kept else ()
        if not validators or not all(validator.headers() for validator in validators):
            return False
        asks = (Ask(validator.url, validator.headers()) for validator in validators)
        into = self.partial / "changed.page"
        return all(self.client.fetch(ask, into, lambda *_: None)[0].status == 304 for ask in asks)

    def begin(self, version: str = "") -> None:
        """Keep what arrived earlier of this same extract, throw away anything else."""
        plan = self.partial / "plan.json"
        if not _is_same(plan, self.fingerprint, version, self.client.clock.wall()):
            self.clear()
            started = self.client.clock.wall().isoformat(timespec="seconds")
            write_json(plan, {"spec": self.fingerprint, "version": version, "started": started})

    def clear(self) -> None:
        """Forget what arrived."""
        self.remove_partial()
        self.partial.mkdir(parents=True)

    def remove_partial(self) -> None:
        """Tidy up after an extract that is finished, or was not needed."""
        shutil.rmtree(self.partial, ignore_errors=True)

    def fetch_pages(self, part: str, first: str, read: ReadPage) -> Part:
        """All pages of a part, as in `paging.fetch_pages`, telling how far we are."""
        return fetch_pages(self.client, self.partial / part, first, read, lambda done: self._tell(part, done))

    def _tell(self, part: str, done: Part) -> None:
        self.progress(FetchStep(self.source, part, len(done.pages), done.rows, done.size))


def parse_date(text: str) -> datetime | None:
    """A moment as CBS or HTTP writes it; None where it is neither. Without zone it counts as UTC.

    >>> parse_date("2022-08-23T02:00:00").isoformat(), parse_date("soon")
    ('2022-08-23T02:00:00+00:00', None)
    """
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = parse(text)
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def compute_fingerprint(spec: FetchSpec) -> str:
    """What tells one way of asking from another."""
    return sha256(spec.model_dump_json().encode()).hexdigest()


def check_unchanged(before: str, now: str) -> None:
    """ChangedMeanwhile where the supplier's version is no longer what it was when we began."""
    if before != now:
        raise ChangedMeanwhile(f"version was '{before}', is '{now}'")


def _is_same(plan: Path, fingerprint: str, version: str, now: datetime) -> bool:
    try:
        found = json.loads(plan.read_text("utf-8"))
        started = datetime.fromisoformat(found["started"])
        same = (found["spec"], found["version"]) == (fingerprint, version)
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return same and (bool(version) or now - started < STALE)
