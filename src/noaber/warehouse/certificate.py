"""The certificate of a release: by which rules it is protected, what an attack on it came to, what its files are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import noaber
from noaber.content.disclosure import PROTECTED, RulesSpec, TierSpec
from noaber.content.model import Region
from noaber.privacy.signing import SIGNATURE, is_genuine, signed
from noaber.vocabulary.errors import NotFound, Problem
from noaber.warehouse.attacking.judge import Outcome
from noaber.warehouse.store import code_version

CERTIFICATE = "certificate.json"
Totals = dict[str, int | float]


def make_certificate(
    region: Region, notes: Mapping[str, Any], outcomes: Mapping[str, Outcome], folder: Path, said: Mapping[str, Any]
) -> dict[str, Any]:
    """Write what is certified of a release whose tier files lie in a folder; not signed yet.

    `notes` are those of the step that protects; `said` names the release and the one it was protected after. What would
    help an attacker, how near he may come to a sum and what share of it is too much, is not told.
    """
    return {
        **said,
        "engine": noaber.__version__,
        "code": code_version(),
        "rules": _rules(region),
        "tables": {tier: {id: [told["cells"], told["hidden"]] for id, told in notes["tiers"][tier].items()}
                   for tier in PROTECTED},
        "totals": {tier: _totals(notes["tiers"][tier]) for tier in PROTECTED},
        "attack": {tier: _attacked(one) for tier, one in outcomes.items()},
        "not_protected": dict(notes["failed"]),
        "told_before": dict(notes["remembered"]),
        "files": {path.name: _hash(path) for path in sorted(folder.glob("*.duckdb"))},
    }  # fmt: skip


def write_certificate(statement: Mapping[str, Any], folder: Path, seed: bytes | None) -> None:
    """Lay a certificate beside the files of a release, signed where there is a key."""
    whole = signed(statement, seed) if seed else dict(statement)
    text = json.dumps(whole, indent=2, ensure_ascii=False, sort_keys=True)
    (folder / CERTIFICATE).write_text(text + "\n", "utf-8")


def read_certificate(folder: Path) -> dict[str, Any]:
    """Read the certificate of a release; NotFound where it has none."""
    path = folder / CERTIFICATE
    if not path.is_file():
        found = "this release has no certificate"
        next_step = "Nothing in it is counted from records, or it was made before there were certificates."
        raise NotFound(Problem(str(folder), found, "", next_step))
    try:
        certificate: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise NotFound(Problem(str(path), "no certificate: it was changed", "", "Put back the release.")) from error
    return certificate


def find_certificate(folder: Path) -> dict[str, Any] | None:
    """Read the certificate of a release; nothing where it has none."""
    return read_certificate(folder) if (folder / CERTIFICATE).is_file() else None


def certificate_faults(folder: Path) -> list[Problem]:
    """Give what is wrong with a release and its certificate; empty where both are as they were signed."""
    certificate = read_certificate(folder)
    problems = []
    if SIGNATURE not in certificate:
        problems.append(Problem(CERTIFICATE, "is not signed", "a signature of the office"))
    elif not is_genuine(certificate):
        problems.append(Problem(CERTIFICATE, "is not as it was signed", "every byte as it was"))
    files = certificate.get("files", {})
    for name in sorted({*files, *(path.name for path in folder.glob("*.duckdb"))}):
        if name not in files:
            problems.append(Problem(name, "is not in the certificate", "the files that were certified"))
        elif not (folder / name).is_file():
            problems.append(Problem(name, "is gone", "the files that were certified"))
        elif _hash(folder / name) != files[name]:
            problems.append(Problem(name, "is not the file that was certified", "every byte as it was"))
    return problems


def _rules(region: Region) -> dict[str, Any]:
    sources = {id: _told(rules) for id, rules in region.disclosure.sources.items() if id in region.sources}
    return {"defaults": _told(region.disclosure.defaults), "sources": sources}


def _told(rules: RulesSpec) -> dict[str, Any]:
    tiers = {"public": _tier(rules.public), "partner": _tier(rules.partner)}
    return {**tiers, "reason": rules.reason, "date": rules.date}


def _tier(spec: TierSpec) -> dict[str, Any]:
    return {
        "minimum": spec.minimum, "nought": spec.nought, "round": spec.round, "dominance": spec.dominance is not None,
        "group": list(spec.group.of) if spec.group else [],
    }  # fmt: skip


def _totals(tables: Mapping[str, Mapping[str, float]]) -> Totals:
    summed: Totals = {name: sum(int(told[name]) for told in tables.values())
                      for name in ("cells", "hidden", "primary", "secondary")}  # fmt: skip
    weight = sum(told["weight"] for told in tables.values())
    kept = sum(told["kept"] for told in tables.values())
    return {**summed, "kept_pct": round(100 * kept / weight, 1) if weight else 100.0}


def _attacked(outcome: Outcome) -> Totals:
    narrowest = -1.0 if outcome.narrowest is None else outcome.narrowest
    return {"cells": outcome.cells, "hidden": outcome.hidden, "told": outcome.found.height, "narrowest": narrowest}


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
