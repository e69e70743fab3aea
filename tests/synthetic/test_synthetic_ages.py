"""The invented ages agree with everything else that is told of the same people."""

from __future__ import annotations

import pytest

from noaber.synthetic.ages import CLASSES, STEPS, YEARS, draw_ages
from noaber.synthetic.profiles import profile_buurten, sum_profiles
from noaber.synthetic.world import World


@pytest.mark.parametrize("year", [YEARS[0], YEARS[-1]])
def test_ages_and_sexes_add_up_to_the_accounts(world: World, year: int) -> None:
    """Men and all people of every region, exactly; nobody is fewer than none."""
    for code, (men, women) in draw_ages(world, year).items():
        assert len(men) == len(women) == len(STEPS)
        assert (sum(men), sum(men) + sum(women)) == (world.men(code, year), world.inhabitants(code, year)), code
        assert min(*men, *women) >= 0


def test_the_region_is_the_sum_of_its_municipalities(world: World) -> None:
    """Step by step and side by side."""
    drawn = draw_ages(world, YEARS[-1])
    for side in (0, 1):
        parts = [drawn[home.code][side] for home in world.homes]
        assert list(drawn["CR12"][side]) == [sum(step) for step in zip(*parts, strict=True)]


def test_ages_agree_with_those_of_the_neighbourhoods(world: World) -> None:
    """The classes that key figures of neighbourhoods tell are sums of these steps."""
    profiles = profile_buurten(world, YEARS[-1], world.later)
    drawn = draw_ages(world, YEARS[-1])
    for home in world.homes:
        told = sum_profiles(profiles[b.code] for b in world.later if b.municipality == home.code).ages
        men, women = drawn[home.code]
        steps = [a + b for a, b in zip(men, women, strict=True)]
        starts = [sum(CLASSES[:at]) for at in range(len(CLASSES))]
        assert tuple(sum(steps[start : start + size]) for start, size in zip(starts, CLASSES, strict=True)) == tuple(
            told
        )
