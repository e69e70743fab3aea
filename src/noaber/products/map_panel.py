"""The map on a page: drawing or picture, legend, levels, and the choice of classes as links and a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from noaber.products.addresses import site_href
from noaber.products.charts.classing import LEAST, METHODS, MOST
from noaber.products.charts.map_drawing import draw_map
from noaber.products.charts.map_ground import Ground
from noaber.products.charts.map_svg import key_swatch, page_map, pattern_defs, picture_height
from noaber.products.choices import MOST_AREAS, Choice, print_choice
from noaber.products.class_choice import print_bounds
from noaber.products.figures import Figures
from noaber.products.hidden_note import HiddenNote
from noaber.products.indicator_case import IndicatorCase, indicator_href
from noaber.products.indicator_notes import note_level
from noaber.products.map_classes import Division, divide_level
from noaber.products.maps import PLACE, map_plan, map_text, status_notes
from noaber.products.orders import Choosable
from noaber.products.pictures import Picture
from noaber.products.way_words import ranking_text
from noaber.products.wording import Wording
from noaber.vocabulary.periods import parse_period

INLINE = 60
"""More areas than this come as a picture, which a program in the page replaces by the drawing."""


@dataclass(frozen=True)
class MapLevel:
    """A level with shapes: its id, its plural, in what part of the region its areas lie, and the period until which
    they have shapes where that is not the newest."""

    id: str
    plural: str
    where: str
    until: str = ""


@dataclass(frozen=True)
class MapBase:
    """What a map lies on: the ground of the level (None where it has no shapes), the levels that have some, and the
    home region with the levels within it, for who looks at a part of it."""

    ground: Ground | None = None
    levels: Sequence[MapLevel] = ()
    whole: MapLevel | None = None
    home: str = ""


@dataclass(frozen=True)
class MapKey:
    """An entry of the legend: its sample as SVG, its words, and of how many areas."""

    swatch: str
    text: str
    count: int


@dataclass(frozen=True)
class BoundsForm:
    """The form for bounds of one's own: where it leads, what is kept, and the bounds in force."""

    action: str
    kept: tuple[tuple[str, str], ...]
    value: str
    own: bool


@dataclass(frozen=True)
class MapPanel:
    """Everything the map shows; `svg` is the drawing where it is light enough to stand in the page, `loose` the address
    it can be fetched from."""

    title: str
    text: str
    levels: tuple[Choosable, ...]
    alt: str = ""
    svg: str = ""
    loose: str = ""
    image: Picture | None = None
    key: tuple[MapKey, ...] = ()
    notes: tuple[str, ...] = ()
    methods: tuple[Choosable, ...] = ()
    counts: tuple[Choosable, ...] = ()
    bounds: BoundsForm | None = None
    patterns: str = ""
    level: str = ""
    own: str = ""
    own_name: str = ""
    hidden: HiddenNote | None = None


Draw = Callable[[str, Callable[[int], int]], Picture]  # from words and heights to the picture to take along


def draw_map_panel(
    case: IndicatorCase, figures: Figures, period: str, base: MapBase, picture: Draw, wording: Wording
) -> MapPanel | None:
    """Draw the map; without shapes of the level say so and offer the levels that have some, None where none has."""
    title = wording.t("map.title.level", level=case.level_plural, where=case.where).strip()
    levels = _levels(case, base, wording)
    if base.ground is None or len(case.level_areas) < 2:
        unshaped = wording.t("map.unshaped", level=case.level_plural)
        return MapPanel(title, unshaped, levels) if base.levels and len(case.level_areas) > 1 else None
    ground, division = base.ground, divide_level(case, figures, period, wording)
    plan = map_plan(case, figures, period, division, wording)
    own = next((area for area in case.choice.gebieden if area in ground.paths), "")
    return MapPanel(
        title=title,
        text=_text(case, figures, period, wording),
        levels=levels,
        alt=plan.alt,
        svg=page_map(draw_map(plan, ground)) if len(ground.paths) <= INLINE else "",
        loose=indicator_href(case, wording, case.choice, "/kaart.svg", breedte="los", versie=case.edition),
        image=picture(plan.alt, lambda width: picture_height(ground, width)),
        key=tuple(MapKey(key_swatch(entry), entry.text, entry.count) for entry in plan.legend),
        notes=(*status_notes(case, figures, period, wording), *_middle_note(division, case, wording)),
        methods=_methods(case, wording),
        counts=_counts(case, wording),
        bounds=_bounds(case, division, wording),
        patterns=pattern_defs() + pattern_defs("key"),
        level=case.level_plural,
        own=own,
        own_name=case.chosen.names.get(own, own),
        hidden=note_level(case, period, wording),
    )


