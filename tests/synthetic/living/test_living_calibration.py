"""The invented levels lie as near to the published ones as meant."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from told_region import Told

from noaber.synthetic.invent import build_world
from noaber.synthetic.lists import Lists, read_lists
from noaber.synthetic.living.calibration import Comparison, compare, render_calibration_lines
from noaber.synthetic.living.chronicle import live
from noaber.synthetic.living.deliveries import LAWS, Telling, render_economy, render_nuisance, render_population
from noaber.synthetic.living.facts import tell_provisions
from noaber.synthetic.living.provisions import provide
from noaber.synthetic.living.scope import Scope
from noaber.synthetic.living.truth import Truth

DEMO = Scope(seed=1, people=30_000, first=2015, last=2021)


@pytest.fixture(scope="module")
def compared(assumptions: Lists) -> Mapping[tuple[str, int], Comparison]:
    chronicle = live(build_world(DEMO.seed, read_lists()), DEMO, assumptions)
    telling = Telling(chronicle, assumptions, Truth(chronicle.places.towns))
    for render in (render_population, render_economy, render_nuisance):
        for _ in render(telling):
            pass
    tell_provisions(chronicle, [provide(chronicle, assumptions, law) for law in LAWS], telling.truth)
    found = compare(assumptions.tables["calibration"], telling.truth.of_region(), DEMO.people)
    return {(one.figure, one.year): one for one in found}


def test_at_least_25_figures_are_compared_and_all_are_as_near_as_meant(
    compared: Mapping[tuple[str, int], Comparison],
) -> None:
    """Each with its source."""
    assert len(compared) >= 25
    far = [one for one in compared.values() if not one.near]
    assert far == []
    assert all(one.source for one in compared.values())


def test_support_grows_as_it_did(compared: Mapping[tuple[str, int], Comparison]) -> None:
    """From 2017 to 2021: support as a whole, and youth care."""
    for figure in ("support_pct", "youth_care_pct"):
        assert compared[figure, 2021].invented > compared[figure, 2017].invented


def test_a_figure_beyond_its_tolerance_is_marked() -> None:
    """With an exclamation mark, and counted."""
    far = Comparison("births", "Births", 2020, "per 1000", 10.0, 12.0, 5.0, "CBS", "")
    lines = render_calibration_lines([far])
    assert "+20.0%!" in lines[1]
    assert lines[-1] == "0 of 1 within the tolerance that is meant."


def test_the_comparison_is_written_beside_the_truth(told: Told) -> None:
    """Years that were not lived are left out."""
    written = told.truth("calibration.csv")
    assert set(written["year"]) <= {2018, 2019, 2020}
    assert written.height > 0
