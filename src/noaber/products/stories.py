"""Stories on a page: what somebody told, who, when, and in which language where that is not the reader's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from noaber.products.links import Link
from noaber.products.wording import Wording
from noaber.vocabulary.languages import Text


@dataclass(frozen=True)
class StoryParts:
    """A story with the areas and themes it belongs to as (name, address)."""

    title: Text
    text: Text
    date: str
    speaker: str
    role: str
    synthetic: bool
    areas: Sequence[tuple[str, str]] = ()
    themes: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Story:
    """A story as it is shown; `language` is set where it is not the reader's, and `language_note` says so."""

    title: str
    paragraphs: tuple[str, ...]
    language: str
    language_note: str
    byline: str
    links: tuple[Link, ...]
    mark: str


def draw_story(parts: StoryParts, wording: Wording) -> Story:
    """Draw a story in the reader's language, or in the first one it was written in."""
    written = wording.language if wording.language in parts.text else next(iter(parts.text), wording.language)
    other = written != wording.language
    said = [parts.speaker, parts.role, wording.period(parts.date)]
    return Story(
        title=parts.title.get(wording.language),
        paragraphs=tuple(split_paragraphs(parts.text.get(written))),
        language=written if other else "",
        language_note=wording.t("story.language", language=wording.t(f"language.{written}")) if other else "",
        byline=" · ".join(text for text in said if text),
        links=tuple(Link(name, href) for name, href in (*parts.areas, *parts.themes)),
        mark=wording.t("story.synthetic") if parts.synthetic else "",
    )


def split_paragraphs(text: str) -> list[str]:
    """Give the paragraphs of a text; lines within one are joined.

    >>> split_paragraphs("a\\nb\\n\\nc")
    ['a b', 'c']
    """
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
