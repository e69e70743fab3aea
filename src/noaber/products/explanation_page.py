"""Where a number comes from: definition, formula with its values, the route of aggregation, deliveries and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from noaber.products.addresses import site_href
from noaber.products.figures import Figure
from noaber.products.formula_words import say_formula
from noaber.products.links import Link
from noaber.products.marks import Mark, name_marks
from noaber.products.source_pages import DeliveryRow, draw_delivery, draw_finding, say_day
from noaber.products.subjects import Subject
from noaber.products.wording import Wording
from noaber.vocabulary.formulas import Call, Operand, operands, parse_formula
from noaber.vocabulary.languages import Text
from noaber.warehouse.cards import AreaTypeCard, DeliveryCard, Explanation, FindingCard, IndicatorCard

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
    """A number in the tree: its name, value, how it was made, and the numbers it was made of."""

    name: str
    value: str
    where: str
    marks: tuple[Mark, ...]
    formula: str
    route: str
    delivery: DeliveryLink | None
    parts: tuple[Node, ...]
    members: tuple[Node, ...]
    members_title: str
    more: str


@dataclass(frozen=True)
class ExplanationView:
    """Everything the page shows. Facts are (name, text, address)."""

    heading: str
    lead: str
    formula: str
    in_numbers: str
    root: Node
    facts: tuple[tuple[str, str, str], ...]
    deliveries: tuple[DeliveryRow, ...]
    findings: tuple[Link, ...]


@dataclass(frozen=True)
class Lexicon:
    """Names the explanation needs, in one language: sources and types of areas by id, slices by text."""

    subject_of: Callable[[IndicatorCard], Subject]
    sources: Mapping[str, Text]
    types: Mapping[str, AreaTypeCard]
    slice_name: Callable[[str], str]
    operand_name: Callable[[Operand], str]
    release: str


def draw_explanation_page(explanation: Explanation, lexicon: Lexicon, wording: Wording) -> ExplanationView:
    """Draw the page of one number."""
    cell, subject = explanation.cell, lexicon.subject_of(explanation.indicator)
    value = _value(explanation, subject, wording)
    words = {
        "indicator": subject.name + (f" ({lexicon.slice_name(cell.slice)})" if cell.slice else ""),
        "area": cell.area.names.get(wording.language),
        "period": wording.period(str(cell.period), subject.moment),
        "value": value,
    }
    deliveries = _deliveries(explanation)
    return ExplanationView(
        heading=wording.t("explain.heading" if value else "explain.heading.none", **words),
        lead=subject.definition,
        formula=_formula(explanation, subject, lexicon, wording),
        in_numbers=_in_numbers(explanation, lexicon, wording),
        root=draw_node(explanation, lexicon, wording),
        facts=tuple(_facts(explanation, subject, lexicon, words, wording)),
        deliveries=tuple(
            draw_delivery(delivery, lexicon.sources.get(delivery.source, Text(delivery.source)), wording)
            for delivery in deliveries
        ),
        findings=tuple(draw_finding(finding, wording) for finding in _findings(explanation)),
    )


def _formula(explanation: Explanation, subject: Subject, lexicon: Lexicon, wording: Wording) -> str:
    """The formula of the number in words, if it has one."""
    if explanation.cell.route != "formula":
        return ""
    text = say_formula(explanation.indicator.formula, lexicon.operand_name, wording)
    return wording.t("explain.formula", name=subject.name, text=text)


def _in_numbers(explanation: Explanation, lexicon: Lexicon, wording: Wording) -> str:
    """The same formula with the values of its operands, where each of them is one number."""
    if explanation.cell.route != "formula":
        return ""
    tree = parse_formula(explanation.indicator.formula)
    values = [_value(part, lexicon.subject_of(part.indicator), wording) for part in explanation.parts]
    plain = not isinstance(tree, Call) or tree.verb not in ("change", "difference", "index", "rolling")
    if not plain or len(values) != len(list(operands(tree))) or not all(values):
        return ""
    taken = iter(values)
    text = say_formula(explanation.indicator.formula, lambda _: next(taken), wording)
    own = _value(explanation, lexicon.subject_of(explanation.indicator), wording)
    return wording.t("explain.in_numbers", text=f"{text} = {own}")


def _value(explanation: Explanation, subject: Subject, wording: Wording) -> str:
    figure = figure_of(explanation)
    return "" if figure.value is None else subject.value(figure.value, wording)


def figure_of(explanation: Explanation) -> Figure:
    """Give the number of an explanation; never the value of a hidden one."""
    cell = explanation.cell
    return Figure(None if cell.hidden else cell.value, cell.status, cell.hidden, cell.series_break)


def _facts(
    explanation: Explanation, subject: Subject, lexicon: Lexicon, words: Mapping[str, str], wording: Wording
) -> Iterator[tuple[str, str, str]]:
    t, cell, language = wording.t, explanation.cell, wording.language
    figure = figure_of(explanation)
    page = site_href(language, "cijfer", subject.id, query={"gebieden": cell.area.id, "deel": cell.slice})
    yield t("explain.indicator"), subject.name, page
    yield t("explain.area"), words["area"], site_href(language, "gebied", cell.area.id)
    yield t("explain.period"), words["period"], ""
    if cell.slice:
        yield t("explain.slice"), lexicon.slice_name(cell.slice), ""
    if figure.value is not None:
        yield t("explain.value"), subject.value_in_words(figure.value, wording), ""
        yield t("explain.exact"), f"{figure.value:.10g}".replace(".", wording.style.decimal), ""
    marks = ", ".join(mark.words for mark in name_marks(figure, wording))
    yield t("explain.status"), marks or t("explain.status.final"), ""
    yield t("explain.release"), lexicon.release, site_href(language, "uitgaven")


def draw_node(explanation: Explanation, lexicon: Lexicon, wording: Wording) -> Node:
    """Draw a number and, below it, the numbers it was made of; of many members the first, with a count."""
    cell, subject = explanation.cell, lexicon.subject_of(explanation.indicator)
    parts = [part for part in explanation.parts if part.role == "operand"]
    members = [part for part in explanation.parts if part.role != "operand"]
    shown = members[:MOST_PARTS]
    more = len(members) - len(shown) + explanation.parts_left_out
    name = subject.name + (f" ({lexicon.slice_name(cell.slice)})" if cell.slice else "")
    where = f"{cell.area.names.get(wording.language)}, {wording.period(str(cell.period), subject.moment)}"
    return Node(
        name=name,
        value=_value(explanation, subject, wording),
        where=where,
        marks=name_marks(figure_of(explanation), wording),
        formula=_formula(explanation, subject, lexicon, wording),
        route=say_route(cell.route, explanation.indicator.rounded_to, lexicon.types, wording),
        delivery=_delivery_link(explanation.delivery, lexicon, wording),
        parts=tuple(draw_node(part, lexicon, wording) for part in parts[:MOST_PARTS]),
        members=tuple(draw_node(part, lexicon, wording) for part in shown),
        members_title=wording.t.plural("explain.members", len(members)) if members else "",
        more=wording.t.plural("explain.more", more) if more > 0 else "",
    )


def say_route(route: str, rounded_to: int, types: Mapping[str, AreaTypeCard], wording: Wording) -> str:
    """Say in words how a number came to its area: from a delivery, by formula, as a sum or a weighted mean."""
    if not route:
        return wording.t("explain.route.own")
    if route == "formula":
        return wording.t("explain.route.formula")
    if route == "counted":
        return wording.t("explain.route.counted")
    word, _, rest = route.partition(" of ")
    count, _, kind = rest.partition(" ")
    type, _, vintage = kind.partition("@")
    plural = types[type].plural.get(wording.language) if type in types else type
    areas = f"{count} {plural}" + (f" ({vintage})" if vintage else "")
    said = wording.t("explain.route.weighted" if word == "weighted" else "explain.route.sum", areas=areas)
    rounded = word == "sum" and rounded_to and type != "gemeente"
    return f"{said} {wording.t('explain.route.rounded', to=rounded_to)}" if rounded else said


def _delivery_link(delivery: DeliveryCard | None, lexicon: Lexicon, wording: Wording) -> DeliveryLink | None:
    if delivery is None:
        return None
    name = lexicon.sources[delivery.source].get(wording.language) if delivery.source in lexicon.sources else ""
    text = wording.t("explain.delivery", date=say_day(delivery.dated or delivery.received_at, wording))
    return DeliveryLink(
        name or delivery.source, site_href(wording.language, "bron", delivery.source), text, delivery.sha256
    )


def _walk(explanation: Explanation) -> Iterator[Explanation]:
    yield explanation
    for part in explanation.parts:
        yield from _walk(part)


def _deliveries(explanation: Explanation) -> list[DeliveryCard]:
    found = {part.delivery.key: part.delivery for part in _walk(explanation) if part.delivery}
    return [found[key] for key in sorted(found)]


def _findings(explanation: Explanation) -> list[FindingCard]:
    """What the checks found in everything behind the number; the same finding of several deliveries is told once."""
    told = {(f.check, f.severity, f.delivery, f.indicator): f for part in _walk(explanation) for f in part.findings}
    kinds: dict[tuple[str, str], list[FindingCard]] = {}
    for finding in told.values():
        kinds.setdefault((finding.check, finding.severity), []).append(finding)
    return [
        same[0] if len(same) == 1 else replace(same[0], count=sum(f.count for f in same), detail={})
        for same in kinds.values()
    ]
