"""Choosing on the page itself: an area is added to the choice or taken out of it by an ordinary link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from noaber.products.addresses import quote_part
from noaber.products.choices import MOST_AREAS
from noaber.products.indicator_case import IndicatorCase, indicator_href
from noaber.products.wording import Wording

PLACE = "~~"
"""Stands in an address where the areas come; needs no quoting and is no area."""


@dataclass(frozen=True)
class Toggle:
    """A link that adds an area or takes it out; `href` is empty where neither can be."""

    href: str
    text: str
    chosen: bool


def toggles(case: IndicatorCase, wording: Wording) -> Callable[[str], Toggle]:
    """Give the link of any area: out of the choice where it is in, else into it while there is room."""
    chosen, link = case.choice.gebieden, area_links(case, wording)

    def toggle(area: str) -> Toggle:
        name = case.chosen.names.get(area, area)
        if area in chosen:
            rest = [other for other in chosen if other != area]
            return Toggle(link(rest) if rest else "", wording.t("pick.out", area=name), True)
        if len(chosen) >= MOST_AREAS:
            return Toggle("", "", False)
        return Toggle(link([*chosen, area]), wording.t("pick.in", area=name), False)

    return toggle


def area_links(case: IndicatorCase, wording: Wording) -> Callable[[Sequence[str]], str]:
    """Give the address of the page with other areas and all else as it is; written once, for a page has hundreds."""
    before, _, after = indicator_href(case, wording, replace(case.choice, gebieden=(PLACE,))).partition(PLACE)
    return lambda areas: before + ",".join(map(quote_part, areas)) + after
