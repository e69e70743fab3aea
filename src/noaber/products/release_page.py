"""The page of releases: the current one, the earlier ones, and what changed between the last two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from noaber.products.addresses import site_href
from noaber.products.links import Link
from noaber.products.source_pages import say_day
from noaber.products.wording import Wording

COUNTS = ("indicator", "area", "observation", "source")


@dataclass(frozen=True)
class ChangeRow:
    """How one indicator differs from the release before."""

    name: str
    href: str
    added: str
    changed: str
    withdrawn: str
    why: str


@dataclass(frozen=True)
class ReleasesView:
    """Everything the page shows."""

    lead: str
    facts: tuple[tuple[str, str], ...]
    changes: tuple[ChangeRow, ...]
    changes_text: str
    earlier: tuple[Link, ...]
    certificate: str


def draw_releases_page(
    manifest: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]], names: Mapping[str, str], wording: Wording
) -> ReleasesView:
    """Draw the page from manifests; `names` are those of the indicators that readers can open."""
    difference = manifest.get("difference") or {}
    changes = [_change(change, names, wording) for change in difference.get("indicators", ())]
    return ReleasesView(
        lead=wording.t("releases.lead"),
        facts=tuple(_facts(manifest, wording)),
        changes=tuple(changes),
        changes_text=_changes_text(manifest, len(changes), wording),
        earlier=tuple(
            Link(
                str(old["id"]),
                site_href(wording.language, query={"uitgave": str(old["id"])}),
                note=wording.t("home.news.built", date=say_day(str(old["built_at"]), wording)),
            )
            for old in earlier
        ),
        certificate=site_href(wording.language, "certificaat"),
    )


def _facts(manifest: Mapping[str, Any], wording: Wording) -> list[tuple[str, str]]:
    t, counts = wording.t, dict(manifest.get("counts", {}))
    counts["source"] = len({delivery["source"] for delivery in manifest.get("deliveries", ())})
    kind = "synthetic" if manifest.get("synthetic") else "real"
    return [
        (t("releases.id"), str(manifest["id"])),
        (t("releases.built"), say_day(str(manifest["built_at"]), wording)),
        (t("releases.kind"), t(f"releases.kind.{kind}")),
        *[
            (t(f"releases.{'areas' if name == 'area' else name + 's'}"), wording.number(counts[name]))
            for name in COUNTS
            if name in counts
        ],
        (t("releases.code"), str(manifest.get("version", ""))),
        (t("delivery.hash"), str(manifest.get("sha256", ""))),
    ]


def _changes_text(manifest: Mapping[str, Any], count: int, wording: Wording) -> str:
    if not manifest.get("before"):
        return wording.t("releases.changes.none")
    return wording.t.plural("releases.changes.text", count, previous=manifest["before"])


def _change(change: Mapping[str, Any], names: Mapping[str, str], wording: Wording) -> ChangeRow:
    id, why = str(change["indicator"]), f"releases.why.{change['why']}"
    return ChangeRow(
        name=names.get(id, id),
        href=site_href(wording.language, "cijfer", id) if id in names else "",
        added=wording.number(change["added"]),
        changed=wording.number(change["changed"]),
        withdrawn=wording.number(change["withdrawn"]),
        why=wording.t(why) if wording.t.has(why) else str(change["why"]),
    )
