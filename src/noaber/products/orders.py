"""The order of rows: as chosen, by name, by value or by change; what has no number comes last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from noaber.products.choices import ORDERS
from noaber.products.expressing import change_between
from noaber.products.figures import Figures
from noaber.products.indicator_case import IndicatorCase, indicator_href
from noaber.products.wording import Wording


@dataclass(frozen=True)
class Choosable:
    """One of several forms of a panel, as a link; the present one is no link."""

    text: str
    href: str
    current: bool


def sort_areas(case: IndicatorCase, figures: Figures, areas: Sequence[str]) -> list[str]:
    """Order areas by name, by their newest value shown or by their change over the periods shown."""
    key = _keys(case, figures).get(case.choice.volgorde)
    if key is None:
        return list(areas)
    found = {area: key(area) for area in areas}
    absent = [area for area in areas if found[area] is None]
    return [*sorted((a for a in areas if found[a] is not None), key=lambda a: found[a] or 0), *absent]


def _keys(case: IndicatorCase, figures: Figures) -> dict[str, Callable[[str], float | str | None]]:
    def value(area: str) -> float | None:
        found = figures.get(area, case.periods[-1], case.choice.deel).value if case.periods else None
        return None if found is None else -found

    def change(area: str) -> float | None:
        first, last = case.periods[0], case.periods[-1]
        grown = change_between(case.chosen, area, first, last, case.subject.points, case.choice.deel).value
        return None if grown is None else -grown

    name = case.chosen.names
    return {"naam": lambda area: name.get(area, area), "waarde": value, "verandering": change}


def order_links(case: IndicatorCase, wording: Wording) -> tuple[Choosable, ...]:
    """Give the orders of the table as links."""
    return tuple(
        Choosable(
            wording.t(f"order.{order or 'keuze'}"),
            indicator_href(case, wording, replace(case.choice, volgorde=order)) + "#getallen",
            case.choice.volgorde == order,
        )
        for order in ("", *ORDERS)
    )


def form_links(case: IndicatorCase, wording: Wording) -> tuple[Choosable, ...]:
    """Give the forms of the trend as links: one chart of all areas, or a small one of each."""
    return tuple(
        Choosable(
            wording.t(f"shape.{shape or 'groot'}"),
            indicator_href(case, wording, replace(case.choice, vorm=shape)) + "#trend",
            case.choice.vorm == shape,
        )
        for shape in ("", "klein")
    )


def turn_link(case: IndicatorCase, wording: Wording) -> Choosable:
    """Give the link that swaps rows and columns of the table."""
    turned = "" if case.choice.draai else "ja"
    href = indicator_href(case, wording, replace(case.choice, draai=turned)) + "#getallen"
    return Choosable(wording.t("table.turn"), href, False)
