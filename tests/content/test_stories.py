"""Stories in a region folder: read with their languages, and every fault told with its place and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from breaking import problems_in

from noaber.content.read import read_region

STORY = """---
title: {nl: Weg, de: Weg, en: Road}
areas: [GM9001, Drieland]
themes: [population]
date: 2024-03
---
Eerste alinea,
nog steeds.

Tweede.

# en
First.
"""
PLACE = "regions/office/stories/road.md"


def write(folder: Path, text: str) -> Path:
    """Put a story into the content."""
    (folder / "stories").mkdir(exist_ok=True)
    (folder / "stories" / "road.md").write_text(text, "utf-8")
    return folder


def test_a_story_is_read_with_its_languages(content: Path) -> None:
    """What stands before a heading is Dutch; nothing need be translated."""
    story = read_region(write(content, STORY)).stories["road"]
    assert dict(story.text) == {"nl": "Eerste alinea,\nnog steeds.\n\nTweede.", "en": "First."}
    assert story.areas == ("GM9001", "Drieland")
    assert (story.date, story.synthetic, story.speaker) == ("2024-03", False, "")


def test_areas_that_a_source_makes_known_go_by_their_code(content: Path) -> None:
    """The content does not list neighbourhoods; what looks like one is taken."""
    assert read_region(write(content, STORY.replace("GM9001", "BU90010000"))).stories["road"].areas[0] == "BU90010000"


@pytest.mark.parametrize(
    ("old", "new", "line", "found", "remedy"),
    [
        ("GM9001", "GM9009", 3, "unknown area 'GM9009'", "Did you mean 'GM900"),
        ("population", "populaton", 4, "unknown theme 'populaton'", "Did you mean 'population'?"),
        ("date: 2024-03", "date: spring", 5, "date: String should match pattern", ""),
        ("date: 2024-03\n", "", 2, "no 'date'", "'date' in this entry"),
        ("themes:", "theme:", 4, "unknown key 'theme'", "Did you mean 'themes'?"),
        ("# en", "# fr", 12, "heading 'fr'", "# nl or # de or # en"),
        ("# en", "## Onderweg", 12, "heading 'Onderweg'", "Stories have no headings."),
        ("# en", "# nl", 12, "text in 'nl' stands here twice", "one per language"),
        ("date: 2024-03\n---\n", "date: 2024-03\ntext: x\n---\n", 6, "'text' among the fields", "below the second ---"),
        ("---\ntitle", "title", 1, "no fields before the text", "a line ---, the fields, a line ---"),
        ("{nl: Weg, de: Weg, en: Road}", "{nl: Weg", 3, "not valid YAML", ""),
    ],
)  # fmt: skip
def test_broken_stories(content: Path, old: str, new: str, line: int, found: str, remedy: str) -> None:
    """Place, found, expected and next step."""
    assert STORY.count(old) == 1
    problems = problems_in(write(content, STORY.replace(old, new)))
    said = [p for p in problems if p.place.startswith(PLACE) and found in p.found]
    assert said, problems
    assert said[0].place.startswith(f"{PLACE}:{line}"), said[0].place
    assert remedy in f"{said[0].expected} {said[0].next_step}"


def test_a_story_without_text(content: Path) -> None:
    """Is told once, at the end of the file."""
    (problem,) = problems_in(write(content, STORY.partition("Eerste")[0]))
    assert (problem.place, problem.found) == (f"{PLACE}:6", "no text")


def test_pyramids_name_what_there_is(content: Path) -> None:
    """Indicator, dimensions it is broken down by, two sides."""
    file = content / "region.yml"
    known = file.read_text("utf-8")
    for said, found in (
        ("pyramid: {indicator: inhabitant, steps: sex}", "unknown indicator 'inhabitant'"),
        ("pyramid: {indicator: inhabitants, steps: age}", "unknown dimension of inhabitants 'age'"),
        ("size: inhabitant", "unknown indicator 'inhabitant'"),
    ):
        file.write_text(f"{known}{said}\n", "utf-8")
        assert found in [problem.found for problem in problems_in(content)]
