"""What a reader chose on a page of flows, read from and written to the address: the URL is the state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

from noaber.products.choices import BadAddress
from noaber.vocabulary.errors import Problem, did_you_mean

Query = Mapping[str, Sequence[str]]
Direction = Literal["uit", "in", "saldo"]
DIRECTIONS: tuple[Direction, ...] = ("uit", "in", "saldo")
TOPS = ("5", "10", "15", "25", "50", "100")


@dataclass(frozen=True)
class FlowChoice:
    """The state of a page of flows. Field names are what stands in the address."""

    gebied: str = ""
    periode: str = ""
    richting: Direction = "uit"
    deel: str = ""
    niveau: str = ""
    top: str = "10"
    laatste: str = ""  # rolling: always the newest period; `periode` follows from it


@dataclass(frozen=True)
class FlowOffer:
    """What can be chosen: periods in order, categories, levels of the areas at the other end, and the defaults."""

    periods: Sequence[str]
    slices: Sequence[str]
    levels: Sequence[str]
    default: FlowChoice


def parse_flows(query: Query, offer: FlowOffer, area: str) -> FlowChoice:
    """Read the choice from an address, `area` being the id of the area it names; everything that cannot be is a problem
    of one `BadAddress`. What is not said is the default."""
    problems: list[Problem] = []

    def one(name: str, known: Sequence[str]) -> str:
        text, default = "".join(query.get(name, ())[-1:]).strip(), str(getattr(offer.default, name))
        if text and text not in known:
            problems.append(Problem(name, f"'{text[:60]}'", "", did_you_mean(text, list(known))))
        return text if text in known else default

    choice = FlowChoice(
        gebied=area,
        periode=one("periode", offer.periods),
        richting=one("richting", DIRECTIONS),  # type: ignore[arg-type]
        deel=one("deel", offer.slices),
        niveau=one("niveau", offer.levels),
        top=one("top", TOPS),
        laatste=one("laatste", ("1",)),
    )
    if problems:
        raise BadAddress(problems)
    return replace(choice, periode=offer.periods[-1]) if choice.laatste and offer.periods else choice


def print_flows(choice: FlowChoice, default: FlowChoice) -> dict[str, str]:
    """Write a choice as the parameters of an address: area and period, and what differs from the defaults; of a rolling
    choice not the period, for it moves on.

    >>> print_flows(FlowChoice("GM0153", "2016", "in"), FlowChoice("Twente", "2016"))
    {'gebied': 'GM0153', 'periode': '2016', 'richting': 'in'}
    """
    said = {field.name: str(getattr(choice, field.name)) for field in fields(FlowChoice)}
    always = ("gebied",) if choice.laatste else ("gebied", "periode")
    left_out = "periode" if choice.laatste else ""
    return {
        name: value
        for name, value in said.items()
        if name != left_out and value and (name in always or value != getattr(default, name))
    }
