"""Choosing on the page itself: an area is added to the choice or taken out of it by an ordinary link."""

from __future__ import annotations

from dataclasses import dataclass, replace

from noaber.products.choices import MOST_AREAS
from noaber.products.indicator_case import IndicatorCase, indicator_href
from noaber.products.wording import Wording


@dataclass(frozen=True)
class Toggle:
    """A link that adds an area or takes it out; `href` is empty where neither can be."""

    href: str
    text: str
    chosen: bool


def toggle_area(case: IndicatorCase, area: str, wording: Wording) -> Toggle:
    """Give the link for an area: out of the choice where it is in, else into it while there is room."""
    chosen, name = case.choice.gebieden, case.chosen.names.get(area, area)
    if area in chosen:
        rest = tuple(other for other in chosen if other != area)
        href = indicator_href(case, wording, replace(case.choice, gebieden=rest)) if rest else ""
        return Toggle(href, wording.t("pick.out", area=name), True)
    if len(chosen) >= MOST_AREAS:
        return Toggle("", "", False)
    href = indicator_href(case, wording, replace(case.choice, gebieden=(*chosen, area)))
    return Toggle(href, wording.t("pick.in", area=name), False)
