"""Stories in a release: all that were told, the invented ones only beside invented figures."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from office_home import OfficeHome

from noaber.warehouse.publish import FILE
from noaber.warehouse.query import open_release

STORY = "---\ntitle: {{nl: Weg}}\nareas: [GM9001]\ndate: 2024\nsynthetic: {invented}\n---\nIk loop hier.\n"


def tell(office: OfficeHome) -> OfficeHome:
    """Put a story that was told and an invented one into the content."""
    (office.content / "stories").mkdir()
    office.say("region.yml", "home:", "languages: [nl]\nhome:")
    office.say("stories/told.md", "", STORY.format(invented="false"))
    office.say("stories/made-up.md", "", STORY.format(invented="true"))
    return office


@pytest.mark.parametrize(("label", "known"), [("", ["told"]), ("synthetic: true\nseed: 1\nnote: {nl: verzonnen}\n",
                                                                ["made-up", "told"])])  # fmt: skip
def test_invented_stories_stand_only_beside_invented_figures(
    fresh_office: OfficeHome, label: str, known: list[str]
) -> None:
    """A release of real deliveries has no quote that nobody said."""
    office = tell(fresh_office)
    if label:
        office.send("noaber-deliveries.yml", lambda _: label.encode())
    office.build()
    stories = office.release().catalogue.stories
    assert sorted(story.id for story in stories) == known
    assert {story.id for story in stories if story.synthetic} == set(known) - {"told"}


def test_a_changed_story_is_another_release(fresh_office: OfficeHome) -> None:
    """What is told is part of what is published."""
    office = tell(fresh_office)
    first = office.build().release.id
    office.say("stories/told.md", "Ik loop", "Ik fiets")
    assert office.build().release.id != first


def test_releases_from_before_there_were_stories(built_once: OfficeHome, tmp_path: Path) -> None:
    """Open as ever, without any."""
    folder = Path(shutil.copytree((built_once.releases / "current").resolve(), tmp_path / "old"))
    (folder / FILE).chmod(0o644)
    with duckdb.connect(folder / FILE) as database:
        database.execute("DROP TABLE story")
        database.execute("DELETE FROM meta WHERE key IN ('size', 'pyramids')")
    catalogue = open_release(folder).catalogue
    assert (catalogue.stories, catalogue.card.size, catalogue.card.pyramids) == ((), "", ())
