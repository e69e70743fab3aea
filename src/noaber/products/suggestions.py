"""What is offered while somebody types in a search field: few things, by kind, with what was typed marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from noaber.products.search_page import Found, found_href, found_note, found_title, group_found
from noaber.products.wording import Wording
from noaber.vocabulary.areas import fold_name

MOST, MOST_OF_A_KIND = 9, 5
Parts = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Suggestion:
    """One thing to choose: its title in pieces (text, marked), what stands below it, and what a form sends."""

    href: str
    text: Parts
    note: str
    value: str


@dataclass(frozen=True)
class SuggestionGroup:
    """The suggestions of one kind."""

    title: str
    hits: tuple[Suggestion, ...]


@dataclass(frozen=True)
class Suggestions:
    """Everything the list shows; `said` tells how many there are, `meant` how the question was probably meant."""

    said: str
    meant: str
    groups: tuple[SuggestionGroup, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the same as plain values."""
        return asdict(self)


def draw_suggestions(query: str, found: Sequence[Found], corrected: str, wording: Wording) -> Suggestions:
    """Draw the suggestions for what was typed: the best few, of one kind no more than leave room for others."""
    kept = _best(found)
    words = [word for text in (query, corrected) for word in fold_name(text).split()]
    groups = tuple(
        SuggestionGroup(wording.t(f"search.kind.{kind}"), tuple(_suggest(hit, words, wording) for hit in hits))
        for kind, hits in group_found(kept)
    )
    return Suggestions(
        said=wording.t.plural("suggest.count", len(kept)) if kept else wording.t("suggest.none"),
        meant=wording.t("search.meant", query=corrected) if corrected else "",
        groups=groups,
    )


def _best(found: Sequence[Found]) -> list[Found]:
    """Give the best few, each once, in the order of the answer; more of one kind only where others leave room."""
    unique = list({(hit.kind, hit.id, hit.area): hit for hit in reversed(found)}.values())[::-1]
    ranks = {id(hit): [other for other in unique if other.kind == hit.kind].index(hit) for hit in unique}
    first = sorted(unique, key=lambda hit: ranks[id(hit)] >= MOST_OF_A_KIND)[:MOST]
    return [hit for hit in unique if hit in first]


def _suggest(hit: Found, words: Sequence[str], wording: Wording) -> Suggestion:
    title = found_title(hit)
    return Suggestion(found_href(hit, wording.language), mark_words(title, words), found_note(hit, wording), hit.value)


def mark_words(title: str, words: Sequence[str]) -> Parts:
    """Cut a title where typed words begin and end; case and accents are no difference.

    >>> mark_words("Súdwest-Fryslân", ["sud", "fry"])
    (('Súd', True), ('west-', False), ('Fry', True), ('slân', False))
    """
    folded = [fold_name(letter) or letter for letter in title]
    starts = [sum(map(len, folded[:at])) for at in range(len(folded))]
    plain, marked = "".join(folded), set[int]()
    for word in words:
        at = _first_place(plain, word)
        marked |= {index for index, start in enumerate(starts) if at <= start < at + len(word)} if at >= 0 else set()
    parts: list[tuple[str, bool]] = []
    for index, letter in enumerate(title):
        if parts and parts[-1][1] == (index in marked):
            parts[-1] = parts[-1][0] + letter, parts[-1][1]
        else:
            parts.append((letter, index in marked))
    return tuple(parts)


def _first_place(plain: str, word: str) -> int:
    """Where a word begins that begins so, else the first place inside one; -1 where there is none or it is one
    letter only."""
    at = plain.find(word)
    while at > 0 and plain[at - 1].isalnum():
        at = plain.find(word, at + 1)
    return at if at >= 0 else plain.find(word) if len(word) > 2 else -1
