"""From the release to the stories of a profile: those of the area itself, and by theme those of the areas in it."""

from __future__ import annotations

from collections.abc import Sequence

from noaber.products.addresses import site_href
from noaber.products.stories import Story, StoryParts, draw_story
from noaber.products.wording import Wording
from noaber.vocabulary.errors import NotFound
from noaber.warehouse.cards import AreaCard, StoryCard
from noaber.warehouse.query import Release


def stories_of(release: Release, own: AreaCard, wording: Wording) -> tuple[Story, ...]:
    """Give the stories about an area, newest first."""
    found = [story for story in release.catalogue.stories if {own.id, own.code} & set(story.areas)]
    return tuple(draw_story(_parts(release, story, wording, own), wording) for story in found)


def stories_below(release: Release, own: AreaCard, wording: Wording) -> dict[str, tuple[Story, ...]]:
    """Give by theme the stories about areas within an area."""
    themes: dict[str, list[Story]] = {}
    for story in release.catalogue.stories:
        if {own.id, own.code} & set(story.areas):
            continue
        if any(own.id in area.parents for area in _areas(release, story)):
            drawn = draw_story(_parts(release, story, wording, own), wording)
            for theme in story.themes[:1]:
                themes.setdefault(theme, []).append(drawn)
    return {theme: tuple(stories) for theme, stories in themes.items()}


def _areas(release: Release, story: StoryCard) -> list[AreaCard]:
    """The areas of a story that are in this release; of a code with vintages the newest."""
    found: list[AreaCard] = []
    for code in story.areas:
        try:
            found.append(release.catalogue.area(code))
        except NotFound:
            continue
    return found


def _parts(release: Release, story: StoryCard, wording: Wording, own: AreaCard) -> StoryParts:
    language, known = wording.language, release.catalogue
    areas = [area for area in _areas(release, story) if area.code != own.code]
    themes = [known.themes[id] for id in story.themes if id in known.themes]
    return StoryParts(
        title=story.titles,
        text=story.texts,
        date=story.date,
        speaker=story.speaker,
        role=story.roles.get(language),
        synthetic=story.synthetic,
        areas=_named([(area.names.get(language), "gebied", area.id) for area in areas], language),
        themes=_named([(theme.names.get(language), "cijfers", theme.id) for theme in themes], language),
    )


def _named(items: Sequence[tuple[str, str, str]], language: str) -> list[tuple[str, str]]:
    return [(name, site_href(language, kind, id)) for name, kind, id in items]
