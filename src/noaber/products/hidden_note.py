"""What a reader is told below a group of figures: why some are hidden, where the same is shown one level up, and that
some are not public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from noaber.products.addresses import explanation_href, site_href
from noaber.products.figures import Figure
from noaber.products.links import Link
from noaber.products.wording import Wording

MOST_OFFERED = 6
Place = TypeVar("Place")


class Instead(NamedTuple):
    """The next figure up that is shown: of which indicator, area and category, by id and by name; with its period where
    the page of the indicator does not show that category, so that it is shown by its explanation."""

    indicator: str
    indicator_name: str
    area: str
    area_name: str
    slice: str
    slice_name: str
    period: str = ""


@dataclass(frozen=True)
class Told:
    """What is to be said of a group of figures: how many are hidden (of areas where `by_area`), what is offered in the
    place of how many of those of which that is known (None: nothing is shown), and whether any is not public."""

    hidden: int = 0
    offers: Mapping[Instead | None, int] = field(default_factory=Counter)
    beyond: bool = False
    by_area: bool = False


@dataclass(frozen=True)
class HiddenNote:
    """Why figures are hidden, links to where the same is shown, and what is said where some are not public."""

    text: str = ""
    links: tuple[Link, ...] = ()
    not_public: str = ""


def tell_figures(
    figures: Mapping[Place, Figure], instead: Mapping[Place, Instead | None], by_area: bool = False
) -> Told:
    """Say of a group of figures by place what a note needs; `instead` knows what is offered in some of the places.

    >>> tell_figures({"a": Figure(1.0, beyond=True), "b": Figure(None, hidden=True)}, {"b": None})
    Told(hidden=1, offers=Counter({None: 1}), beyond=True, by_area=False)
    """
    hidden = [place for place, figure in figures.items() if figure.absence == "hidden"]
    offers = Counter(instead[place] for place in hidden if place in instead)
    beyond = any(figure.beyond and not figure.absence for figure in figures.values())
    return Told(len(hidden), offers, beyond, by_area)


def join_told(groups: Iterable[Told]) -> Told:
    """Take what is to be said of several groups together."""
    told = list(groups)
    offers: Counter[Instead | None] = Counter()
    for one in told:
        offers.update(one.offers)
    return Told(sum(one.hidden for one in told), offers, any(one.beyond for one in told))


def draw_hidden_note(told: Told, wording: Wording) -> HiddenNote | None:
    """Say of hidden figures why they are, with what is offered for most of them first, and of others that they are not
    public; None where there is nothing to say."""
    if not told.hidden and not told.beyond:
        return None
    not_public = wording.t("hidden.beyond") if told.beyond else ""
    if not told.hidden:
        return HiddenNote(not_public=not_public)
    why = wording.t.plural("hidden.areas", told.hidden) if told.by_area else wording.t("hidden.why")
    counted = _counted(told.offers)
    most = [one for one, _ in counted.most_common() if one is not None][:MOST_OFFERED]
    where = wording.t("hidden.shown") if most else wording.t("hidden.nowhere") if counted else ""
    several = len({one.indicator for one in most}) > 1
    return HiddenNote(f"{why} {where}".strip(), tuple(_link(one, several, wording) for one in most), not_public)


def _counted(offers: Mapping[Instead | None, int]) -> Counter[Instead | None]:
    """Count the offers, each with its newest period; where they are too many to name, those of one area in whatever
    category together."""
    newest = {one and one._replace(period=""): one for one in sorted(offers, key=lambda one: one.period if one else "")}
    counted: Counter[Instead | None] = Counter()
    for one, count in offers.items():
        few = newest[one and one._replace(period="")]
        whole = few and few._replace(slice="", slice_name="", period="")
        counted[few if len(newest) <= MOST_OFFERED else whole] += count
    return counted


def _link(one: Instead, several: bool, wording: Wording) -> Link:
    name, language = name_instead(one, several), wording.language
    if one.period:
        return Link(name, explanation_href(language, one.indicator, one.area, one.period, one.slice))
    query = {"gebieden": one.area, "deel": one.slice}
    return Link(name, site_href(language, "cijfer", one.indicator, query=query))


def name_instead(one: Instead, with_indicator: bool = False) -> str:
    """Name what is shown: the area, and the category if it is not the total.

    >>> name_instead(Instead("a", "Jobs", "GM1", "Borne", "sex=f", "women"))
    'Borne (women)'
    """
    name = f"{one.area_name} ({one.slice_name})" if one.slice else one.area_name
    return f"{one.indicator_name}, {name}" if with_indicator else name


def print_hidden_note(note: HiddenNote | None) -> str:
    """Write why and where as a line of text, for files; empty where nothing is hidden."""
    if note is None:
        return ""
    names = "; ".join(link.text for link in note.links)
    return f"{note.text} {names}." if names else note.text
