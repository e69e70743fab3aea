"""Tones of maps: apart from each other for every eye, legible, and in the style sheet as they are here."""

from __future__ import annotations

from importlib import resources
from itertools import pairwise

import pytest

from noaber.products.charts.palette import (
    GROUND,
    INK,
    OUTLINE,
    contrast,
    palette_css,
    ramp,
    strength,
    to_oklab,
    tone_colour,
    tones,
)

SIGHT = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""How eyes without one kind of cones see (Machado, Oliveira and Fernandes 2009, severity 1)."""
APART = 0.045  # distance in OKLab; 0.02 is about what can just be seen side by side


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    """A colour as an eye sees it, in OKLab."""
    light = [(int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5)]
    mixed = [sum(part * value for part, value in zip(row, light, strict=True)) for row in SIGHT[sight]]
    return to_oklab("#" + "".join(f"{round(255 * min(1, max(0, part)) ** (1 / 2.2)):02x}" for part in mixed))


def distance(one: str, other: str, sight: str) -> float:
    """How far two colours are apart for an eye."""
    pairs = zip(seen(one, sight), seen(other, sight), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("below", [0, 1, 2, 3, 4])
def test_classes_can_be_told_apart(scheme: str, sight: str, below: int) -> None:
    """Neighbouring classes in every number of classes, also around a middle; and far ends of two sides."""
    for classes in range(max(2, below + 1), 8):
        shown = [tone_colour(tone, scheme) for tone in tones(classes, below)]
        assert len(set(shown)) == classes
        for one, other in pairwise(shown):
            assert distance(one, other, sight) >= APART, (classes, below, one, other)
        if below:
            assert distance(shown[0], shown[-1], sight) >= APART


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("side", ["a", "b"])
def test_every_tone_stands_out_from_the_ground_or_by_its_outline(scheme: str, side: str) -> None:
    """WCAG 1.4.11, three to one; the outline itself always against the ground. Letters have 4.5 to one."""
    assert contrast(OUTLINE[scheme], GROUND[scheme]) >= 3
    for step, colour in enumerate(ramp(scheme, side), 1):
        assert max(contrast(colour, GROUND[scheme]), contrast(colour, OUTLINE[scheme])) >= 3, (step, colour)
        assert contrast(colour, INK[scheme][strength(f"{side}{step}") - 1]) >= 4.5, (step, colour)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lightness_runs_one_way(scheme: str) -> None:
    """So that a map on grey paper says the same."""
    for side in "ab":
        lightness = [to_oklab(colour)[0] for colour in ramp(scheme, side)]
        assert lightness == sorted(lightness, reverse=scheme == "light")


def test_the_style_sheet_has_these_tones() -> None:
    """Copied, so that a municipality can lay its own over them; proven the same."""
    sheet = (resources.files("noaber.web") / "static" / "style.css").read_text("utf-8")
    assert palette_css("light") in sheet
    assert palette_css("dark") in sheet
