"""The tables of an indicator page: chosen areas by period, and the own area by category."""

from __future__ import annotations

from dataclasses import replace

from noaber.products.addresses import change_href, site_href
from noaber.products.figures import Figure, Figures
from noaber.products.indicator_case import IndicatorCase, indicator_href
from noaber.products.indicator_notes import note_places, note_slices
from noaber.products.indicator_view import PageParts, TableSection
from noaber.products.orders import order_links, sort_areas, turn_link
from noaber.products.pagers import Pager, draw_pager
from noaber.products.periods_shown import latest_window
from noaber.products.tables import Plan, change_column, draw_table, turn_table
from noaber.products.trends import trend_title
from noaber.products.way_links import number_href, shown_href
from noaber.products.wording import Wording

COLUMNS = 9


def page_links(name: str, page: int, pages: int, case: IndicatorCase, wording: Wording) -> Pager:
    """Give the links between pages of the ranking (`blad`) or of the periods in the table (`kolommen`)."""

    def href(number: int) -> str:
        if name == "blad":
            return indicator_href(case, wording, replace(case.choice, blad=number)) + "#ranglijst"
        return indicator_href(case, wording, replace(case.choice, kolommen=number)) + "#getallen"

    words = (wording.t(f"pager.{name}.back"), wording.t(f"pager.{name}.next"), wording.t(f"pager.{name}"))
    return draw_pager(page, pages, href, words)


def draw_chosen(case: IndicatorCase, figures: Figures, wording: Wording) -> TableSection:
    """Chosen areas and references by period: the one all begins with (the base of an index), then the latest, with the
    change over all shown."""
    window = latest_window(case.periods, case.choice.kolommen, COLUMNS)
    begin = case.base if case.choice.als == "index" else (case.periods or [""])[0]
    plan = Plan(
        subject=case.subject,
        rows=table_rows(case, figures, wording),
        periods=list(dict.fromkeys([begin, *window.items])),
        how=case.choice.als,
        explain=lambda area, period: shown_href(case, wording, area, period),
        explain_change=lambda area, first, last: change_href(
            wording.language, case.subject.id, area, (first, last), slice=case.choice.deel
        ),
    )

    def get(area: str, period: str) -> Figure:
        return figures.get(area, period, case.choice.deel)

    drawn = change_column(draw_table(plan, get, wording), plan, case.chosen, case.choice.deel, wording)
    drawn = turn_table(drawn) if case.choice.draai else drawn
    return TableSection(
        title=wording.t("table.title"),
        text=_table_text(case, wording),
        caption=wording.t("table.caption", title=trend_title(case, wording)),
        corner=wording.t("column.period") if case.choice.draai else table_corner(case, wording),
        drawn=drawn,
        pager=page_links("kolommen", window.page, window.pages, case, wording),
        orders=order_links(case, wording),
        turn=turn_link(case, wording),
        hidden=note_places(case, [row[0] for row in plan.rows], plan.periods, wording),
    )


def _table_text(case: IndicatorCase, wording: Wording) -> str:
    title, unit = trend_title(case, wording), case.subject.unit_beside
    return f"{title}, {unit}" if unit and case.choice.als == "waarde" else title


def table_corner(case: IndicatorCase, wording: Wording) -> str:
    """Give the words over the names of areas: for yearly counts the day they are made."""
    yearly = all(len(period) == 4 for period in case.periods)
    return wording.t(f"table.corner.{case.subject.moment}" if yearly else "table.corner.during")


def table_rows(case: IndicatorCase, figures: Figures, wording: Wording) -> list[tuple[str, str, str, str]]:
    """Give the rows of the table: chosen areas, then the references that have any figure, or all in another order."""
    rows = []
    told = [area for area in case.references if _has_figures(case, area)]
    for area in sort_areas(case, figures, [*case.choice.gebieden, *told]):
        role = "own" if area == case.own else "ref" if area in told else ""
        role += " first-ref" if told and area == told[0] and not case.choice.volgorde else ""
        name = case.chosen.names.get(area, area)
        rows.append((area, name, site_href(wording.language, "gebied", area), role))
    return rows


def _has_figures(case: IndicatorCase, area: str) -> bool:
    return any(case.chosen.get(area, period, case.choice.deel).absence != "missing" for period in case.periods)


def draw_breakdown(case: IndicatorCase, parts: PageParts, wording: Wording) -> TableSection | None:
    """The own area by the categories of one dimension, by period."""
    if parts.breakdown is None or not parts.breakdown_slices:
        return None
    figures, periods = parts.breakdown, latest_window(case.periods, case.choice.kolommen, COLUMNS).items
    names = {**parts.breakdown_slices, "": wording.t("form.total")}
    rows = [_slice_row(case, slice, name, wording) for slice, name in names.items()]
    plan = Plan(
        subject=case.subject,
        rows=rows,
        periods=periods,
        explain=lambda slice, period: number_href(case, wording, case.own, period, slice),
    )

    def get(slice: str, period: str) -> Figure:
        return figures.get(case.own, period, slice)

    dimension = parts.names.dimensions.get(case.choice.uitsplitsing, case.choice.uitsplitsing)
    area = case.chosen.names.get(case.own, case.own)
    return TableSection(
        title=wording.t("breakdown.title", indicator=case.subject.name, dimension=dimension),
        text=wording.t("breakdown.text", area=area),
        caption="",
        corner=dimension[:1].upper() + dimension[1:],
        drawn=draw_table(plan, get, wording),
        hidden=note_slices(figures, parts.breakdown_instead, case.own, (names, periods), wording),
    )


def _slice_row(case: IndicatorCase, slice: str, name: str, wording: Wording) -> tuple[str, str, str, str]:
    href = indicator_href(case, wording, replace(case.choice, deel=slice))
    return slice, name[:1].upper() + name[1:], href, "own" if slice == case.choice.deel else ""
