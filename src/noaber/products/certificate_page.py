"""The certificate of a release as a page: what was protected, what an attack on it came to, and by which rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from noaber.products.source_pages import say_day
from noaber.products.wording import Wording

TIERS = ("public", "partner")
SIGNATURE, MANIFEST = "signature", "manifest.json"


@dataclass(frozen=True)
class TierRow:
    """A tier: its figures, how many are hidden, what is kept, how many an attack told, how many have no proof, and the
    narrowest interval."""

    name: str
    cells: str
    hidden: str
    kept: str
    told: str
    unproven: str
    narrowest: str


@dataclass(frozen=True)
class CertificateView:
    """Everything the page shows."""

    title: str
    lead: str
    verdict: str
    facts: tuple[tuple[str, str], ...]
    tiers: tuple[TierRow, ...]
    rules: tuple[tuple[str, str], ...]
    tables: tuple[tuple[str, str, str], ...]


def draw_certificate_page(
    certificate: Mapping[str, Any] | None,
    names: Mapping[str, str],
    sources: Mapping[str, str],
    wording: Wording,
    *,
    whole: bool = True,
) -> CertificateView:
    """Draw the certificate of a release; without one the page says that nothing in it had to be protected. `names` are
    those of the indicators and `sources` those of the sources that readers can open. Of one that is not `whole`, byte
    for byte as it was sealed, nothing is told but that."""
    t = wording.t
    if not whole:
        return CertificateView(t("certificate.title"), t("certificate.changed"), "", (), (), (), ())
    if certificate is None:
        return CertificateView(t("certificate.title"), t("certificate.none"), "", (), (), (), ())
    told = sum(int(one["told"]) for one in certificate["attack"].values())
    return CertificateView(
        title=t("certificate.title"),
        lead=t("certificate.lead"),
        verdict=t("certificate.passes") if not told else t("certificate.tells"),
        facts=tuple(_facts(certificate, wording)),
        tiers=tuple(_tier(tier, certificate, wording) for tier in TIERS if tier in certificate["totals"]),
        rules=tuple(_rules(certificate["rules"], sources, wording)),
        tables=tuple(_tables(certificate["tables"]["public"], names, wording)),
    )


def _facts(certificate: Mapping[str, Any], wording: Wording) -> list[tuple[str, str]]:
    t = wording.t
    signature, whole = certificate.get(SIGNATURE), MANIFEST in certificate["files"]
    signed = t("certificate.signed.yes") if signature else t("certificate.signed.no")
    return [
        (t("releases.id"), str(certificate["id"])),
        (t("releases.built"), say_day(str(certificate["built_at"]), wording)),
        (t("releases.code"), str(certificate["engine"])),
        (t("certificate.after"), str(certificate.get("protected_after") or t("certificate.after.none"))),
        (t("certificate.signed"), signed),
        (t("certificate.covers"), t("certificate.covers.all" if whole else "certificate.covers.tables")),
    ]


def _tier(tier: str, certificate: Mapping[str, Any], wording: Wording) -> TierRow:
    totals, attack = certificate["totals"][tier], certificate["attack"][tier]
    narrowest = float(attack["narrowest"])
    return TierRow(
        name=wording.t(f"certificate.tier.{tier}"),
        cells=wording.number(totals["cells"]),
        hidden=wording.number(totals["hidden"]),
        kept=wording.number(totals["kept_pct"], 1),
        told=wording.number(attack["told"]),
        unproven=_unproven(certificate.get("unproven", {}).get(tier), wording),
        narrowest=wording.number(narrowest) if narrowest >= 0 else wording.t("certificate.open"),
    )


def _unproven(number: int | None, wording: Wording) -> str:
    """Say how many unsafe figures have no proof; certificates of before they were counted do not."""
    return wording.t("certificate.unproved.unsaid") if number is None else wording.number(number)


def _rules(rules: Mapping[str, Any], sources: Mapping[str, str], wording: Wording) -> list[tuple[str, str]]:
    told = [(wording.t("certificate.rules.all"), _rule(rules["defaults"], wording))]
    return told + [(sources.get(id, id), _rule(rule, wording)) for id, rule in rules["sources"].items()]


def _rule(rule: Mapping[str, Any], wording: Wording) -> str:
    """Say from how many people a figure is shown, and for whom it is rounded; the reasons stand in the content, in the
    language of the office."""
    t = wording.t
    shown = {tier: wording.number(rule[tier]["minimum"]) for tier in TIERS}
    rounded = [
        t("certificate.rule.rounded", who=t(f"certificate.tier.{tier}"), to=wording.number(rule[tier]["round"]))
        for tier in TIERS
        if rule[tier].get("round")
    ]
    return "; ".join([t("certificate.rule", **shown, since=str(rule["date"])), *rounded])


def _tables(tables: Mapping[str, Any], names: Mapping[str, str], wording: Wording) -> list[tuple[str, str, str]]:
    rows = [(names[id], cells, hidden) for id, (cells, hidden) in tables.items() if id in names]
    return [(name, wording.number(cells), wording.number(hidden)) for name, cells, hidden in sorted(rows)]
