"""Tones of maps: thirteen steps of even lightness for one colour, and as many for its counterpart below a middle.

Mixed in OKLab (Ottosson 2020), in which equal steps look equal. The style sheet holds the same values as tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

TONES = 13
ANCHORS = {
    "light": {"a": ("#edf4ee", "#79b09a", "#08402f"), "b": ("#fdead0", "#d8913a", "#5f3204")},
    "dark": {"a": ("#213f39", "#4c9c83", "#d9fff1"), "b": ("#47361f", "#b98443", "#ffe9c6")},
}
"""The first, middle and last tone per scheme: `a` is the usual colour, `b` the one below a middle."""
OUTLINE = {"light": "#384844", "dark": "#bccbc6"}
GROUND = {"light": "#ffffff", "dark": "#162225"}
NO_FIGURE = {"light": "#f1ede4", "dark": "#2b3739"}

Lab = tuple[float, float, float]


@lru_cache(maxsize=8)
def ramp(scheme: str, side: str) -> tuple[str, ...]:
    """Give the tones of a scheme (light, dark) and a side (a, b), from least to most.

    >>> ramp("light", "a")[0], ramp("light", "a")[-1], len(ramp("dark", "b"))
    ('#edf4ee', '#08402f', 13)
    """
    first, middle, last = (to_oklab(colour) for colour in ANCHORS[scheme][side])
    return tuple(_to_hex(_on_curve(first, middle, last, step / (TONES - 1))) for step in range(TONES))


def tones(classes: int, below: int = 0) -> list[str]:
    """Name the tones of classes in order, spread over the ramp; those `below` a middle from dark to pale.

    >>> tones(5), tones(4, below=2)
    (['a1', 'a4', 'a7', 'a10', 'a13'], ['b13', 'b7', 'a7', 'a13'])
    """
    if not below:
        return [f"a{step}" for step in _spread(classes)]
    most = max(below, classes - below)
    return [f"b{step}" for step in reversed(_parted(below, most))] + [
        f"a{step}" for step in _parted(classes - below, most)
    ]


def tone_colour(tone: str, scheme: str = "light") -> str:
    """Give the colour of a tone."""
    return ramp(scheme, tone[0])[int(tone[1:]) - 1]


INK = {"light": ("#07120f", "#07120f", "#ffffff"), "dark": ("#ffffff", "#07120f", "#07120f")}
"""The colour of letters on tones that are weak, middling and strong."""


def strength(tone: str) -> int:
    """Say whether a tone is weak (1), middling (2) or strong (3): which colour letters on it have.

    >>> [strength(tone) for tone in ("a1", "b6", "a13")]
    [1, 2, 3]
    """
    step = int(tone[1:])
    return 1 if step < 6 else 2 if step < 9 else 3


def _spread(classes: int) -> list[int]:
    if classes < 2:
        return [7] * classes
    return [1 + round((TONES - 1) * step / (classes - 1)) for step in range(classes)]


def _parted(classes: int, most: int) -> list[int]:
    """Tones of one side: the palest is left out, for there the sides look alike."""
    return [round(1 + (TONES - 1) * (step + 1) / most) for step in range(classes)]


def _on_curve(first: Lab, middle: Lab, last: Lab, part: float) -> Lab:
    """Lightness runs evenly from first to last; hue and strength bend over the middle."""
    at = part * 2
    one, other, along = (first, middle, at) if at <= 1 else (middle, last, at - 1)
    return (
        first[0] + (last[0] - first[0]) * part,
        one[1] + (other[1] - one[1]) * along,
        one[2] + (other[2] - one[2]) * along,
    )


def to_oklab(colour: str) -> Lab:
    """Give lightness and the two colour axes of a colour written as #rrggbb."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _to_hex(lab: Lab) -> str:
    lightness, green_red, blue_yellow = lab
    long = (lightness + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    medium = (lightness - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (lightness - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, part)))):02x}" for part in linear)


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _gamma(part: float) -> float:
    return float(12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055)


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours (WCAG 2.2), from 1 to 21.

    >>> round(contrast("#ffffff", "#000000"))
    21
    """
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def palette_css(scheme: str) -> str:
    """Give the tokens of a scheme as the style sheet has them."""
    parts: Sequence[str] = [
        f"--noaber-map-{side}{step}:{colour}" for side in "ab" for step, colour in enumerate(ramp(scheme, side), 1)
    ]
    edge = [f"--noaber-map-line:{OUTLINE[scheme]}", f"--noaber-map-none:{NO_FIGURE[scheme]}"]
    edge += [f"--noaber-map-ink{step}:{colour}" for step, colour in enumerate(INK[scheme], 1)]
    return ";".join((*parts, *edge))
