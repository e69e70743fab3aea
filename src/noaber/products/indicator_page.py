"""The indicator page: finding, control bar, trend, ranking, map, table, breakdown, meaning and downloads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from noaber.products.addresses import site_href
from noaber.products.charts.line_drawing import Room
from noaber.products.charts.ranking_chart import ranking_height
from noaber.products.charts.trend_chart import trend_height
from noaber.products.choices import print_choice
from noaber.products.control_form import draw_form
from noaber.products.figures import Figures
from noaber.products.headlines import headline
from noaber.products.indicator_case import (
    IndicatorCase,
    finding_case,
    indicator_href,
    level_ranking,
    ranking_period,
)
from noaber.products.indicator_notes import note_level
from noaber.products.indicator_tables import draw_breakdown, draw_chosen, page_links
from noaber.products.indicator_view import (
    About,
    IndicatorView,
    PageParts,
    RankingSection,
    SourceLink,
    SpreadSection,
)
from noaber.products.leads import lead
from noaber.products.map_panel import draw_map_panel
from noaber.products.pictures import WIDTHS, Picture
from noaber.products.ranking_panel import RankingLook, draw_ranking, reference_values
from noaber.products.rankings import Ranking
from noaber.products.selecting import toggles
from noaber.products.spread_panel import SpreadLook, draw_spread
from noaber.products.trend_panel import draw_trend
from noaber.products.way_links import number_href, shown_href
from noaber.products.way_words import ranking_text
from noaber.products.wording import Wording

BARS = 30


def draw_indicator_page(
    case: IndicatorCase, parts: PageParts, wording: Wording, room: Room | None = None
) -> IndicatorView:
    """Draw the whole page from figures that are already here; `room` is that of the trend where it is not the usual."""
    figures = case.shown
    period = ranking_period(case, figures)
    ranking = level_ranking(case, figures, period)
    values = level_ranking(case, case.chosen, period) if case.choice.als != "waarde" else ranking
    finding = finding_case(case, wording.language, values, period)
    return IndicatorView(
        headline=headline(finding, wording),
        lead=lead(finding, wording),
        form=draw_form(case, parts.names, wording),
        trend=draw_trend(case, figures, lambda alt: _picture(case, wording, "trend", alt, trend_height), wording, room),
        ranking=_ranking(case, figures, ranking, period, wording) if is_ranked(case) else None,
        map=draw_map_panel(
            case,
            figures,
            period,
            parts.map_base,
            lambda alt, height: _picture(case, wording, "kaart", alt, height),
            wording,
        ),
        spread=_spread(case, ranking, period, wording) if is_ranked(case) else None,
        table=replace(draw_chosen(case, figures, wording), embed=embed_href(case, wording, "tabel")),
        breakdown=draw_breakdown(case, parts, wording),
        about=_about(case, parts, finding.last, wording),
        downloads=_downloads(case, wording),
        source_line=_source_line(case, wording),
        synthetic=parts.synthetic,
        compare=parts.compare,
        flows=site_href(wording.language, "stromen", case.subject.id, query=parts.flows) if parts.flows else "",
    )


def _picture(case: IndicatorCase, wording: Wording, name: str, alt: str, height: Callable[[int], int]) -> Picture:
    def href(width: str) -> str:
        return indicator_href(case, wording, case.choice, f"/{name}.svg", breedte=width, versie=case.edition)

    return Picture(
        wide=href("breed"),
        narrow=href("smal"),
        svg=indicator_href(case, wording, case.choice, f"/{name}.svg", vorm="document"),
        png=indicator_href(case, wording, case.choice, f"/{name}.png"),
        wide_size=(WIDTHS["breed"], height(WIDTHS["breed"])),
        narrow_size=(WIDTHS["smal"], height(WIDTHS["smal"])),
        alt=alt,
        file=f"{case.subject.id}-{name}",
        lazy=name != "trend",
        embed=embed_href(case, wording, name),
    )


def embed_href(case: IndicatorCase, wording: Wording, panel: str) -> str:
    """Give the page to take a panel along from, to show it on another site."""
    query = print_choice(case.choice, case.offer.default)
    return site_href(wording.language, "insluiten", case.subject.id, panel, query=query)


def is_ranked(case: IndicatorCase) -> bool:
    """Say whether there is anything to rank: one area is no ranking."""
    return len(case.level_areas) > 1


def ranking_references(case: IndicatorCase, figures: Figures, period: str) -> list[tuple[str, float]]:
    """Give the reference lines of the ranking: of shares always, of counts only as index or change."""
    if case.by_size:
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
        explain_href=lambda area: shown_href(case, wording, area, period),
        role=case.role,
        toggle=toggles(case, wording),
    )
    references = ranking_references(case, figures, period)
    look = replace(look, reference_href=_reference_href(case, period, wording))
    ordered = ranking.by_name(case.chosen.names) if case.choice.volgorde == "naam" else ranking
    panel = draw_ranking(ordered, references, look, wording)
    title = wording.t("ranking.title", level=case.level_plural[:1].upper() + case.level_plural[1:], where=case.where)
    text = ranking_text(case, period, wording) if ranking.ranked else wording.t("ranking.empty")
    bars = min(BARS, len(ranking.ranked))
    return RankingSection(
        title=title,
        text=text,
        caption=f"{case.subject.name}: {title}",
        panel=panel,
        pager=page_links("blad", panel.page, panel.pages, case, wording),
        image=_picture(case, wording, "ranglijst", title, lambda _: ranking_height(bars, len(references))),
        hidden=note_level(case, period, wording),
    )


def _reference_href(case: IndicatorCase, period: str, wording: Wording) -> Callable[[str], str]:
    """Give from the name of a reference line the address of the explanation of its value."""
    named = {case.chosen.names.get(area, area): area for area in (case.own, *case.references)}
    return lambda name: shown_href(case, wording, named[name], period) if name in named else ""


def _spread(case: IndicatorCase, ranking: Ranking, period: str, wording: Wording) -> SpreadSection | None:
    toggle = toggles(case, wording)
    look = SpreadLook(
        subject=case.subject,
        how=case.choice.als,
        name=lambda area: case.chosen.names.get(area, area),
        role=case.role,
        href=lambda area: toggle(area).href,
        level=case.level_plural,
        explain=lambda area: shown_href(case, wording, area, period),
    )
    panel = draw_spread(ranking, look, wording)
    title = wording.t("spread.title", level=case.level_plural, where=case.where)
    if panel is None:
        return None
    return SpreadSection(title, panel, embed_href(case, wording, "spreiding"), note_level(case, period, wording))


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
        explain=number_href(case, wording, case.own, last) if last else "",
        explain_text=wording.t("about.explain", area=area, period=period),
        revisions=_revisions_href(case, wording),
    )


def _revisions_href(case: IndicatorCase, wording: Wording) -> str:
    query = {"gebied": case.own, "deel": case.choice.deel}
    return site_href(wording.language, "cijfer", case.subject.id, "herzieningen", query=query)


def _downloads(case: IndicatorCase, wording: Wording) -> dict[str, str]:
    make: Callable[..., str] = indicator_href
    return {
        "csv": make(case, wording, case.choice, ".csv"),
        "xlsx": make(case, wording, case.choice, ".xlsx"),
        "json": make(case, wording, case.choice, ".json"),
        "data": make(case, wording, case.choice, ".csv", vorm="data"),
    }


def _source_line(case: IndicatorCase, wording: Wording) -> str:
    return wording.t("source.line", names=", ".join(case.suppliers)) if case.suppliers else ""
