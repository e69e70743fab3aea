"""What a reader takes along of an explanation: words to cite the number with, its address, its data."""

from __future__ import annotations

from dataclasses import dataclass

from noaber.products.addresses import explanation_href
from noaber.products.explanations.derivation import draw_derivation, say_outcome
from noaber.products.explanations.lexicon import Lexicon
from noaber.products.explanations.origin import Origin
from noaber.products.sharing import Outlook, cite


@dataclass(frozen=True)
class Taking:
    """Words to cite the number with, the addresses of its page and of its JSON, and the command that fetches that."""

    citation: str
    page: str
    data: str
    command: str


def take_origin(origin: Origin, lexicon: Lexicon, outlook: Outlook) -> Taking:
    """Give what a reader takes along; the address in the citation is frozen to the release."""
    address = address_of(origin, lexicon.wording.language)
    data, value = data_address(address), say_value(origin, lexicon)
    frozen = f"{outlook.origin}{address}{'&' if '?' in address else '?'}uitgave={lexicon.release}"
    about = say_about(origin, lexicon) + (f": {value}" if value else "")
    return Taking(cite(about, frozen, outlook, lexicon.wording), address, data, f'curl "{outlook.origin}{data}"')


def say_about(origin: Origin, lexicon: Lexicon) -> str:
    """Say what the number is of: indicator, area, period and the way it is looked at."""
    explanation = origin.explanation
    about = f"{lexicon.name(explanation)}, {lexicon.area(explanation.cell)}, {lexicon.period(explanation)}"
    return about + (f" ({draw_derivation(origin.derived, lexicon.wording).way})" if origin.derived else "")


def say_value(origin: Origin, lexicon: Lexicon) -> str:
    """Write the number that was asked about, in the way it is looked at; empty where there is none."""
    return say_outcome(origin.derived, lexicon.wording) if origin.derived else lexicon.value(origin.explanation)


def data_address(address: str) -> str:
    """Give the address of the same explanation as JSON.

    >>> data_address("/nl/uitleg/x/GM0153/2020?slice=sex=f")
    '/nl/uitleg/x/GM0153/2020.json?slice=sex=f'
    """
    path, mark, query = address.partition("?")
    return f"{path}.json{mark}{query}"


def address_of(origin: Origin, language: str) -> str:
    """Give the address of the page of a number, in the way it is looked at."""
    cell = origin.explanation.cell
    way = way_parameters(origin)
    return explanation_href(language, cell.indicator, cell.area.id, str(cell.period), cell.slice, way)


def way_parameters(origin: Origin) -> dict[str, str]:
    """Give what an address says of the way a number is looked at; nothing for the number as it is."""
    derived = origin.derived
    if derived is None:
        return {}
    against = {
        "index": ("basis", derived.other.period), "verandering": ("vorige", derived.other.period),
        "toename": ("vorige", derived.other.period), "aandeel": ("geheel", derived.other.area),
        "verschil": ("referentie", derived.other.area),
    }.get(derived.how)  # fmt: skip
    return {"als": derived.how, **({against[0]: against[1]} if against else {})}
