"""The build: find > keep > plan > make > release > publish. A build that fails leaves the current release as it was."""

from __future__ import annotations

import csv
import hashlib
import io
import resource
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

import noaber
from noaber.content.model import Region
from noaber.sources.deliveries import Delivery, find_deliveries
from noaber.sources.door import Door
from noaber.sources.locking import hold_folder
from noaber.sources.same_files import near_misses
from noaber.vocabulary.errors import BuildRefused, DeliveryError, Problem
from noaber.warehouse.ahead import make_ahead
from noaber.warehouse.attacking.gate import attack_release, refuse_telling
from noaber.warehouse.cards import DeliveryCard
from noaber.warehouse.certificate import make_certificate
from noaber.warehouse.counting.engines import DuckDBEngine, Engine
from noaber.warehouse.database import open_read_only, read_number
from noaber.warehouse.delivery_rows import delivery_rows
from noaber.warehouse.difference import diff_releases, summarise
from noaber.warehouse.personal import check_kept, delivered_region, refused_personal
from noaber.warehouse.plan import Plan, make_plan
from noaber.warehouse.protecting.notes import notes_of_all
from noaber.warehouse.protecting.release_before import has_counts
from noaber.warehouse.publish import (
    FILE,
    Released,
    current_release,
    find_release,
    known_before,
    list_releases,
    point_current,
    publish,
    write_manifest,
)  # fmt: skip
from noaber.warehouse.release import content_fingerprint, release_key, synthetic_mixture, write_tiers
from noaber.warehouse.rows_before import rows_before
from noaber.warehouse.sealing import write_certificate
from noaber.warehouse.spent import Spent
from noaber.warehouse.store import Step, Store, code_version, sweep_work
from noaber.warehouse.withdraw import standing_withdrawals

BUSY = Problem("build", "another build of this region is running", "", "Wait until it has ended.")
FIGURES = ("figures", "personal-counted", "personal-protected", "personal-figures")
Signer = Callable[[], bytes | None]
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Built:
    """The outcome of a build: the release, whether it is new, what was made, what to tell, and the seconds `spent` on
    parts of the work: receive, the kinds of steps, release. Its processes together held no more than `peak_mb`."""

    release: Released
    new: bool
    made: int
    steps: int
    received: int
    seconds: float
    peak_mb: float
    notes: list[str] = field(default_factory=list)
    spent: Mapping[str, float] = field(default_factory=dict)


def build(
    region: Region,
    store: Store,
    folder: Path | None,
    progress: Progress = lambda *_: None,
    door: Door | None = None,
    engine: Engine = DuckDBEngine(),  # noqa: B008 - a value, not a state
    *,
    signer: Signer = lambda: None,
    processes: int = 1,
) -> Built:
    """Build a region's release from the deliveries below `folder` and those kept before, and publish it.

    Personal data comes in by the door alone; the engine is who counts it; `signer` gives the key with which the
    certificate is signed; `processes` share the work. BuildRefused where the release would tell of somebody.
    """
    started, spent = time.monotonic(), Spent()
    with hold_folder(store.releases(region.file.region), BuildRefused(BUSY)):
        sweep_work(store.home)
        with spent.on("receive"):
            received = receive(region, store, folder, door, processes)
        missed = [str(problem) for problem in near_misses(folder, region.sources)] if folder else []
        region = delivered_region(region, kept_deliveries(region, store))
        plan = plan_build(region, store, engine)
        steps = len(list(plan.steps()))
        ahead = make_ahead(region, store, plan, engine, processes, spent)
        made = ahead + make_steps(region, plan, store, progress, spent)
        progress(steps, steps, "release")
        release, new = _released(region, plan, store, signer, spent, processes)
    own, other = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    peak = (own + processes * other) / 1024 if processes > 1 else own / 1024
    notes = [*_idle_corrections(region, plan, store), *missed]
    return Built(release, new, made, steps, received, time.monotonic() - started, peak, notes, spent.seconds)


def receive(region: Region, store: Store, folder: Path | None, door: Door | None = None, processes: int = 1) -> int:
    """Find and keep the deliveries below a folder; says how many are new."""
    if folder is None:
        return 0
    found = find_deliveries(folder, region.sources)
    if found.problems:
        raise DeliveryError(found.problems)
    refused = list(refused_personal(region, found.personal, found.synthetic))
    if refused:
        raise BuildRefused(refused)
    return len(store.keeper(region.file.region).keep(found, door=door, processes=processes))


