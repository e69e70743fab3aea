"""The shape of one file in stories/: what somebody tells, with the areas and themes it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pydantic import Field

from noaber.content.located import Located, parse_yaml
from noaber.content.region import Name, OneOrMore
from noaber.content.texts import Declared, Texts
from noaber.vocabulary.errors import Problem
from noaber.vocabulary.languages import LANGUAGES

FENCE = "---"
HEADING = re.compile(r"#+\s+(\S.*)")


class StoryFile(Declared):
    """One file of stories/: fields between two lines of ---, below them the text. What stands before a heading
    `# nl`, `# de` or `# en` is Dutch; an empty line begins a paragraph."""

    title: Texts = Field(description="What it is called.")
    areas: OneOrMore = Field(description="Codes of the areas and groups it is about.", examples=[["GM0153"]])
    themes: tuple[Name, ...] = Field((), description="Themes it belongs to.", examples=[["population"]])
    date: str = Field(
        description="When it was told: a year, month or day.", pattern=r"^\d{4}(-\d{2}){0,2}$", examples=["2026-03"]
    )
    speaker: str = Field("", description="Name of who tells it, where that may be told.", examples=["Anna Jansen"])
    role: Texts | None = Field(None, description="As what this person speaks.")
    synthetic: bool = Field(
        False, description="True for an invented example; it is shown with a mark, and only beside invented figures."
    )
    text: Texts = Field(description="Not a field: the text below the second ---.")


def parse_story(text: str, name: str) -> Located:
    """Read a story: the fields as YAML, the text per language under `text`; what is wrong becomes problems."""
    lines = text.splitlines()
    fences = [at for at, line in enumerate(lines) if line.strip() == FENCE][:2]
    if len(fences) < 2 or any(line.strip() for line in lines[: fences[0]]):
        expected = "a line ---, the fields, a line ---, and then the text"
        return Located(name, None, {}, (Problem(f"{name}:1", "no fields before the text", expected),))
    head = parse_yaml("\n".join(["" for _ in lines[: fences[0] + 1]] + lines[fences[0] + 1 : fences[1]]), name)
    if not isinstance(head.data, dict):
        problem = Problem(f"{name}:{fences[0] + 1}", "no fields between the lines ---", "title, areas and date")
        return replace(head, data=None, problems=(*head.problems, problem))
    texts, places, problems = _texts(lines, fences[1] + 1, name)
    if "text" in head.data:
        found = Problem(head.place(("text",)), "'text' among the fields", "the text below the second ---")
        problems = [*problems, found]
    data: dict[str, Any] = {**head.data, "text": texts}
    return Located(name, data, {**head.lines, **places}, (*head.problems, *problems))


def _texts(
    lines: Sequence[str], start: int, name: str
) -> tuple[dict[str, str], dict[tuple[str | int, ...], int], list[Problem]]:
    """Give the text of every language, the line each begins on, and what is wrong with the headings."""
    texts: dict[str, str] = {}
    places: dict[tuple[str | int, ...], int] = {("text",): min(start + 1, len(lines))}
    problems: list[Problem] = []
    for language, line, part in _parts(lines, start):
        if language not in LANGUAGES:
            expected = " or ".join(f"# {known}" for known in LANGUAGES)
            problems.append(Problem(f"{name}:{line}", f"heading '{language}'", expected, "Stories have no headings."))
        elif language in texts:
            problems.append(Problem(f"{name}:{line}", f"text in '{language}' stands here twice", "one per language"))
        elif part:
            texts[language] = part
            places["text", language] = line
    if not texts and not problems:
        problems.append(Problem(f"{name}:{places['text',]}", "no text", "what was told, below the second ---"))
    return texts, places, problems


def _parts(lines: Sequence[str], start: int) -> Iterator[tuple[str, int, str]]:
    """Give (language, line, text) for the text before the first heading and below every heading."""
    heads = [at for at in range(start, len(lines)) if HEADING.fullmatch(lines[at].strip())]
    for first, last in zip([start - 1, *heads], [*heads, len(lines)], strict=True):
        found = HEADING.fullmatch(lines[first].strip()) if first >= start else None
        text = "\n".join(line.rstrip() for line in lines[first + 1 : last]).strip()
        if found or text:
            yield (found[1] if found else LANGUAGES[0]), first + 1, text
