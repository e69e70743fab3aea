"""What the checks found, in the reader's language: how often, how grave, and the particulars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from noaber.products.links import Link
from noaber.products.wording import Wording
from noaber.warehouse.cards import FindingCard

NUMBERS = ("rows", "largest", "least", "most", "before", "change", "count")


def draw_finding(finding: FindingCard, wording: Wording) -> Link:
    """Say what a check found: how often, how grave, and the particulars."""
    key = f"finding.{finding.check}"
    text = wording.t(key) if wording.t.has(key) else wording.t("finding.other", check=finding.check)
    severity = f"finding.severity.{finding.severity}"
    grave = wording.t(severity) if wording.t.has(severity) else finding.severity
    counted = wording.t.plural("finding.count", finding.count, text=text)
    return Link(counted, note="; ".join([grave, *say_particulars(finding, wording)]))


def say_particulars(finding: FindingCard, wording: Wording) -> list[str]:
    """Say the particulars of a finding in the reader's language; those noted in English only in that."""
    said = [text for part in finding.detail.get("said", ()) if (text := _say(part, wording))]
    return said or list(_as_noted(finding, wording))


def _say(part: Mapping[str, Any], wording: Wording) -> str:
    key = f"finding.said.{part.get('kind', '')}"
    values = {
        name: _number(text, wording) if name in NUMBERS else text for name, text in part.items() if name != "names"
    }
    values |= {"source": str(part["names"].get(wording.language, ""))} if "names" in part else {}
    values |= {"column": named} if (named := part.get(f"column_{wording.language}")) else {}
    return wording.t(key, **values) if wording.t.has(key) else ""


def _number(text: str, wording: Wording) -> str:
    """Write a number as the reader does, with the decimals it was noted with."""
    value = float(text)
    return wording.number(value, 0 if value == int(value) else len(text.partition(".")[2]))


def _as_noted(finding: FindingCard, wording: Wording) -> Iterator[str]:
    detail = finding.detail
    if finding.check == "corrected":
        yield wording.t("finding.said.corrected", **{"column": "", "reason": "", "owner": "", "date": "", **detail})
    elif "largest" in detail:
        yield wording.t("finding.said.largest", largest=_number(str(detail["largest"]), wording))
    elif wording.language == "en" and detail.get("message"):
        yield str(detail["message"])