def kept_deliveries(region: Region, store: Store) -> list[Delivery]:
    """Give the newest delivery of every slot that is kept."""
    return store.keeper(region.file.region).current(region.sources)


def plan_build(
    region: Region,
    store: Store,
    engine: Engine = DuckDBEngine(),  # noqa: B008 - a value
    had: Mapping[Delivery, int | None] | None = None,
    after: Callable[[Plan], Released | None] | None = None,
) -> Plan:
    """Plan a build of the kept deliveries; BuildRefused where a source has none or invented and real ones mix.

    `had` says how many rows the delivery before each had, and `after` which release the figures are shown after, where
    the current release is not to be asked."""
    deliveries = kept_deliveries(region, store)
    region = delivered_region(region, deliveries)
    lacking = sorted(set(region.sources) - {d.source for d in deliveries})
    problems = [
        Problem(
            region.place("sources", id), f"no delivery of source '{id}'", " or ".join(region.sources[id].deliveries),
            "Give the folder with --deliveries, fetch it, or say 'optional: true' in the source.",
        )
        for id in lacking if not region.sources[id].optional
    ]  # fmt: skip
    if synthetic_mixture(deliveries):
        problems.append(
            Problem(
                str(store.home), "invented and real deliveries stand side by side", "one kind",
                "Set NOABER_HOME to another folder for one of them.",
            )
        )  # fmt: skip
    problems += check_kept(region, deliveries)
    if problems:
        raise BuildRefused(problems)
    if had is None:
        had = rows_before(region, current_release(store.releases(region.file.region)), deliveries)
    return make_plan(region, store, deliveries, had, engine, after or partial(_shown_before, region, store))


def _shown_before(region: Region, store: Store, plan: Plan) -> Released | None:
    """Give the release that readers knew before that of a plan: the current one, or what a release of the same key was
    itself shown after. None where it does not tell what it hid."""
    releases = store.releases(region.file.region)
    key = release_key(region, plan, standing_withdrawals(region, store))
    same = next((one for one in list_releases(releases) if one.manifest["key"] == key), None)
    if same:
        return shown_after(releases, same.manifest)
    current = current_release(releases)
    return current if current and has_counts(current.folder) else None


def shown_after(releases: Path, manifest: Mapping[str, Any]) -> Released | None:
    """Give the release that another one was protected after, as its manifest says; NotFound where it is gone."""
    id = manifest.get("protected_after")
    return find_release(releases, id) if id else None


def make_steps(region: Region, plan: Plan, store: Store, progress: Progress, spent: Spent) -> int:
    """Make every step that can be made; problems of all deliveries are gathered before anything is refused."""
    problems: list[Problem] = []
    unmade: set[Step] = set()
    made = 0
    steps = list(plan.steps())
    for at, step in enumerate(steps):
        if unmade.intersection(step.needs) or (problems and step.kind in FIGURES):
            unmade.add(step)
            continue
        progress(at, len(steps), step.label)
        try:
            with spent.on(step.kind):
                made += store.make(step)
        except DeliveryError as error:
            problems += _placed(error, step)
            unmade.add(step)
            continue
        problems += _problems_of(step, store)
    _write_quarantine(region, plan, store)
    if problems:
        raise DeliveryError(sorted(set(problems)))
    return made


def _placed(error: DeliveryError, step: Step) -> list[Problem]:
    label = step.label.partition(" ")[2]
    return [Problem(f"{label} ({p.place})", p.found, p.expected, p.next_step) for p in error.problems]


def _problems_of(step: Step, store: Store) -> list[Problem]:
    """Give why a delivery cannot be used as a whole, by itself or beside the others of its source."""
    checked = step.kind.endswith(("records", "picture"))
    return [Problem(*problem) for problem in store.notes(step)["problems"]] if checked else []


def _idle_corrections(region: Region, plan: Plan, store: Store) -> Iterator[str]:
    """Say which corrections repaired nothing in any delivery: their rows are gone, or `where` is mistaken."""
    findings = [finding for step in plan.records.values() for finding in store.notes(step)["findings"]]
    used = {(detail["reason"], detail["date"]) for check, _, _, detail in findings if check == "corrected"}
    for at, correction in enumerate(region.corrections):
        if (correction.reason, correction.date) not in used:
            where = ", ".join(f"{column} {value}" for column, value in correction.where.items())
            place = region.place("corrections", str(at))
            yield f"{place}  the correction of {correction.column} for {where} matches no row of {correction.source}"


