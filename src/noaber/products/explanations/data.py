"""Where a number comes from, as plain data for programs: what the page says, with numbers as numbers."""

from __future__ import annotations

from typing import Any

from noaber.products.addresses import explanation_href
from noaber.products.explanations.derivation import Derived, Operand
from noaber.products.explanations.lexicon import Lexicon
from noaber.products.explanations.origin import Origin
from noaber.products.explanations.taking import take_origin
from noaber.products.explanations.tree import deliveries_of, figure_of
from noaber.products.finding_words import say_particulars
from noaber.products.marks import name_marks
from noaber.products.rounding_note import say_rounding
from noaber.products.sharing import Outlook
from noaber.products.wording import Wording
from noaber.warehouse.cards import Cell, DeliveryCard, Explanation, FindingCard
from noaber.warehouse.history import Revision


def explanation_data(origin: Origin, lexicon: Lexicon, outlook: Outlook) -> dict[str, Any]:
    """Give the explanation as data: the figure, its meaning, its parts all the way down, deliveries, revisions."""
    explanation, wording = origin.explanation, lexicon.wording
    card, language = explanation.indicator, wording.language
    taking = take_origin(origin, lexicon, outlook)
    return {
        "release": lexicon.release,
        "language": language,
        "address": taking.page,
        **_cell_data(explanation, lexicon),
        "definition": card.definitions.get(language),
        "unit": card.unit.names.get(language),
        "decimals": card.decimals,
        "formula": card.formula,
        "notes": " ".join(filter(None, [card.notes.get(language), _rounding(explanation, wording)])),
        "absent": explanation.absent,
        "instead": explanation.instead and _instead_data(explanation.instead, lexicon),
        "marks": [mark.words for mark in name_marks(figure_of(explanation), wording)],
        "breaks": [{"period": period, "reason": text.get(language)} for period, text in card.breaks.items()],
        "expressed": origin.derived and _expressed_data(origin.derived),
        "deliveries": [_delivery_data(delivery) for delivery in deliveries_of(origin.explanations)],
        "findings": [_finding_data(finding, lexicon) for finding in origin.findings()],
        "revisions": [_revision_data(revision) for revision in origin.revisions],
        "citation": taking.citation,
        "parts": [_part_data(part, lexicon) for part in explanation.parts],
        "parts_left_out": explanation.parts_left_out,
    }


def _cell_data(explanation: Explanation, lexicon: Lexicon) -> dict[str, Any]:
    cell, figure = explanation.cell, figure_of(explanation)
    return {
        "role": explanation.role,
        "indicator": cell.indicator,
        "name": explanation.indicator.names.get(lexicon.wording.language),
        "area": cell.area.id,
        "area_name": lexicon.area(cell),
        "period": str(cell.period),
        "slice": cell.slice,
        "value": figure.value,
        "status": cell.status,
        "hidden": cell.hidden,
        "series_break": cell.series_break,
        "route": "" if explanation.absent else cell.route or "delivered",
        "delivery": explanation.delivery and explanation.delivery.sha256,
    }


def _rounding(explanation: Explanation, wording: Wording) -> str:
    counted = explanation.cell.route == "counted"
    return say_rounding(explanation.indicator.rounded_to, wording) if counted else ""


def _instead_data(cell: Cell, lexicon: Lexicon) -> dict[str, Any]:
    """Give the next figure up that is shown, where this one is hidden."""
    language = lexicon.wording.language
    return {
        "area": cell.area.id, "area_name": lexicon.area(cell), "slice": cell.slice, "value": cell.value,
        "address": explanation_href(language, cell.indicator, cell.area.id, str(cell.period), cell.slice),
    }  # fmt: skip


def _part_data(explanation: Explanation, lexicon: Lexicon) -> dict[str, Any]:
    parts = [_part_data(part, lexicon) for part in explanation.parts]
    return {**_cell_data(explanation, lexicon), "parts": parts, "parts_left_out": explanation.parts_left_out}


def _expressed_data(derived: Derived) -> dict[str, Any]:
    figure = derived.figure
    return {
        "as": derived.how,
        "value": None if figure.absence else figure.value,
        "status": "M" if figure.absence else figure.status,
        "absence": figure.absence,
        "against": _operand_data(derived.other),
    }


def _operand_data(operand: Operand) -> dict[str, Any]:
    figure = operand.figure
    return {
        "indicator": operand.subject.id,
        "area": operand.area,
        "period": operand.period,
        "slice": operand.slice,
        "value": None if figure.absence else figure.value,
        "status": figure.status,
        "hidden": figure.hidden,
    }


def _delivery_data(delivery: DeliveryCard) -> dict[str, Any]:
    return {
        "source": delivery.source,
        "file": delivery.file,
        "sha256": delivery.sha256,
        "received_at": delivery.received_at,
        "rows_read": delivery.rows_read,
        "rows_kept": delivery.rows_kept,
        "rows_in_quarantine": delivery.rows_bad,
        "synthetic": delivery.synthetic,
    }


def _finding_data(finding: FindingCard, lexicon: Lexicon) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": finding.severity,
        "count": finding.count,
        "text": lexicon.wording.t(f"finding.{finding.check}")
        if lexicon.wording.t.has(f"finding.{finding.check}")
        else finding.check,
        "particulars": say_particulars(finding, lexicon.wording),
    }


def _revision_data(revision: Revision) -> dict[str, Any]:
    state = revision.state
    return {
        "release": revision.release,
        "built_at": revision.built_at,
        "value": state.value if state and not state.hidden else None,
        "status": state.status if state else None,
        "hidden": bool(state and state.hidden),
        "there": state is not None,
        "changed": revision.changed,
        "why": revision.why,
    }
