"""A release made again from kept deliveries, in a home of its own, and held against the one that stands."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import noaber
from noaber.content.model import Region
from noaber.sources.deliveries import Delivery, Keeper, hash_delivery
from noaber.sources.withdrawals import Withdrawal, note_withdrawals
from noaber.vocabulary.errors import BuildRefused, Problem
from noaber.warehouse.build import (
    Progress,
    Signer,
    certify,
    kept_deliveries,
    make_steps,
    plan_build,
    shown_after,
)  # fmt: skip
from noaber.warehouse.difference import differing_tables
from noaber.warehouse.personal import delivered_region
from noaber.warehouse.plan import Plan
from noaber.warehouse.publish import FILE, Released, publish, write_manifest
from noaber.warehouse.release import content_fingerprint, release_key, write_tiers
from noaber.warehouse.spent import Spent
from noaber.warehouse.store import Store, code_version


@dataclass(frozen=True)
class Rebuilt:
    """The outcome: which tables differ from the release that stands (none: the same to the last bit), whether key,
    content and code are those of then, and the release in its new home where it is the same."""

    differs: tuple[str, ...]
    same_key: bool
    same_content: bool
    same_code: bool
    deliveries: int
    release: Released | None


def rebuild(
    region: Region, store: Store, released: Released, home: Store, progress: Progress = lambda *_: None,
    signer: Signer = lambda: None,
) -> Rebuilt:  # fmt: skip
    """Make a release again from its deliveries in `store`, in the empty `home`, with the content as given.

    BuildRefused where a delivery is no longer kept as it was: people were forgotten, or records expired.
    """
    manifest = released.manifest
    known = _known(store.keeper(region.file.region), manifest)
    _lay_out(known, store.keeper(region.file.region), home.keeper(region.file.region))
    note_withdrawals(home.keeper(region.file.region).withdrawn, _withdrawn(manifest))
    region = delivered_region(region, kept_deliveries(region, home))
    had = {one: said["rows_before"] for one, said in known.items()}
    before = shown_after(store.releases(region.file.region), manifest)
    plan = plan_build(region, home, had=had, after=lambda _: before)
    make_steps(region, plan, home, progress, Spent())
    key, content = release_key(region, plan, _withdrawn(manifest)), content_fingerprint(region)
    with home.workplace() as part:
        write_tiers(region, plan, home, part)
        differs = _differing(released, plan, part)
        again = {
            **manifest, "key": key, "sha256": hash_delivery(part / FILE),
            "version": noaber.__version__, "code": code_version(), "content": content,
            "made_again": datetime.now(UTC).isoformat(timespec="seconds"),
        }  # fmt: skip
        write_manifest(part, again)
        if plan.protected and not differs:
            certify(region, plan, home, part, {"id": released.id, "built_at": manifest["built_at"]}, signer)
        placed = None if differs else publish(part, home.releases(region.file.region), released.id)
    return Rebuilt(
        differs=tuple(differs),
        same_key=key == manifest["key"],
        same_content=content == manifest.get("content"),
        same_code=again["code"] == manifest.get("code"),
        deliveries=len(known),
        release=placed,
    )


def _differing(released: Released, plan: Plan, part: Path) -> list[str]:
    """Name the tables that differ in a tier; those of other tiers than the public one with its name."""
    found = differing_tables(released.file, part / FILE)
    for tier in plan.tiers[1:]:
        file = f"{tier}.duckdb"
        found += [f"{tier} {table}" for table in differing_tables(released.tier_file(tier), part / file)]
    return found


def _withdrawn(manifest: Mapping[str, Any]) -> list[Withdrawal]:
    return [Withdrawal(**said) for said in manifest.get("withdrawn", ())]


def _known(keeper: Keeper, manifest: Mapping[str, Any]) -> dict[Delivery, Mapping[str, Any]]:
    """Find the deliveries of a release among those that are kept, each with what the release says of it."""
    kept: dict[tuple[str, ...], list[Delivery]] = {}
    for delivery in keeper.kept():
        kept.setdefault(delivery.receipt, []).append(delivery)
    found: dict[Delivery, Mapping[str, Any]] = {}
    problems: list[Problem] = []
    for said in manifest["deliveries"]:
        receipt = (said["source"], said["file"], said["sha256"], said["received_at"])
        same = [one for one in kept.get(receipt, ()) if one.content == said.get("kept", one.content)]
        if same and _is_whole(keeper, same[-1]):
            found[same[-1]] = said
        else:
            problems.append(_lost(said))
    if problems:
        raise BuildRefused(problems)
    return found


def _is_whole(keeper: Keeper, delivery: Delivery) -> bool:
    path = keeper.path(delivery)
    return path.exists() and hash_delivery(path) == delivery.content


def _lost(said: Mapping[str, Any]) -> Problem:
    place = f"{said['source']}: {said['file']}"
    found = f"what came in at {said['received_at']} is no longer kept as it was"
    return Problem(place, found, "", "People were forgotten or records expired since; the release itself stands.")


def _lay_out(deliveries: Mapping[Delivery, object], keeper: Keeper, other: Keeper) -> None:
    """Put deliveries into the folder of another home, in the order in which they came in; bytes are shared where the
    disk allows."""
    for delivery in deliveries:
        place, target = keeper.path(delivery).parent, other.path(delivery).parent
        if not target.exists():
            shutil.copytree(place, target, copy_function=_share)
    for delivery in sorted(deliveries, key=list(keeper.kept()).index):
        other.enter(delivery)


def _share(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
