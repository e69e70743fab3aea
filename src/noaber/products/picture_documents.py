"""The words that go with a picture when it leaves the page: what, where, when, statuses, source, release, address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from noaber.products.charts.document_frame import Framing
from noaber.products.figures import Figure
from noaber.products.hidden_note import print_hidden_note
from noaber.products.indicator_case import IndicatorCase, ranking_period
from noaber.products.indicator_notes import note_picture
from noaber.products.marks import MARKS, name_mark
from noaber.products.sharing import Outlook
from noaber.products.source_pages import say_day
from noaber.products.trends import drawn_areas, short_period, trend_title
from noaber.products.wording import Wording

WIDTHS = {"kaart": 760}
WIDTH = 960
MOST_NAMED = 8
OPEN = ("provisional", "estimated", "forecast")


def document_width(picture: str) -> int:
    """Give the width of a document in pixels."""
    return WIDTHS.get(picture, WIDTH)


def frame_words(
    picture: str, case: IndicatorCase, unit: str, address: str, outlook: Outlook, wording: Wording
) -> Framing:
    """Give the words around a picture of an indicator; `address` is where it stays as it is."""
    t, card = wording.t, outlook.card
    return Framing(
        title=trend_title(case, wording),
        subtitle=_subtitle(picture, case, unit, wording),
        statuses=_statuses(picture, case, wording),
        source=t("source.line", names=", ".join(case.suppliers)) if case.suppliers else "",
        origin=(
            *filter(None, [print_hidden_note(note_picture(picture, case, wording))]),
            t(
                "picture.origin",
                office=card.office.get(wording.language),
                release=card.id,
                built=say_day(card.built_at, wording),
            ),
            address,
        ),
        warning=f"{t('export.synthetic')}: {t('export.synthetic.text')}" if card.synthetic else "",
    )


def _subtitle(picture: str, case: IndicatorCase, unit: str, wording: Wording) -> str:
    if picture == "trend":
        names = [case.chosen.names.get(area, area) for area in drawn_areas(case, case.shown)[0]]
        ends = dict.fromkeys(case.periods[:1] + case.periods[-1:])
        where, when = wording.listing(names), " – ".join(wording.period(p, case.subject.moment) for p in ends)
    else:
        level = case.level_plural[:1].upper() + case.level_plural[1:]
        period = ranking_period(case, case.shown)
        where = wording.t("ranking.title", level=level, where=case.where)
        when = wording.period(period, case.subject.moment) if period else ""
    shown = unit if case.choice.als == "waarde" else ""
    return " · ".join(part.strip() for part in (where, when, shown) if part.strip())


def _statuses(picture: str, case: IndicatorCase, wording: Wording) -> list[tuple[str, str]]:
    """Say which statuses occur in what is drawn, and of which periods (of a trend) or areas."""
    return _by_period(case, wording) if picture == "trend" else _by_area(case, wording)


def _by_period(case: IndicatorCase, wording: Wording) -> list[tuple[str, str]]:
    areas, deel = drawn_areas(case, case.shown)[0], case.choice.deel
    found = _grouped(
        (short_period(period, wording), case.shown.get(area, period, deel)) for period in case.periods for area in areas
    )
    named = {mark: list(places) for mark, places in found.items() if mark not in ("missing", "base")}
    return [(_glyph(mark, wording), _say(mark, periods, len(case.periods), wording)) for mark, periods in named.items()]


def _by_area(case: IndicatorCase, wording: Wording) -> list[tuple[str, str]]:
    period, deel = ranking_period(case, case.shown), case.choice.deel
    names = case.chosen.names
    ordered = sorted(case.level_areas, key=lambda area: names.get(area, area).casefold())
    found = _grouped((names.get(area, area), case.shown.get(area, period, deel)) for area in ordered)
    return [
        (name_mark(mark, wording).sign, _say(mark, list(areas), len(ordered), wording)) for mark, areas in found.items()
    ]


def _grouped(figures: Iterable[tuple[str, Figure]]) -> Mapping[str, dict[str, None]]:
    """Give for each mark, in fixed order, the names of what bears it."""
    found: dict[str, dict[str, None]] = {}
    for name, figure in figures:
        for mark in figure.marks:
            found.setdefault(mark, {})[name] = None
    return {mark: found[mark] for mark in (*MARKS, *found) if mark in found}


def _glyph(mark: str, wording: Wording) -> str:
    if mark in OPEN:
        return "open"
    return name_mark(mark, wording).sign if mark == "break_here" else "gap"


def _say(mark: str, names: list[str], of: int, wording: Wording) -> str:
    words = name_mark(mark, wording).words
    if len(names) == of and of > 1:
        return wording.t("picture.status.all", status=words)
    more = len(names) - MOST_NAMED
    said = ", ".join(names[:MOST_NAMED]) + (f" {wording.t('picture.more', count=more)}" if more > 0 else "")
    return wording.t("picture.status", status=words, names=said)
