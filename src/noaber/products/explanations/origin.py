"""Everything a release tells of where a number comes from, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from noaber.products.explanations.derivation import Derived
from noaber.products.explanations.tree import walk
from noaber.warehouse.cards import Explanation, FindingCard
from noaber.warehouse.history import Revision


@dataclass(frozen=True)
class Origin:
    """A number's explanation, the way it is looked at with the explanation of what it is set against, and what earlier
    releases said of it."""

    explanation: Explanation
    derived: Derived | None = None
    other: Explanation | None = None
    revisions: tuple[Revision, ...] = ()

    @property
    def explanations(self) -> tuple[Explanation, ...]:
        """The explanations of the numbers that take part: one, or two where one is set against another."""
        return (self.explanation, self.other) if self.other else (self.explanation,)

    def findings(self) -> list[FindingCard]:
        """Give what the checks found in everything behind the number; the same of several deliveries is told once."""
        parts = (part for one in self.explanations for part in walk(one))
        told = {(f.check, f.severity, f.delivery, f.indicator): f for part in parts for f in part.findings}
        kinds: dict[tuple[str, str], list[FindingCard]] = {}
        for finding in told.values():
            kinds.setdefault((finding.check, finding.severity), []).append(finding)
        return [
            same[0] if len(same) == 1 else replace(same[0], count=sum(f.count for f in same), detail=_together(same))
            for same in kinds.values()
        ]


def _together(findings: list[FindingCard]) -> dict[str, object]:
    """Give the particulars of several findings of one kind, the first few of them."""
    parts = [_particulars(finding) for finding in findings]
    return {"said": [said for part in parts for said in part][:6]}


def _particulars(finding: FindingCard) -> list[dict[str, object]]:
    detail = dict(finding.detail)
    said = detail.pop("said", None)
    return list(said) if said else [{"kind": "corrected", **detail}] if finding.check == "corrected" else []
