"""A page of flows before it is drawn: what is shown of whom, the figures that belong to it, and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from noaber.products.addresses import explanation_href, site_href
from noaber.products.figures import Figure
from noaber.products.flows.choice import Direction, FlowChoice, FlowOffer, print_flows
from noaber.products.flows.gathering import ELSEWHERE, NOBODY, REST, UNKNOWN, Around, Crossing, Pairs, Sketch
from noaber.products.hidden_note import Instead
from noaber.products.indicator_case import SourceLine
from noaber.products.marks import Mark, name_mark, name_marks
from noaber.products.sharing import Shared
from noaber.products.subjects import Subject
from noaber.products.tables import Cell
from noaber.products.wording import Wording
from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.cards import FlowCard

KIND: Mapping[Direction, str] = {"uit": "out", "in": "in", "saldo": "net"}
"""Which kind of figure a direction is about."""


@dataclass(frozen=True)
class FlowCase:
    """Everything a page of flows is made of. `members` are the areas the own area is made of, `told` those that tell of
    their flows, `drawn` the flows of the map, `codes` the category of each area in the dimension of the flows,
    `slice_label` the name of what the slices are of; by origin and destination, `instead` has hidden flows with what is
    offered in their place, as far as each is one figure, and `beyond` those that not everybody sees."""

    subject: Subject
    choice: FlowChoice
    offer: FlowOffer
    members: frozenset[str]
    around: Around
    rest: Pairs
    matrix: Crossing
    drawn: Sketch | None
    told: frozenset[str]
    names: Mapping[str, str]
    codes: Mapping[str, str]
    shapes: Mapping[str, Mapping[str, Any]]
    flow: FlowCard
    ground_name: str
    level_names: Mapping[str, str]
    slice_names: Mapping[str, str]
    slice_label: str
    sources: Sequence[SourceLine]
    suppliers: Sequence[str]
    notes: str
    suggestions: Sequence[str] = ()
    instead: Mapping[tuple[str, str], Instead | None] = field(default_factory=dict)
    beyond: frozenset[tuple[str, str]] = frozenset()

    @property
    def own(self) -> str:
        """The area or group the page is about."""
        return self.choice.gebied

    @property
    def kind(self) -> str:
        """The kind of figure that the direction is about."""
        return KIND[self.choice.richting]

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """The partners that are listed."""
        return self.around.order[: int(self.choice.top)]

    @property
    def left_out(self) -> int:
        """How many partners are not listed by themselves."""
        return len(self.around.order) - len(self.listed)

    def name(self, id: str, wording: Wording) -> str:
        """Name an area, or what is no area."""
        if id == ELSEWHERE:
            return wording.t("flows.elsewhere")
        if id == REST:
            return wording.t.plural("flows.rest", self.left_out)
        return self.names.get(id, id)

    def figure(self, kind: str) -> Figure:
        """Give a figure of the own area."""
        return self.around.own.get((self.own, kind), UNKNOWN)

    def partner(self, id: str, kind: str) -> Figure:
        """Give a figure of a partner, or of the rest of them."""
        return (self.rest if id == REST else self.around.partners).get((id, kind), UNKNOWN)

    def crossing(self, origin: str, destination: str) -> Figure:
        """Give a flow of the matrix: nobody where there is no row, unknown where its area told nothing."""
        teller = origin if self.flow.leads == "to" else destination
        absent = NOBODY if teller == ELSEWHERE or teller in self.told else UNKNOWN
        return self.matrix.flows.get((origin, destination), absent)

    @property
    def has_figures(self) -> bool:
        """Whether anything can be said of the own area."""
        return any(not self.figure(kind).absence for kind in ("leaving", "arriving", "out", "in"))

    def is_uncertain(self, figure: Figure) -> bool:
        """Say whether a number is too small to rely on."""
        return figure.value is not None and 0 < abs(figure.value) < self.flow.uncertain_below

    def marks(self, figure: Figure, wording: Wording) -> tuple[Mark, ...]:
        """Give the marks of a flow: its statuses, and whether it is uncertain for being small."""
        small = (name_mark("uncertain", wording),) if self.is_uncertain(figure) else ()
        return (*name_marks(figure, wording), *small)

    def cell(self, figure: Figure, wording: Wording, href: str = "") -> Cell:
        """Write a flow as a cell; a hidden or missing one has a mark and never a number."""
        if figure.absence:
            return Cell("", name_marks(figure, wording), href if figure.hidden else "")
        text = wording.number(figure.value or 0.0, self.subject.decimals)
        return Cell(text, self.marks(figure, wording), href if figure.value else "")

    def explain(self, origin: str, destination: str, wording: Wording) -> str:
        """Give the address that explains a single flow; empty where it is not one observation."""
        teller, other = (origin, destination) if self.flow.leads == "to" else (destination, origin)
        if other not in self.codes or teller in (ELSEWHERE, REST):
            return ""
        slice = print_slice({self.flow.dimension: self.codes[other], **parse_slice(self.choice.deel)})
        return explanation_href(wording.language, self.subject.id, teller, self.choice.periode, slice)

    def explain_all(self, wording: Wording) -> str:
        """Give the address that explains all flows that the own area itself tells of."""
        return explanation_href(wording.language, self.subject.id, self.own, self.choice.periode, self.choice.deel)


def flows_href(case: FlowCase, wording: Wording, choice: FlowChoice, tail: str = "", **more: str) -> str:
    """Give the address of these flows with another choice; `tail` is .csv, .xlsx, .json or /kaart.svg."""
    query = {**print_flows(choice, case.offer.default), **more}
    return site_href(wording.language, "stromen", *(case.subject.id + tail).split("/"), query=query)


def area_href(case: FlowCase, wording: Wording, area: str) -> str:
    """Give the address of the same page about another area; empty for what is no area."""
    if area in (ELSEWHERE, REST):
        return ""
    return flows_href(case, wording, replace(case.choice, gebied=area))


def shared_flows(case: FlowCase, wording: Wording) -> Shared:
    """Give what the page tells of itself to be passed on."""
    parts = (case.subject.name, case.slice_names.get(case.choice.deel, ""), case.name(case.own, wording),
             wording.t(f"flows.direction.{case.choice.richting}"), wording.period(case.choice.periode))  # fmt: skip
    return Shared(
        cited=", ".join(part for part in parts if part),
        living=flows_href(case, wording, replace(case.choice, laatste="")),
        rolling=flows_href(case, wording, replace(case.choice, laatste="1")),
        periods=1,
    )