def _write_quarantine(region: Region, plan: Plan, store: Store) -> None:
    """Lay bad rows ready for their supplier: one CSV per delivery with line, column, reason and the row as read."""
    folder = store.quarantine(region.file.region)
    for delivery, step in plan.records.items():
        if not store.has(step):
            continue
        path = folder / delivery.source / f"{delivery.file}-{delivery.sha256[:8]}.csv"
        none = store.notes(step)["counts"].get("bad") == 0
        rows = pl.DataFrame() if none else store.frame(step, "quarantine")
        if rows.height:
            text = io.StringIO(newline="")
            csv.writer(text).writerows([rows.columns, *rows.iter_rows()])
            store.write_whole(path, text.getvalue())
        else:
            path.unlink(missing_ok=True)


def _released(
    region: Region, plan: Plan, store: Store, signer: Signer, spent: Spent, processes: int
) -> tuple[Released, bool]:
    releases, withdrawn = store.releases(region.file.region), standing_withdrawals(region, store)
    key = release_key(region, plan, withdrawn)
    current = current_release(releases)
    if current and current.manifest["key"] == key:
        return current, False
    known = next((release for release in list_releases(releases) if release.manifest["key"] == key), None)
    if known:
        point_current(releases, known.id)
        return known, True
    now = datetime.now(UTC)
    named = {"id": f"{now.date().isoformat()}-{key[:8]}", "built_at": now.isoformat(timespec="seconds")}
    with store.workplace() as part:
        with spent.on("release"):
            write_tiers(region, plan, store, part)
            manifest = make_manifest(region, plan, store, key, part / FILE, current)
            write_manifest(part, manifest | named)
        with spent.on("attack"):
            certify(region, plan, store, part, named, signer, processes)
        return publish(part, releases, named["id"]), True


def certify(
    region: Region,
    plan: Plan,
    store: Store,
    part: Path,
    named: Mapping[str, str],
    signer: Signer,
    processes: int = 1,
) -> None:
    """Attack a release before it is published, beside those shown before it, and lay its certificate beside it;
    BuildRefused where it tells of somebody. One without counts from records has neither. Its files are all there by
    now, the manifest too, and none changes afterwards: the certificate has the hash of each."""
    if not plan.protected:
        return
    known = known_before(store.releases(region.file.region), plan.after)
    outcomes = attack_release(part, region, [one.folder for one in known], processes)
    refuse_telling(outcomes)
    said = {"region": region.file.region, "protected_after": plan.after.id if plan.after else None, **named}
    statement = make_certificate(
        region, notes_of_all(store.notes(step) for step in dict.fromkeys(plan.protected.values())), outcomes, part, said
    )
    write_certificate(statement, part, signer())


def _without_key(row: DeliveryCard) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name != "key"}


def make_manifest(
    region: Region, plan: Plan, store: Store, key: str, file: Path, before: Released | None
) -> dict[str, Any]:
    """Describe a release: what it was made of, how much is in it, and how it differs from the one before."""
    with open_read_only(file) as database:
        counts = {
            table: read_number(database, f"SELECT count(*) FROM {table}")  # noqa: S608 - our own table names
            for table in ("indicator", "area", "period", "slice", "observation", "delivery", "shape")
        }
    had = rows_before(region, before, plan.tables)
    difference = summarise(diff_releases(before.file, file)) if before else None
    with file.open("rb") as opened:
        sha = hashlib.file_digest(opened, "sha256").hexdigest()
    return {
        "region": region.file.region,
        "key": key,
        "version": noaber.__version__,
        "before": before.id if before else None,
        "protected_after": plan.after.id if plan.after else None,
        "sha256": sha,
        "counts": counts,
        "synthetic": any(delivery.synthetic for delivery in plan.tables),
        "code": code_version(),
        "content": content_fingerprint(region),
        "withdrawn": [asdict(one) for one in standing_withdrawals(region, store)],
        "deliveries": [
            {**_without_key(row), "sha256": d.sha256, "rows_before": had[d], "kept": d.content}
            for row, d in zip(delivery_rows(plan, store), plan.tables, strict=True)
        ],
        "difference": difference,
    }
