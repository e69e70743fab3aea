"""What is offered in the place of hidden flows: the next figure up of the area that tells of each."""

from __future__ import annotations

from noaber.products.flows.case import FlowCase
from noaber.products.flows.hidden import hidden_flows
from noaber.products.flows.matrix import TOTAL
from noaber.products.hidden_note import Instead
from noaber.products.wording import Wording
from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.cards import IndicatorCard
from noaber.warehouse.query import Release
from noaber.warehouse.reading import note_hidden
from noaber.warehouse.selection import Keys
from noaber.web.hidden_asking import ask_above


def ask_flows_instead(
    release: Release, card: IndicatorCard, case: FlowCase, wording: Wording
) -> dict[tuple[str, str], Instead | None]:
    """Give for the hidden flows that are each one figure what is offered, None where nothing is; note how many are."""
    hidden = hidden_flows(case)
    note_hidden(len(hidden))
    keys = {pair: cell for pair in hidden if (cell := _cell(release, card, case, pair))}
    found = ask_above(release, keys.values(), wording)
    return {pair: _as_flow(found.get(cell), case, wording) for pair, cell in keys.items()}


def _as_flow(above: Instead | None, case: FlowCase, wording: Wording) -> Instead | None:
    """Name what is offered as a flow: where it goes to or comes from."""
    if above is None or case.flow.dimension not in parse_slice(above.slice):
        return above
    return above._replace(slice_name=wording.t(f"flows.instead.{case.flow.leads}", end=above.slice_name))


def _cell(release: Release, card: IndicatorCard, case: FlowCase, pair: tuple[str, str]) -> Keys | None:
    """Give the keys of the figure that a flow is told by; None where there is no such area or category."""
    known = release.catalogue
    teller, other = pair if case.flow.leads == "to" else pair[::-1]
    end = {case.flow.dimension: known.areas[other].code} if other in known.areas else {}
    slice = print_slice({**end, **parse_slice(case.choice.deel)})
    if teller not in known.areas or slice not in known.slices or not (end or other == TOTAL):
        return None
    return card.key, known.areas[teller].key, known.periods[case.choice.periode], known.slices[slice]
