"""The indicator page: finding, control bar, trend, ranking, map, table, breakdown, meaning and downloads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from noaber.products.addresses import explanation_href, site_href
from noaber.products.charts.map_chart import map_height
from noaber.products.charts.ranking_chart import ranking_height
from noaber.products.charts.trend_chart import trend_height
from noaber.products.composition import Sentence
from noaber.products.control_form import ControlForm, FormNames, draw_form
from noaber.products.figures import Figure, Figures
from noaber.products.findings import headline, lead
from noaber.products.indicator_case import (
    IndicatorCase,
    finding_case,
    indicator_href,
    level_ranking,
    ranking_period,
)
from noaber.products.maps import map_alt, map_text
from noaber.products.pagers import Pager, draw_pager
from noaber.products.periods_shown import latest_window
from noaber.products.pictures import WIDTHS, Picture
from noaber.products.ranking_panel import RankingLook, RankingPanel, draw_ranking, reference_values
from noaber.products.rankings import Ranking
from noaber.products.tables import Plan, Row, Table, change_column, draw_table
from noaber.products.trends import drawn_areas, has_course, trend_alt, trend_text, trend_title
from noaber.products.wording import Wording

COLUMNS = 9
BARS = 30


@dataclass(frozen=True)
class TrendPanel:
    """The trend: title, text, picture, and where to choose an index if lines had to be left out."""

    title: str
    text: str
    image: Picture | None
    index_href: str


@dataclass(frozen=True)
class RankingSection:
    """The ranking: words, rows, pages and the picture of it."""

    title: str
    text: str
    caption: str
    panel: RankingPanel
    pager: Pager
    image: Picture


@dataclass(frozen=True)
class MapSection:
    """The map in words and as a picture."""

    text: str
    image: Picture


@dataclass(frozen=True)
class TableSection:
    """A table with its words."""

    title: str
    text: str
    caption: str
    corner: str
    drawn: Table
    pager: Pager | None = None


@dataclass(frozen=True)
class SourceLink:
    """A source with its page."""

    name: str
    href: str
    supplier: str
    licence: str


@dataclass(frozen=True)
class About:
    """What the indicator means and where it comes from."""

    definition: str
    unit: str
    formula: str
    moment: str
    breaks: tuple[str, ...]
    notes: str
    sources: tuple[SourceLink, ...]
    explain: str
    explain_text: str


@dataclass(frozen=True)
class IndicatorWords:
    """Words of the indicator that come from content: unit, formula, notes and reasons of breaks, one language."""

    unit: str = ""
    formula: str = ""
    notes: str = ""
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageParts:
    """What an indicator page needs besides its case: names for the form, words, whether there is a map."""

    names: FormNames
    words: IndicatorWords
    has_map: bool = False
    breakdown: Figures | None = None
    breakdown_slices: Mapping[str, str] | None = None  # slice to name, in order
    synthetic: bool = False


@dataclass(frozen=True)
class IndicatorView:
    """Everything the page shows."""

    headline: str
    lead: Sentence
    form: ControlForm
    trend: TrendPanel
    ranking: RankingSection | None
    map: MapSection | None
    table: TableSection
    breakdown: TableSection | None
    about: About
    downloads: Mapping[str, str]
    source_line: str
    synthetic: bool


def draw_indicator_page(case: IndicatorCase, parts: PageParts, wording: Wording) -> IndicatorView:
    """Draw the whole page from figures that are already here."""
    figures = case.shown
    period = ranking_period(case, figures)
    ranking = level_ranking(case, figures, period)
    values = level_ranking(case, case.chosen, period) if case.choice.als != "waarde" else ranking
    finding = finding_case(case, wording.language, values)
    return IndicatorView(
        headline=headline(finding, wording),
        lead=lead(finding, wording),
        form=draw_form(case, parts.names, wording),
        trend=_trend(case, figures, wording),
        ranking=_ranking(case, figures, ranking, period, wording) if len(case.level_areas) > 1 else None,
        map=_map(case, figures, period, parts, wording),
        table=_table(case, figures, wording),
        breakdown=_breakdown(case, parts, wording),
        about=_about(case, parts, finding.last, wording),
        downloads=_downloads(case, wording),
        source_line=_source_line(case, wording),
        synthetic=parts.synthetic,
    )


def _picture(
    case: IndicatorCase, wording: Wording, name: str, alt: str, height: Callable[[int], int], wide: str = "breed"
) -> Picture:
    def href(width: str) -> str:
        return indicator_href(case, wording, case.choice, f"/{name}.svg", breedte=width, uitgave=case.edition)

    return Picture(
        wide=href(wide),
        narrow=href("smal"),
        large=href("groot"),
        wide_size=(WIDTHS[wide], height(WIDTHS[wide])),
        narrow_size=(WIDTHS["smal"], height(WIDTHS["smal"])),
        alt=alt,
        file=f"{case.subject.id}-{name}.svg",
        lazy=name != "trend",
    )


def _trend(case: IndicatorCase, figures: Figures, wording: Wording) -> TrendPanel:
    left_out = drawn_areas(case, figures)[1]
    index = replace(case.choice, als="index")
    if not has_course(case, figures):
        return TrendPanel(trend_title(case, wording), wording.t("trend.none"), None, "")
    return TrendPanel(
        title=trend_title(case, wording),
        text=trend_text(case, wording, left_out),
        image=_picture(case, wording, "trend", trend_alt(case, figures, wording), trend_height),
        index_href=indicator_href(case, wording, index) if left_out else "",
    )


def ranking_references(case: IndicatorCase, figures: Figures, period: str) -> list[tuple[str, float]]:
    """Give the reference lines of the ranking: of shares always, of counts only as index or change."""
    if case.subject.additive and case.choice.als == "waarde":
        return []
    names = case.chosen.names
    own = [case.own] if case.own not in case.level_areas else []
    return reference_values(
        lambda area: figures.get(area, period, case.choice.deel), [*own, *case.references], names, None
    )


def _ranking(case: IndicatorCase, figures: Figures, ranking: Ranking, period: str, wording: Wording) -> RankingSection:
    look = RankingLook(
        subject=case.subject,
        how=case.choice.als,
        own=case.own,
        names=case.chosen.names,
        page=case.choice.blad,
        area_href=lambda area: site_href(wording.language, "gebied", area),
        explain_href=lambda area: _explain(case, wording, area, period),
    )
    references = ranking_references(case, figures, period)
    panel = draw_ranking(ranking, references, look, wording)
    title = wording.t("ranking.title", level=case.level_plural[:1].upper() + case.level_plural[1:], where=case.where)
    text = ranking_text(case, period, wording) if ranking.ranked else wording.t("ranking.empty")
    bars = min(BARS, len(ranking.ranked))
    return RankingSection(
        title=title,
        text=text,
        caption=f"{case.subject.name}: {title}",
        panel=panel,
        pager=_pager("blad", panel.page, panel.pages, case, wording),
        image=_picture(case, wording, "ranglijst", title, lambda _: ranking_height(bars, len(references))),
    )


def ranking_text(case: IndicatorCase, period: str, wording: Wording) -> str:
    """Say what the ranking is by and when."""
    when = wording.period(period, case.subject.moment) if period else ""
    base = wording.period(case.base, case.subject.moment) if case.base else ""
    return wording.t(f"ranking.by.{case.choice.als}", indicator=case.subject.name, when=when, base=base)


def _pager(name: str, page: int, pages: int, case: IndicatorCase, wording: Wording) -> Pager:
    def href(number: int) -> str:
        anchor = "#ranglijst" if name == "blad" else "#getallen"
        return indicator_href(case, wording, replace(case.choice, **{name: number})) + anchor

    words = (wording.t(f"pager.{name}.back"), wording.t(f"pager.{name}.next"), wording.t(f"pager.{name}"))
    return draw_pager(page, pages, href, words)


def _map(case: IndicatorCase, figures: Figures, period: str, parts: PageParts, wording: Wording) -> MapSection | None:
    if not parts.has_map or len(case.level_areas) < 2:
        return None
    alt = map_alt(case, figures, period, wording)
    return MapSection(
        map_text(case, figures, period, wording), _picture(case, wording, "kaart", alt, map_height, "half")
    )


def _explain(case: IndicatorCase, wording: Wording, area: str, period: str, slice: str | None = None) -> str:
    deel = case.choice.deel if slice is None else slice
    return explanation_href(wording.language, case.subject.id, area, period, deel)


def _table(case: IndicatorCase, figures: Figures, wording: Wording) -> TableSection:
    """Chosen areas and references by period, the latest periods first to be seen, with the change over all shown."""
    window = latest_window(case.periods, case.choice.kolommen, COLUMNS)
    plan = Plan(
        subject=case.subject,
        rows=table_rows(case, wording),
        periods=window.items,
        how=case.choice.als,
        explain=lambda area, period: _explain(case, wording, area, period),
    )

    def get(area: str, period: str) -> Figure:
        return figures.get(area, period, case.choice.deel)

    drawn = change_column(draw_table(plan, get, wording), plan, case.chosen, case.choice.deel, wording)
    return TableSection(
        title=wording.t("table.title"),
        text=_table_text(case, wording),
        caption=wording.t("table.caption", title=trend_title(case, wording)),
        corner=table_corner(case, wording),
        drawn=drawn,
        pager=_pager("kolommen", window.page, window.pages, case, wording),
    )


def _table_text(case: IndicatorCase, wording: Wording) -> str:
    title, unit = trend_title(case, wording), case.subject.unit_beside
    return f"{title}, {unit}" if unit and case.choice.als == "waarde" else title


def table_corner(case: IndicatorCase, wording: Wording) -> str:
    """Give the words over the names of areas: for yearly counts the day they are made."""
    yearly = all(len(period) == 4 for period in case.periods)
    return wording.t(f"table.corner.{case.subject.moment}" if yearly else "table.corner.during")


def table_rows(case: IndicatorCase, wording: Wording) -> list[tuple[str, str, str, str]]:
    """Give the rows of the table: chosen areas, then the references that have any figure."""
    rows = []
    told = [area for area in case.references if _has_figures(case, area)]
    for area in (*case.choice.gebieden, *told):
        role = "own" if area == case.own else "ref" if area in told else ""
        role += " first-ref" if told and area == told[0] else ""
        name = case.chosen.names.get(area, area)
        rows.append((area, name, site_href(wording.language, "gebied", area), role))
    return rows


def _has_figures(case: IndicatorCase, area: str) -> bool:
    return any(case.chosen.get(area, period, case.choice.deel).absence != "missing" for period in case.periods)


def _breakdown(case: IndicatorCase, parts: PageParts, wording: Wording) -> TableSection | None:
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
        explain=lambda slice, period: _explain(case, wording, case.own, period, slice),
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
    )


def _slice_row(case: IndicatorCase, slice: str, name: str, wording: Wording) -> tuple[str, str, str, str]:
    href = indicator_href(case, wording, replace(case.choice, deel=slice))
    return slice, name[:1].upper() + name[1:], href, "own" if slice == case.choice.deel else ""


def _about(case: IndicatorCase, parts: PageParts, last: str | None, wording: Wording) -> About:
    area = case.chosen.names.get(case.own, case.own)
    period = wording.period(last, case.subject.moment) if last else ""
    return About(
        definition=case.subject.definition,
        unit=parts.words.unit,
        formula=parts.words.formula,
        moment=wording.t(f"about.moment.{case.subject.moment}"),
        breaks=parts.words.breaks,
        notes=parts.words.notes,
        sources=tuple(
            SourceLink(s.name, site_href(wording.language, "bron", s.id), s.supplier, s.licence) for s in case.sources
        ),
        explain=_explain(case, wording, case.own, last) if last else "",
        explain_text=wording.t("about.explain", area=area, period=period),
    )


def _downloads(case: IndicatorCase, wording: Wording) -> dict[str, str]:
    make: Callable[..., str] = indicator_href
    return {
        "csv": make(case, wording, case.choice, ".csv"),
        "xlsx": make(case, wording, case.choice, ".xlsx"),
        "data": make(case, wording, case.choice, ".csv", vorm="data"),
    }


def _source_line(case: IndicatorCase, wording: Wording) -> str:
    return wording.t("source.line", names=", ".join(case.suppliers)) if case.suppliers else ""


__all__ = ["IndicatorView", "IndicatorWords", "PageParts", "Row", "draw_indicator_page"]
