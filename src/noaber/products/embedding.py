"""A panel of an indicator page to be shown on another site: its address, the snippet to copy, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from noaber.products.addresses import site_href
from noaber.products.charts.line_drawing import Room
from noaber.products.choices import BadAddress, print_choice
from noaber.products.control_form import Option
from noaber.products.indicator_case import IndicatorCase, indicator_href, shared_case
from noaber.products.indicator_view import IndicatorView
from noaber.products.wording import Wording
from noaber.vocabulary.errors import Problem
from noaber.vocabulary.languages import LANGUAGES

PANELS = {"trend": "trend", "ranglijst": "ranking", "kaart": "map", "tabel": "table", "spreiding": "spread"}
"""The panels that can be embedded, as named in an address and as template and field of the page."""
HEIGHTS = (360, 440, 520, 640, 800)
LEAST, MOST, USUAL = 200, 1600, 520
THEMES = ("", "licht", "donker")
KINDS = ("levend", "meelopend", "bevroren")
AROUND = 240  # pixels that title, words and source take of the height
WIDTH = 720
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Embed:
    """How a panel is embedded: its height in pixels, its colours (empty for those of the reader's system), in which
    language and as which kind of link."""

    hoogte: int = USUAL
    thema: str = ""
    taal: str = "nl"
    soort: str = "levend"


@dataclass(frozen=True)
class EmbeddedView:
    """What an embedded page shows: one panel of `indicator`, its title and the way back."""

    panel: str
    title: str
    back: str
    thema: str
    indicator: IndicatorView


@dataclass(frozen=True)
class EmbeddingView:
    """The page to take a panel along from."""

    heading: str
    action: str
    kept: tuple[tuple[str, str], ...]
    heights: tuple[Option, ...]
    languages: tuple[Option, ...]
    themes: tuple[Option, ...]
    kinds: tuple[Option, ...]
    snippet: str
    preview: str
    height: int
    title: str
    back: str


def read_embed(query: Query, language: str, frozen: bool = False) -> Embed:
    """Read how a panel is to be embedded; `BadAddress` with all that cannot be."""
    problems: list[Problem] = []

    def one(name: str, known: Sequence[str], default: str) -> str:
        text = "".join(query.get(name, ())[-1:])
        if text and text not in known:
            problems.append(Problem(name, f"'{text[:20]}'", ", ".join(filter(None, known))))
        return text if text in known else default

    text = "".join(query.get("hoogte", ())[-1:]) or str(USUAL)
    fits = text.isascii() and text.isdigit() and len(text) < 5 and LEAST <= int(text) <= MOST
    if not fits:
        problems.append(Problem("hoogte", f"'{text[:20]}'", f"{LEAST}..{MOST}"))
    usual = "bevroren" if frozen else "levend"
    embed = Embed(
        int(text) if fits else USUAL,
        one("thema", THEMES, ""),
        one("taal", LANGUAGES, language),
        one("soort", KINDS, usual),
    )
    if problems:
        raise BadAddress(problems)
    return embed


def room_of(embed: Embed) -> Room:
    """Give the room that a chart has within an embedded page."""
    return Room(height=max(150, min(700, embed.hoogte - AROUND)))


def draw_embedded(
    case: IndicatorCase, panel: str, embed: Embed, page: IndicatorView, wording: Wording
) -> EmbeddedView | None:
    """Draw the embedded page; None where the page has no such panel."""
    if panel not in PANELS or getattr(page, PANELS[panel]) is None:
        return None
    back = f"{indicator_href(case, wording, case.choice)}#{'getallen' if panel == 'tabel' else panel}"
    return EmbeddedView(PANELS[panel], page.headline, back, embed.thema, page)


def embed_address(case: IndicatorCase, panel: str, embed: Embed, release: str = "") -> str:
    """Give the path and query of a panel to embed, of the kind that was chosen; a frozen one lies in `release`."""
    rolling = len(case.periods) if embed.soort == "meelopend" else 0
    query = {
        **print_choice(replace(case.choice, laatste=rolling), case.offer.default),
        "hoogte": str(embed.hoogte),
        "thema": embed.thema,
        "uitgave": release if embed.soort == "bevroren" else "",
    }
    return site_href(embed.taal, "ingesloten", case.subject.id, panel, query=query)


def embed_title(case: IndicatorCase, wording: Wording) -> str:
    """Name what is embedded: the indicator, its areas and its periods."""
    return shared_case(case, wording).cited


def draw_snippet(address: str, title: str, height: int) -> str:
    """Give the HTML to copy: a frame as wide as there is room.

    >>> draw_snippet("/nl/ingesloten/a/trend", 'A "b"', 400).partition(" width")[0]
    '<iframe src="/nl/ingesloten/a/trend" title="A &quot;b&quot;"'
    """
    src, said = escape(address), escape(title)
    return (
        f'<iframe src="{src}" title="{said}" width="100%" height="{height}" loading="lazy" style="border:0"></iframe>'
    )


def draw_embedding(
    case: IndicatorCase, panel: str, embed: Embed, place: tuple[str, str], title: str, wording: Wording
) -> EmbeddingView:
    """Draw the page to take a panel along from; `place` is the address of the site and the release, `title` that of the
    frame in its own language."""
    t, (origin, release) = wording.t, place
    address = embed_address(case, panel, embed, release)
    return EmbeddingView(
        heading=t("embed.heading", panel=t(f"embed.panel.{panel}"), indicator=case.subject.name),
        action=site_href(wording.language, "insluiten", case.subject.id, panel),
        kept=tuple(print_choice(case.choice, case.offer.default).items()),
        heights=_options({str(n): t("embed.pixels", count=n) for n in sorted({*HEIGHTS, embed.hoogte})}, embed.hoogte),
        languages=_options({code: t(f"language.{code}") for code in LANGUAGES}, embed.taal),
        themes=_options({name: t(f"embed.theme.{name or 'system'}") for name in THEMES}, embed.thema),
        kinds=_options({name: t(f"embed.kind.{name}") for name in KINDS}, embed.soort),
        snippet=draw_snippet(origin + address, title, embed.hoogte),
        preview=address,
        height=embed.hoogte,
        title=title,
        back=indicator_href(case, wording, case.choice),
    )


def _options(texts: Mapping[str, str], chosen: object) -> tuple[Option, ...]:
    return tuple(Option(value, text, value == str(chosen)) for value, text in texts.items())
