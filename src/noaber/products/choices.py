"""What a reader chose on an indicator page, read from and written to the address: the URL is the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields

from noaber.products.charts.classing import METHODS, USUAL
from noaber.products.class_choice import parse_classes
from noaber.products.ways import EXPRESSIONS, Expression
from noaber.vocabulary.errors import NoaberError, Problem, did_you_mean

MOST_AREAS = 8
MOST_PAGES = 1000
ORDERS = ("naam", "waarde", "verandering")


class BadAddress(NoaberError):
    """An address asks for something that cannot be."""

    code, http_status = "address", 400


@dataclass(frozen=True)
class Choice:
    """The state of an indicator page. Field names are what stands in the address."""

    gebieden: tuple[str, ...] = ()
    vergelijk: tuple[str, ...] = ()
    niveau: str = ""
    van: str = ""
    tot: str = ""
    als: Expression = "waarde"
    basis: str = ""
    referentie: str = ""
    deel: str = ""
    uitsplitsing: str = ""
    blad: int = 1
    kolommen: int = 1
    volgorde: str = ""
    draai: str = ""
    vorm: str = ""
    indeling: str = METHODS[0]
    klassen: int = USUAL
    grenzen: str = ""  # of the classes of the map; with these the method and the number do not matter
    laatste: int = 0  # rolling: always so many of the newest periods; then van and tot follow from it


@dataclass(frozen=True)
class Offer:
    """What can be chosen for this indicator: levels, periods in order, slices, dimensions, ways of looking, and the
    defaults."""

    levels: Sequence[str]
    periods: Sequence[str]
    slices: Sequence[str]
    dimensions: Sequence[str]
    default: Choice
    resolve: Callable[[str], str]  # an area's id, code or name to its id; NotFound otherwise
    ways: Sequence[Expression] = EXPRESSIONS


def parse_choice(query: Mapping[str, Sequence[str]], offer: Offer) -> Choice:
    """Read the choice from an address; everything that cannot be is a problem of one `BadAddress`.

    Areas may be repeated or joined by commas; `erbij` adds one. What is not said is the default.
    """
    problems: list[Problem] = []

    def one(name: str, known: Sequence[str], default: str) -> str:
        text = "".join(query.get(name, ())[-1:]).strip()
        if text and text not in known:
            problems.append(Problem(name, f"'{text}'", "", did_you_mean(text, list(known)), tuple(known)))
        return text if text in known else default

    default = offer.default
    first, last = one("van", offer.periods, default.van), one("tot", offer.periods, default.tot)
    choice = Choice(
        gebieden=_areas(query, ("gebieden", "erbij"), offer, default.gebieden)[:MOST_AREAS],
        vergelijk=_areas(query, ("vergelijk",), offer, default.vergelijk)[:MOST_AREAS],
        niveau=one("niveau", offer.levels, default.niveau),
        van=first,
        tot=last,
        als=one("als", offer.ways, default.als),  # type: ignore[arg-type]
        basis=one("basis", offer.periods, default.basis),
        referentie=next(iter(_areas(query, ("referentie",), offer, ())), ""),
        deel=one("deel", offer.slices, default.deel),
        uitsplitsing=one("uitsplitsing", offer.dimensions, default.uitsplitsing),
        blad=_page(query, "blad", problems),
        kolommen=_page(query, "kolommen", problems),
        volgorde=one("volgorde", ORDERS, ""),
        draai=one("draai", ("ja",), ""),
        vorm=one("vorm", ("klein",), ""),
        laatste=_page(query, "laatste", problems) if query.get("laatste") else 0,
        **parse_classes(query, problems),  # type: ignore[arg-type]
    )
    if problems:
        raise BadAddress(problems)
    return _in_order(choice, offer.periods)


def _areas(
    query: Mapping[str, Sequence[str]], names: Sequence[str], offer: Offer, default: tuple[str, ...]
) -> tuple[str, ...]:
    said = [part.strip() for name in names for value in query.get(name, ()) for part in value.split(",")]
    if names[0] not in query:
        said = [*default, *said]
    if [part for part in said if part] == ["-"]:
        return ()
    return tuple(dict.fromkeys(offer.resolve(part) for part in said if part and part != "-"))


def _page(query: Mapping[str, Sequence[str]], name: str, problems: list[Problem]) -> int:
    text = "".join(query.get(name, ())[-1:]) or "1"
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_PAGES:
        return int(text)
    problems.append(Problem(name, f"'{text[:20]}'", f"1..{MOST_PAGES}"))
    return 1


def _in_order(choice: Choice, periods: Sequence[str]) -> Choice:
    """Put a period that was chosen backwards the right way round."""
    if choice.van and choice.tot and list(periods).index(choice.van) > list(periods).index(choice.tot):
        return Choice(**{**_as_dict(choice), "van": choice.tot, "tot": choice.van})  # type: ignore[arg-type]
    return choice


def _as_dict(choice: Choice) -> dict[str, object]:
    return {field.name: getattr(choice, field.name) for field in fields(Choice)}


def print_choice(choice: Choice, default: Choice) -> dict[str, str]:
    """Write a choice as the parameters of an address: the areas, on which the defaults depend, and what differs
    from the defaults; of a rolling choice not the periods, for these move on.

    >>> print_choice(Choice(gebieden=("GM0153", "NL"), van="2012"), Choice())
    {'gebieden': 'GM0153,NL', 'van': '2012'}
    """
    said: dict[str, str] = {}
    for name, value in _as_dict(choice).items():
        if choice.laatste and name in ("van", "tot"):
            continue
        if name == "gebieden" or value != getattr(default, name):
            said[name] = (",".join(value) or "-") if isinstance(value, tuple) else str(value)
    return said
