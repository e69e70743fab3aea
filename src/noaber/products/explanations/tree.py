"""A number and the numbers it was made of, drawn as a tree down to deliveries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from noaber.products.addresses import explanation_href, site_href
from noaber.products.composition import Segment, Sentence, compose
from noaber.products.explanations.lexicon import Lexicon
from noaber.products.figures import Figure, make_figure
from noaber.products.formula_words import say_formula
from noaber.products.marks import Mark, name_marks
from noaber.products.rounding_note import say_rounding
from noaber.products.source_pages import say_day
from noaber.products.wording import Wording
from noaber.vocabulary.formulas import Call, operands
from noaber.warehouse.cards import AreaTypeCard, DeliveryCard, Explanation

MOST_PARTS = 60


@dataclass(frozen=True)
class DeliveryLink:
    """The delivery a number was taken from."""

    source: str
    href: str
    text: str
    sha256: str


@dataclass(frozen=True)
class Node:
    """A number in the tree: its name, value and address, how it was made, and the numbers it was made of."""

    name: str
    value: str
    href: str
    where: str
    marks: tuple[Mark, ...]
    formula: str
    route: str
    delivery: DeliveryLink | None
    parts: tuple[Node, ...]
    members: tuple[Node, ...]
    members_title: str
    more: str


def draw_node(explanation: Explanation, lexicon: Lexicon) -> Node:
    """Draw a number and, below it, the numbers it was made of; of many members the first, with a count."""
    cell, wording = explanation.cell, lexicon.wording
    parts = [part for part in explanation.parts if part.role == "operand"]
    members = [part for part in explanation.parts if part.role != "operand"]
    shown = members[:MOST_PARTS]
    more = len(members) - len(shown) + explanation.parts_left_out
    return Node(
        name=lexicon.name(explanation),
        value=lexicon.value(explanation),
        href=part_href(explanation, lexicon) if explanation.role else "",
        where=f"{lexicon.area(cell)}, {lexicon.period(explanation)}",
        marks=name_marks(figure_of(explanation), wording),
        formula=say_own_formula(explanation, lexicon),
        route=say_route(cell.route, explanation.indicator.rounded_to, lexicon.types, wording),
        delivery=_delivery_link(explanation.delivery, lexicon),
        parts=tuple(draw_node(part, lexicon) for part in parts[:MOST_PARTS]),
        members=tuple(draw_node(part, lexicon) for part in shown),
        members_title=wording.t.plural("explain.members", len(members)) if members else "",
        more=wording.t.plural("explain.more", more) if more > 0 else "",
    )


def figure_of(explanation: Explanation) -> Figure:
    """Give the number of an explanation; never the value of a hidden one."""
    cell = explanation.cell
    return make_figure(cell.value, cell.status, cell.hidden, cell.series_break)


def say_own_formula(explanation: Explanation, lexicon: Lexicon) -> str:
    """Say the formula of the number in words, if it has one."""
    if explanation.cell.route != "formula":
        return ""
    text = say_formula(explanation.indicator.formula, lexicon.operand_name, lexicon.wording)
    return lexicon.wording.t("explain.formula", name=lexicon.subject_of(explanation.indicator).name, text=text)


def say_in_numbers(explanation: Explanation, lexicon: Lexicon) -> Sentence:
    """Say the same formula with the values of its operands, each linked, where each of them is one number."""
    if explanation.cell.route != "formula":
        return ()
    tree = explanation.indicator.tree
    values = [lexicon.value(part) for part in explanation.parts]
    plain = not isinstance(tree, Call) or tree.verb not in ("change", "difference", "index", "rolling")
    if not plain or len(values) != len(list(operands(tree))) or not all(values):
        return ()
    parts = {f"n{at}": Segment(values[at], part_href(part, lexicon)) for at, part in enumerate(explanation.parts)}
    taken = (f"{{{name}}}" for name in parts)
    text = say_formula(explanation.indicator.formula, lambda _: next(taken), lexicon.wording)
    return compose(f"{text} = {{own}}", {**parts, "own": Segment(lexicon.value(explanation), strong=True)})


def part_href(explanation: Explanation, lexicon: Lexicon) -> str:
    """Give the address of the explanation of a part."""
    cell = explanation.cell
    return explanation_href(lexicon.wording.language, cell.indicator, cell.area.id, str(cell.period), cell.slice)


def say_route(route: str, rounded_to: int, types: Mapping[str, AreaTypeCard], wording: Wording) -> str:
    """Say in words how a number came to its area: from a delivery, by formula, as a sum or a weighted mean."""
    if not route:
        return wording.t("explain.route.own")
    if route == "formula":
        return wording.t("explain.route.formula")
    if route == "counted":
        return " ".join(filter(None, [wording.t("explain.route.counted"), say_rounding(rounded_to, wording)]))
    word, _, rest = route.partition(" of ")
    count, _, kind = rest.partition(" ")
    type, _, vintage = kind.partition("@")
    plural = types[type].plural.get(wording.language) if type in types else type
    areas = f"{count} {plural}" + (f" ({vintage})" if vintage else "")
    said = wording.t("explain.route.weighted" if word == "weighted" else "explain.route.sum", areas=areas)
    rounded = word == "sum" and rounded_to and type != "gemeente"
    return f"{said} {wording.t('explain.route.rounded', to=rounded_to)}" if rounded else said


def _delivery_link(delivery: DeliveryCard | None, lexicon: Lexicon) -> DeliveryLink | None:
    if delivery is None:
        return None
    wording = lexicon.wording
    name = lexicon.sources[delivery.source].get(wording.language) if delivery.source in lexicon.sources else ""
    text = wording.t("explain.delivery", date=say_day(delivery.dated or delivery.received_at, wording))
    return DeliveryLink(
        name or delivery.source, site_href(wording.language, "bron", delivery.source), text, delivery.sha256
    )


def walk(explanation: Explanation) -> Iterator[Explanation]:
    """Give a number and everything below it."""
    yield explanation
    for part in explanation.parts:
        yield from walk(part)


def deliveries_of(explanations: tuple[Explanation, ...]) -> list[DeliveryCard]:
    """Give the deliveries behind numbers, each once."""
    found = {part.delivery.key: part.delivery for one in explanations for part in walk(one) if part.delivery}
    return [found[key] for key in sorted(found)]
