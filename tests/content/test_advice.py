"""What is seldom meant: told, and no fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from breaking import replace_once

from noaber.content.advice import advise_region
from noaber.content.read import read_region

OWN = "{tier: internal, areas: own, levels: gemeente}"


def told(content: Path, grant: str) -> list[str]:
    """What is said where the inspector has this grant besides."""
    replace_once(content, "rights.yml", OWN, grant)
    return [str(problem) for problem in advise_region(read_region(content))]


def test_the_fixture_office_has_one_such_role(content: Path) -> None:
    """At its place, with what to do."""
    [problem] = advise_region(read_region(content))
    assert "rights.yml:" in problem.place
    assert "inspector sees the internal tier only in part: bounded by areas, levels" in problem.found
    assert "Leave out the bound" in problem.next_step


@pytest.mark.parametrize(
    ("grant", "said"),
    [
        ("{tier: internal}", []),
        ("{tier: partner, areas: own, levels: gemeente}", []),
        ("{tier: internal, themes: [care, population, housing]}", []),
        ("{tier: internal, themes: housing, areas: own}", []),
        ("{tier: internal, themes: care}", []),
        ("{tier: internal, from: '2024'}", ["bounded by from"]),
        ("{tier: internal, themes: care, to: '2024'}", ["bounded by to"]),
        ("{tier: internal, indicators: clients}", ["some indicators of source care, and not of care_cost"]),
    ],
)
def test_a_part_of_the_internal_tier(grant: str, said: list[str], content: Path) -> None:
    """Is told where it parts what is counted from the same records; all of it, and other figures, are not."""
    found = told(content, grant)
    assert len(found) == len(said), found
    assert all(part in text for part, text in zip(said, found, strict=True)), found


def test_an_agreement_can_part_it_too(content: Path) -> None:
    """Where it closes what is counted, to a role that it does not name."""
    replace_once(content, "rights.yml", "themes: [housing]", "themes: [care]")
    replace_once(content, "rights.yml", "everywhere: [researcher, housing,", "everywhere: [housing,")
    found = [str(problem) for problem in advise_region(read_region(content))]
    assert any("researcher sees the internal tier but for what agreement houses keeps closed" in one for one in found)


def test_without_counts_nothing_is_hidden(content: Path) -> None:
    """And nothing told."""
    for file in ("care.yml", "shops.yml", "work.yml"):
        path = content / "indicators" / file
        if path.exists():
            path.unlink()
    assert advise_region(read_region(content)) == []
