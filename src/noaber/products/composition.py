"""Sentences whose parts can be links: a template of the catalogue filled with segments instead of bare text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from noaber.products.catalogue import PLACEHOLDER


@dataclass(frozen=True)
class Segment:
    """A piece of a sentence: text, with the address of its explanation where it is a number that has one."""

    text: str
    href: str = ""
    strong: bool = False


Sentence = tuple[Segment, ...]


def compose(template: str, values: Mapping[str, str | Segment]) -> Sentence:
    """Fill a template with segments; plain strings become plain segments.

    >>> print_sentence(compose("{value} in {area}.", {"value": Segment("12", "/x"), "area": "Borne"}))
    '12 in Borne.'
    """
    parts: list[Segment] = []
    position = 0
    for match in PLACEHOLDER.finditer(template):
        parts.append(Segment(template[position : match.start()]))
        value = values[match[1]]
        parts.append(value if isinstance(value, Segment) else Segment(value))
        position = match.end()
    parts.append(Segment(template[position:]))
    return tuple(part for part in parts if part.text)


def join_sentences(sentences: Iterable[Sentence]) -> Sentence:
    """Put sentences behind each other with one space between; empty ones are left out."""
    joined: list[Segment] = []
    for sentence in sentences:
        if sentence:
            joined += [Segment(" ")] * bool(joined) + list(sentence)
    return tuple(joined)


def print_sentence(sentence: Sentence) -> str:
    """Give the words of a sentence without its links, for alternative texts and downloads."""
    return "".join(segment.text for segment in sentence)
