"""Where a figure comes from, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from noaber.products.explanations.tree import deliveries_of
from noaber.products.numbers import NumberStyle, format_number
from noaber.warehouse.cards import Cell, Explanation, IndicatorCard

STATUS = {"A": "final", "P": "provisional", "E": "estimated", "F": "forecast", "B": "break in series", "M": "missing"}
MOST_LINES = 30


def explanation_lines(explanation: Explanation, release: str, language: str) -> Iterator[str]:
    """Give the explanation as indented lines, the figure first and its deliveries deepest."""
    card = explanation.indicator
    yield from _tree(explanation, language, 0)
    yield ""
    yield f"Meaning   {card.definitions.get(language)}"
    if card.formula:
        yield f"Formula   {card.id} = {card.formula}"
    for delivery in sorted(deliveries_of((explanation,)), key=lambda delivery: (delivery.source, delivery.file)):
        received, name = delivery.received_at[:10], f"{delivery.source}: {delivery.file}"
        told = delivery.rows_read is not None
        counts = f"{delivery.rows_read:,} rows, {delivery.rows_bad} in quarantine" if told else "rows not told"
        yield f"Delivery  {name}, received {received}, sha256 {delivery.sha256[:16]}..., {counts}"
    for check, count, message in sorted(_findings(explanation)):
        yield f"Finding   {check} ({count}x) {message}".rstrip()
    yield f"Release   {release}"


def _tree(explanation: Explanation, language: str, depth: int) -> Iterator[str]:
    cell, card = explanation.cell, explanation.indicator
    slice = f" [{cell.slice}]" if cell.slice else ""
    how = f"from {explanation.delivery.file}" if explanation.delivery else cell.route or "delivered"
    name = f"{card.names.get(language)}{slice}, {cell.area.names.get(language)}, {cell.period}"
    vintage = f" (areas of {cell.area.vintage})" if cell.area.vintage else ""
    yield f"{'  ' * depth}{name}{vintage}: {_shown(cell, card, language)}  <- {how}"
    for part in explanation.parts[:MOST_LINES]:
        yield from _tree(part, language, depth + 1)
    more = len(explanation.parts) - MOST_LINES + explanation.parts_left_out
    if more > 0 and explanation.parts:
        yield f"{'  ' * (depth + 1)}... and {more} more"


def _shown(cell: Cell, card: IndicatorCard, language: str) -> str:
    marks = [STATUS[cell.status]] if cell.status != "A" else []
    marks += ["break in series"] if cell.series_break else []
    if cell.value is None:
        return "hidden" if cell.hidden else "missing"
    number = format_number(cell.value, card.decimals, NumberStyle.of(language))
    exact = f" = {cell.value!r}" if cell.route == "formula" else ""
    return number + exact + (f" ({', '.join(marks)})" if marks else "")


def _findings(explanation: Explanation) -> set[tuple[str, int, str]]:
    own = {
        (f.check, f.count, str(f.detail.get("message") or f.detail.get("reasons", ""))) for f in explanation.findings
    }
    return own.union(*[_findings(part) for part in explanation.parts])
