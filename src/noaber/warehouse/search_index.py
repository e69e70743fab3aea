"""The index of all that can be found: phrases by word and by beginning. Made once per release, then only read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection

from noaber.vocabulary.areas import fold_name
from noaber.warehouse.catalogue import Catalogue
from noaber.warehouse.search_entries import MINOR, TEXT, Phrase, Thing, list_things
from noaber.warehouse.search_words import WORD, Words

MOST_NAMES = 500
Found = dict[int, tuple[float, int, str]]
"""By thing: how well one typed word is answered, by which phrase, with which of its words."""


class SearchIndex:
    """Things, their phrases, and of every word the phrases that hold it: one for each thing, the one that says most."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.things: list[Thing] = []
        self.phrases: list[Phrase] = []
        self.thing_of: list[int] = []
        self.sizes: list[int] = []
        self._postings: dict[str, dict[int, tuple[float, int]]] = {}
        self._spelling: dict[str, str] = {}
        for thing, phrases in list_things(catalogue):
            self.things.append(thing)
            for phrase in phrases:
                self._add(len(self.things) - 1, phrase)
        main = (word for word, held in self._postings.items() if any(self.things[at].points > MINOR for at in held))
        named = (word for word, held in self._postings.items() if any(weight > TEXT for weight, _ in held.values()))
        self.words = Words(self._postings, main, named)
        self._names = sorted((p.folded, at) for at, p in enumerate(self.phrases) if p.weight > TEXT)
        self._main = [(name, at) for name, at in self._names if self.things[self.thing_of[at]].points > MINOR]

    def _add(self, thing: int, phrase: Phrase) -> None:
        at = len(self.phrases)
        self.phrases.append(phrase)
        self.thing_of.append(thing)
        words = WORD.findall(phrase.folded)
        self.sizes.append(len(words))
        joined = "".join(words)
        for word in {*words, joined} if 1 < len(words) < 5 and len(joined) < 25 else words:
            held = self._postings.setdefault(word, {})
            if thing not in held or held[thing][0] < phrase.weight:
                held[thing] = phrase.weight, at
        if phrase.weight > TEXT:
            for said in WORD.findall(phrase.shown):
                self._spelling.setdefault(fold_name(said), said)

    def holding(self, typed: str, kinds: Collection[str]) -> Found:
        """Give the things that hold an answer to one typed word."""
        found: Found = {}
        for word, quality in self.words.match(typed).items():
            for thing, (weight, at) in self._postings[word].items():
                value = quality * weight
                if (thing not in found or value > found[thing][0]) and (not kinds or self.things[thing].kind in kinds):
                    found[thing] = value, at, word
        return found

    def named(self, asked: str) -> list[tuple[str, int]]:
        """Give the phrases that are what was typed, or begin with it: (phrase as compared, its place). Where these are
        too many only those of the main things."""
        found = _begun(self._names, asked)
        return found if len(found) < MOST_NAMES else _begun(self._main, asked)[:MOST_NAMES]

    def area_named(self, name: str) -> int | None:
        """Give the area of exactly this name, of several the one with most points."""
        same = [self.thing_of[at] for folded, at in self.named(name) if folded == name]
        areas = [thing for thing in same if self.things[thing].kind == "area"]
        return max(areas, key=lambda thing: self.things[thing].points, default=None)

    def spell(self, word: str) -> str:
        """Write a word as the content does."""
        return self._spelling.get(word, word)


def _begun(names: list[tuple[str, int]], asked: str) -> list[tuple[str, int]]:
    at = bisect_left(names, (asked, 0))
    return names[at : bisect_left(names, (asked + "\uffff", 0), at)]
