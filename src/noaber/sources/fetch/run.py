"""`noaber fetch`: bring the newest delivery of a source into the inbox, or leave everything as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from noaber.content.fetching import (
    CbsCsv4Fetch,
    CbsOdata3Fetch,
    CbsOdata4Fetch,
    FetchSpec,
    KnmiDailyFetch,
    KnmiFilesFetch,
    OgcFeaturesFetch,
)
from noaber.sources.fetch.cbs_csv4 import fetch_cbs_csv4
from noaber.sources.fetch.cbs_odata3 import fetch_cbs_odata3
from noaber.sources.fetch.cbs_odata4 import fetch_cbs_odata4
from noaber.sources.fetch.errand import Errand, Extract, FetchStep, Progress, compute_fingerprint
from noaber.sources.fetch.http import Client
from noaber.sources.fetch.knmi import fetch_knmi_daily, fetch_knmi_files
from noaber.sources.fetch.ogc_features import fetch_ogc_features
from noaber.sources.fetch.packing import place_file
from noaber.sources.fetch.paging import measure_file
from noaber.sources.fetch.state import Kept, read_kept, write_kept
from noaber.sources.fetch.troubles import ChangedMeanwhile, PassingTrouble
from noaber.sources.locking import hold_folder
from noaber.vocabulary.errors import FetchError, Problem

BUSY = Problem("", "another fetch of this source is running", "", "Wait until it has ended.")
BEGINNINGS = 3
"""How often we begin anew where the supplier replaces the data while we read."""


@dataclass(frozen=True)
class FetchReport:
    """What a fetch of one source came to.

    new: `file` is a delivery that was not there before; unchanged: all is of the delivery we had;
    failed: there is no file, `problems` say why, and the inbox is as it was.
    """

    source: str
    status: Literal["new", "unchanged", "failed"]
    file: Path | None = None
    size: int = 0
    pages: int = 0
    rows: int = 0
    version: str = ""
    problems: tuple[Problem, ...] = ()


def say_nothing(_: FetchStep) -> None:
    """Progress for who does not want to hear of it."""


def fetch_source(
    source_id: str, spec: FetchSpec, inbox: Path, client: Client, progress: Progress = say_nothing
) -> FetchReport:
    """Fetch one source into <inbox>/<source_id>/; FetchError where the supplier gives no whole answer."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", source_id):
        raise FetchError(Problem(source_id, "is no id of a source", "letters, digits, _ and -"))
    folder = inbox / source_id
    try:
        with hold_folder(folder, FetchError(BUSY)):
            return _fetch_held(source_id, spec, folder, client, progress)
    except FetchError as error:
        raise FetchError(_of_source(source_id, error.problems)) from error
    except OSError as error:
        raise FetchError(Problem(source_id, str(error), "", "Look at the disk and the rights on the inbox.")) from error


def fetch_sources(
    specs: Mapping[str, FetchSpec], inbox: Path, client: Client, progress: Progress = say_nothing
) -> list[FetchReport]:
    """Fetch several sources one after another; a failed one does not stop the others."""
    reports = []
    for source_id, spec in specs.items():
        try:
            reports.append(fetch_source(source_id, spec, inbox, client, progress))
        except FetchError as error:
            reports.append(FetchReport(source_id, "failed", problems=error.problems))
    return reports


def _of_source(source_id: str, problems: Iterable[Problem]) -> list[Problem]:
    return [replace(problem, place=f"{source_id}: {problem.place}".removesuffix(": ")) for problem in problems]


def _fetch_held(source_id: str, spec: FetchSpec, folder: Path, client: Client, progress: Progress) -> FetchReport:
    fingerprint = compute_fingerprint(spec)
    kept = read_kept(folder)
    comparable = kept if kept and kept.spec == fingerprint else None
    errand = Errand(source_id, folder, client, comparable, fingerprint, progress)
    errand.partial.mkdir(parents=True, exist_ok=True)
    extract = _fetch_consistent(errand, spec)
    report = _keep(errand, extract, kept) if extract else _unchanged(errand, comparable)
    errand.remove_partial()
    return report


def _fetch_consistent(errand: Errand, spec: FetchSpec) -> Extract | None:
    """An extract of one moment: begun anew where the supplier changed the data in between."""
    reason = ""
    for _ in range(BEGINNINGS):
        try:
            return _fetch_extract(errand, spec)
        except (ChangedMeanwhile, PassingTrouble) as change:
            reason = str(change)
            errand.clear()
    found = f"what was read does not belong together: {reason}"
    next_step = "The supplier may be publishing; run the same fetch again later."
    raise FetchError(Problem("", found, "data of one moment", next_step))


def _fetch_extract(errand: Errand, spec: FetchSpec) -> Extract | None:
    match spec:
        case CbsOdata3Fetch():
            return fetch_cbs_odata3(errand, spec)
        case CbsOdata4Fetch():
            return fetch_cbs_odata4(errand, spec)
        case CbsCsv4Fetch():
            return fetch_cbs_csv4(errand, spec)
        case OgcFeaturesFetch():
            return fetch_ogc_features(errand, spec)
        case KnmiDailyFetch():
            return fetch_knmi_daily(errand, spec)
        case KnmiFilesFetch():
            return fetch_knmi_files(errand, spec)


def _keep(errand: Errand, extract: Extract, before: Kept | None) -> FetchReport:
    """Put a delivery in its place and remember it; where its bytes are those we had, only remember."""
    kept = _describe(errand, extract)
    same = before is not None and (before.sha256, before.file) == (kept.sha256, kept.file)
    if before and same:
        kept = replace(kept, fetched=before.fetched)
    else:
        place_file(extract.built, errand.folder / extract.name, extract.dated)
    if kept != before:
        write_kept(errand.folder, kept)
    return _report(errand, kept, "unchanged" if same else "new")


def _describe(errand: Errand, extract: Extract) -> Kept:
    size, digest = measure_file(extract.built)
    return Kept(
        spec=errand.fingerprint,
        version=extract.version,
        file=extract.name,
        sha256=digest,
        size=size,
        pages=extract.requests or len(extract.pages),
        rows=extract.rows,
        fetched=errand.client.clock.wall().isoformat(timespec="seconds"),
        validators=tuple(page.validator for page in extract.pages),
    )


def _unchanged(errand: Errand, kept: Kept | None) -> FetchReport:
    assert kept is not None, "only what is kept can be unchanged"
    return _report(errand, kept, "unchanged")


def _report(errand: Errand, kept: Kept, status: Literal["new", "unchanged"]) -> FetchReport:
    return FetchReport(
        source=errand.source,
        status=status,
        file=errand.folder / kept.file,
        size=kept.size,
        pages=kept.pages,
        rows=kept.rows,
        version=kept.version,
    )
