"""The first sentences about an area, made from its figures by rule; every number leads to its explanation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from noaber.products.addresses import site_href
from noaber.products.area_glance import KeyParts, own_standing
from noaber.products.composition import Segment, Sentence, compose, join_sentences
from noaber.products.findings import capital
from noaber.products.standings import Level, Standing, say_place
from noaber.products.wording import Wording

FEWEST = 4  # to be first of three says little
APART = 0.1  # a difference smaller than this from a reference is not worth a sentence


@dataclass(frozen=True)
class Place:
    """An area as a page names it: type in one language, parents from near to far, size in hectares if published."""

    id: str
    name: str
    type_name: str
    vintage: int | None = None
    parents: tuple[tuple[str, str], ...] = ()  # (id, name)
    hectares: float | None = None
    valid_from: int | None = None
    valid_to: int | None = None


@dataclass(frozen=True)
class LeadParts:
    """What the sentences are made of: `size` is the figure areas are large by, `counted` says `10 wijken`."""

    place: Place
    level: Level
    counted: Sequence[str]
    size: KeyParts | None
    keys: Sequence[KeyParts]
    reference: str = ""


def area_lead(parts: LeadParts, wording: Wording) -> Sentence:
    """Say what the area is and where, how large, what it consists of, and what sets it apart."""
    sentences = [_where(parts.place, wording)]
    if parts.size:
        sentences.append(_size(parts.size, parts, wording))
    return join_sentences([*sentences, _extent(parts, wording), _telling(parts, wording)])


def _extent(parts: LeadParts, wording: Wording) -> Sentence:
    """Say what it consists of and how much ground it covers."""
    hectares = parts.place.hectares
    told = {"parts": wording.listing(list(parts.counted))}
    if hectares:
        told["value"] = wording.number(hectares / 100, 1 if hectares < 1000 else 0)
    key = ("area.lead.extent" if hectares else "area.lead.parts") if parts.counted else "area.lead.size"
    return (Segment(wording.t(key, **told)),) if parts.counted or hectares else ()


def _where(place: Place, wording: Wording) -> Sentence:
    kind = capital(place.type_name)
    if not place.parents:
        return (Segment(wording.t("area.lead.alone", type=kind)),)
    links = [Segment(name, site_href(wording.language, "gebied", id)) for id, name in place.parents[:3]]
    listed = tuple(part for link in links for part in (Segment(", "), link))[1:]
    before, _, after = wording.t("area.lead", type=kind, parents="{parents}").partition("{parents}")
    return tuple(part for part in (Segment(before), *listed, Segment(after)) if part.text)


def _size(size: KeyParts, parts: LeadParts, wording: Wording) -> Sentence:
    """Say how large it is, and where that puts it among its level."""
    subject = size.subject
    if size.own.value is None:
        return ()
    number = wording.number(size.own.value, subject.decimals, subject.sign or subject.unit)
    standing = own_standing(parts.place.id, size)
    values: dict[str, str | Segment] = {
        "area": parts.place.name, "value": Segment(number, size.row.cell.href, strong=True),
        "period": size.row.period, **_level(standing, parts.level, wording),
    }  # fmt: skip
    if standing is None or standing.shared:
        return compose(wording.t("area.lead.has"), values)
    end = "largest" if standing.rank == 1 else "smallest" if standing.alone_at_bottom else "place"
    values["place"] = say_place(standing.rank, wording)
    return compose(wording.t(f"area.lead.{end}"), values)


def _level(standing: Standing | None, level: Level, wording: Wording) -> dict[str, str]:
    count = wording.number(standing.count) if standing else ""
    return {"level": level.words, "count": count}


def _telling(parts: LeadParts, wording: Wording) -> Sentence:
    """Say of the first key figure in which the area is highest or lowest that it is; else of the one that lies
    furthest from the reference how far."""
    rates = [key for key in parts.keys if not key.subject.additive and key.own.value is not None]
    for key in rates:
        standing = own_standing(parts.place.id, key)
        if standing and standing.count >= FEWEST and not standing.shared and standing.rank in (1, standing.count):
            end = "highest" if standing.rank == 1 else "lowest"
            return _said(f"area.lead.{end}", key, _level(standing, parts.level, wording), wording)
    apart = max(rates, key=_apart, default=None)
    if apart is None or _apart(apart) < APART or not parts.reference:
        return ()
    against = apart.subject.value(apart.references[0].value or 0.0, wording)
    other = Segment(against, apart.row.cells[1].href if len(apart.row.cells) > 1 else "", strong=True)
    return _said("area.lead.against", apart, {"reference": parts.reference, "other": other}, wording)


def _apart(key: KeyParts) -> float:
    """How far a figure lies from that of the first reference, against the reference."""
    other = key.references[0].value if key.references else None
    return abs((key.own.value or 0.0) / other - 1) if other else 0.0


def _said(key: str, parts: KeyParts, values: dict[str, str] | dict[str, str | Segment], wording: Wording) -> Sentence:
    number = Segment(parts.subject.value_in_words(parts.own.value or 0.0, wording), parts.row.cell.href, strong=True)
    return compose(wording.t(key), {**values, "name": parts.subject.name, "value": number, "period": parts.row.period})