def _text(case: IndicatorCase, figures: Figures, period: str, wording: Wording) -> str:
    """The finding; before it what is shown, where that is not the value itself."""
    found = map_text(case, figures, period, wording)
    return found if case.choice.als == "waarde" else f"{ranking_text(case, period, wording)} {found}"


def _link(case: IndicatorCase, choice: Choice, text: str, current: bool, wording: Wording) -> Choosable:
    return Choosable(text, indicator_href(case, wording, choice) + PLACE, current)


def _levels(case: IndicatorCase, base: MapBase, wording: Wording) -> tuple[Choosable, ...]:
    """The levels as links, and the present level of the whole region where only a part of it is shown."""
    links = [_level(case, case.choice, level, base.ground is not None, wording) for level in base.levels]
    if base.whole:
        areas = tuple(dict.fromkeys((base.home, *case.choice.gebieden)))[:MOST_AREAS]
        named = replace(base.whole, plural=wording.t("map.whole", level=base.whole.plural))
        links.append(_level(case, replace(case.choice, gebieden=areas), named, False, wording))
    return tuple(links)


def _level(case: IndicatorCase, choice: Choice, level: MapLevel, shown: bool, wording: Wording) -> Choosable:
    """A level as link; one without shapes of the newest figures leads to the newest that have some."""
    current = shown and level.id == case.choice.niveau
    wanted = replace(choice, niveau=level.id, blad=1)
    text = f"{level.plural} {level.where}".strip()
    if level.until and not current:
        first = level.until if _is_after(wanted.van, level.until) else wanted.van
        wanted = replace(wanted, van=first, tot=level.until, laatste=0)
        text = f"{text}, {wording.period(level.until)}"
    return _link(case, wanted, text, current, wording)


def _is_after(first: str, last: str) -> bool:
    return bool(first and last) and parse_period(first) > parse_period(last)


def _methods(case: IndicatorCase, wording: Wording) -> tuple[Choosable, ...]:
    choice = case.choice
    return tuple(
        _link(case, replace(choice, indeling=method, grenzen=""), wording.t(f"map.method.{method}"),
              method == choice.indeling and not choice.grenzen, wording)
        for method in METHODS
    )  # fmt: skip


def _counts(case: IndicatorCase, wording: Wording) -> tuple[Choosable, ...]:
    """Numbers of classes; bounds of one's own have the number they have."""
    choice = case.choice
    if choice.grenzen:
        return ()
    return tuple(
        _link(case, replace(choice, klassen=count), str(count), count == choice.klassen, wording)
        for count in range(LEAST, MOST + 1)
    )


def _bounds(case: IndicatorCase, division: Division | None, wording: Wording) -> BoundsForm:
    kept = print_choice(replace(case.choice, grenzen="", blad=1), case.offer.default)
    cuts = division.classing.cuts if division else ()
    decimals = case.subject.shown_decimals(case.choice.als)
    return BoundsForm(
        action=site_href(wording.language, "cijfer", case.subject.id) + PLACE,
        kept=tuple(kept.items()),
        value=print_bounds(cuts, decimals, wording.style),
        own=bool(case.choice.grenzen),
    )


def _middle_note(division: Division | None, case: IndicatorCase, wording: Wording) -> tuple[str, ...]:
    """Say what the two colours mean where there are two."""
    if division is None or division.classing.middle is None:
        return ()
    return (wording.t("map.middle", middle=wording.number(division.classing.middle)),)
