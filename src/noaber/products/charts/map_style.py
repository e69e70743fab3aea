"""The style of maps: one set of rules, in a page with tokens of the style sheet, in a picture with their colours."""

from __future__ import annotations

from collections.abc import Callable

from noaber.products.charts import palette
from noaber.products.charts.map_drawing import SIZE, STEPS
from noaber.products.charts.theme import DARK, INK, INK_SUBTLE, OWN, PAPER, PICKED

Colour = Callable[[str], str]  # from the name of a token to what stands for it
WIDEST = 1100  # no map on a page is wider; labels that need more are for those who zoom in


def tone_rules(colour: Colour) -> list[str]:
    """Give the rules for areas, patterns, outlines and labels; widths of lines are said where the map is drawn."""
    tones = [f"{side}{step}" for side in "ab" for step in range(1, palette.TONES + 1)]
    return [
        *(f".map-ground .{tone},.map-key .{tone}{{fill:{colour(f'map-{tone}')}}}" for tone in tones),
        f".map-ground path,.map-key path{{stroke:{colour('map-line')};stroke-linejoin:round}}",
        ".map-key path{stroke-width:2px}",
        f".map-plain{{fill:{colour('map-none')}}}",
        f".map-hatch{{fill:none;stroke:{colour('color-ink-subtle')}}}",
        f".map-ground .map-over{{fill:none;stroke:{colour('color-ink')};pointer-events:none}}",
        f".map-ground .map-halo{{fill:none;stroke:{colour('color-card')};pointer-events:none}}",
        ".map-ground .map-chosen{fill:none;stroke:currentColor;pointer-events:none}",
        f".map-names text{{font-size:{SIZE:g}px;font-weight:600;text-anchor:middle;fill:{colour('color-ink')}}}",
        *(f".map-names .k{step}{{fill:{colour(f'map-ink{step}')}}}" for step in (1, 2, 3)),
        f".map-names .k0{{paint-order:stroke;stroke:{colour('color-card')};stroke-width:3.5px;stroke-linejoin:round}}",
    ]


def role_rules(colour: Colour) -> list[str]:
    """Give the colours of chosen areas, references and the legend, which a page has already."""
    picked = [f".r-p{at}{{color:{colour(f'color-picked-{at}')}}}" for at in range(1, len(PICKED) + 1)]
    rest = [f".r-ref1,.r-ref2{{color:{colour('color-ink')}}}", f".map-entry{{fill:{colour('color-ink-subtle')}}}"]
    return [f".r-own{{color:{colour('color-accent')}}}", *picked, *rest]


def line_rules(pixel: float) -> list[str]:
    """Give the widths of lines where a pixel is so many units of the ground."""
    widths = {"path": 0.7, ".map-over": 1.6, ".map-halo": 6.0, ".map-chosen": 3.0}
    return [f".map-ground {name}{{stroke-width:{width * pixel:.3g}px}}" for name, width in widths.items()]


def page_css() -> str:
    """Give the rules as the style sheet has them: with tokens, lines that keep their width, labels by width of map."""
    rules = tone_rules(lambda name: f"var(--noaber-{name})")
    widths = [step for step in STEPS[1:] if step <= WIDEST]
    narrow = [f"@container map (max-width:{step - 0.02:g}px){{.map-names .f{step}{{display:none}}}}" for step in widths]
    wide = [f"@container map (min-width:{step}px){{.map-names .u{step}{{display:none}}}}" for step in widths]
    beyond = ",".join(f".map-names .f{step}" for step in STEPS if step > WIDEST)
    kept = ".map-ground path{vector-effect:non-scaling-stroke}"
    return "\n".join([*rules, *line_rules(1), kept, *narrow, *wide, f"{beyond}{{display:none}}"])


def picture_css(scheme: str, pixel: float) -> str:
    """Give the rules of a picture in a scheme (light, dark)."""
    colours = _colours(scheme)
    return "".join([*tone_rules(colours.__getitem__), *role_rules(colours.__getitem__), *line_rules(pixel)])


def _colours(scheme: str) -> dict[str, str]:
    tones = {
        f"map-{side}{step}": shade for side in "ab" for step, shade in enumerate(palette.ramp(scheme, side), start=1)
    }
    inks = {f"map-ink{step}": shade for step, shade in enumerate(palette.INK[scheme], start=1)}
    roles = {"color-ink": INK, "color-ink-subtle": INK_SUBTLE, "color-card": PAPER, "color-accent": OWN}
    roles |= {f"color-picked-{at}": shade for at, shade in enumerate(PICKED, start=1)}
    if scheme == "dark":
        roles = {name: DARK[shade] for name, shade in roles.items()}
    return {**tones, **inks, **roles, "map-line": palette.OUTLINE[scheme], "map-none": palette.NO_FIGURE[scheme]}
