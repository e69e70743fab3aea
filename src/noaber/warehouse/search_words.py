"""Words that can be found, and how well they answer a word that was typed: whole, begun, inside another, misspelt."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from noaber.vocabulary.areas import fold_name

WHOLE, ENDED, BEGUN, INSIDE = 1.0, 0.93, 0.78, 0.6
MISSPELT = (0.0, 0.66, 0.52)
"""How well a word answers with one or two letters wrong; swapped neighbours are one."""
LONGEST_ENDING = 3
MOST_BEGUN = 3000
MOST_NEAR = 60
SHORT = frozenset(
    re.findall(
        r"\w+",
        "de het een van in op per en of voor met der die das den dem des und im am von pro je fur mit the a an and at"
        " by for to with is wat hoe hoeveel aantal veel how many much wie viel viele",
    )
)
"""Words that say little; they are left out of a question that has others."""
WORD = re.compile(r"\w+")


def split_words(text: str) -> list[str]:
    """Give the words of a text in the form in which they are compared.

    >>> split_words("Wijk 04 Enschede-Noord"), split_words("Bevölkerung")
    (['wijk', '04', 'enschede', 'noord'], ['bevolkerung'])
    """
    return WORD.findall(fold_name(text))


def errors_allowed(word: str) -> int:
    """Say how many letters of a word may be wrong.

    >>> [errors_allowed(word) for word in ("gas", "huur", "woningen", "7511")]
    [0, 1, 2, 0]
    """
    return 0 if len(word) < 4 or word.isdigit() else 1 if len(word) < 7 else 2


def _near(typed: str, words: list[str], most: int) -> list[tuple[str, int]]:
    """Give the words with at most so many letters wrong, and how many; neighbours swapped are one."""
    found = process.extract(typed, words, scorer=OSA.distance, score_cutoff=most, limit=MOST_NEAR)
    return [(word, int(wrong)) for word, wrong, _ in found]


class Words:
    """All words of a release that can be found; answers which of them come near one that was typed. The first letter
    or two are only answered by the main words, and typing errors are only corrected to the words of names: those of
    definitions are too many, so that one of them is always near."""

    def __init__(self, words: Iterable[str], main: Iterable[str], named: Iterable[str]) -> None:
        self.sorted = sorted(set(words))
        self.known = frozenset(self.sorted)
        self._main = sorted(set(main))
        self._joined = "\n" + "\n".join(self.sorted) + "\n"
        self._of_length: dict[int, list[str]] = {}
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(set(named)):
            self._of_length.setdefault(len(word), []).append(word)
            self._by_letter.setdefault(word[0], []).append(word)
        self.match = lru_cache(maxsize=2000)(self._match)

    def _match(self, typed: str) -> dict[str, float]:
        """Give the words that answer `typed`, each with how well; misspelt ones only where nothing fits as it is."""
        found = {**self._inside(typed), **self._begun(typed), **self._ended(typed)}
        if typed in self.known:
            found[typed] = WHOLE
        if typed not in self.known and max(found.values(), default=0.0) <= ENDED:
            for word, value in self._misspelt(typed).items():
                found[word] = max(found.get(word, 0.0), value)
        return found

    def _begun(self, typed: str) -> dict[str, float]:
        """Words that begin with what was typed, the shorter the better."""
        words = self.sorted if len(typed) > 2 else self._main
        at = bisect_left(words, typed)
        found = {}
        for word in words[at : at + MOST_BEGUN]:
            if not word.startswith(typed):
                break
            found[word] = BEGUN + 0.17 * len(typed) / len(word)
        return found

    def _ended(self, typed: str) -> dict[str, float]:
        """Words of which what was typed is a longer form: `banen` answers `banens`, `inkomen` answers `inkomens`."""
        ends = range(1, min(LONGEST_ENDING, len(typed) - 3) + 1)
        return {typed[:-end]: ENDED - 0.05 * end for end in ends if typed[:-end] in self.known}

    def _inside(self, typed: str) -> dict[str, float]:
        """Words that hold what was typed; the end of a compound says more than its middle: `prijs` in `koopprijs`."""
        found: dict[str, float] = {}
        at = self._joined.find(typed) if len(typed) > 3 else -1
        while at >= 0 and len(found) < MOST_BEGUN:
            first, last = self._joined.rfind("\n", 0, at) + 1, self._joined.find("\n", at)
            end = 0.08 if at + len(typed) == last else 0.0
            found[self._joined[first:last]] = INSIDE + end + 0.1 * len(typed) / (last - first)
            at = self._joined.find(typed, last)
        return found

    def _misspelt(self, typed: str) -> dict[str, float]:
        """Words of names, or their beginnings, with a letter or two wrong; a wrong first letter counts as one more."""
        most = errors_allowed(typed)
        found: dict[str, float] = {}
        for length in range(len(typed) - most, len(typed) + most + 1) if most else ():
            for word, wrong in _near(typed, self._of_length.get(length, []), most):
                if wrong < most or most == 1 or word[0] == typed[0]:
                    found[word] = MISSPELT[wrong] if word[0] == typed[0] else MISSPELT[wrong] - 0.1
        return found or self._begun_misspelt(typed, most)

    def _begun_misspelt(self, typed: str, most: int) -> dict[str, float]:
        """Longer words whose beginning is nearly what was typed, for answers while typing."""
        if not most or len(typed) < 5:
            return {}
        begun: dict[str, list[str]] = {}
        for word in self._by_letter.get(typed[0], ()):
            if len(word) > len(typed):
                begun.setdefault(word[: len(typed)], []).append(word)
        near = _near(typed, list(begun), 1)
        value = MISSPELT[2] - 0.1
        return {word: value + 0.08 * len(typed) / len(word) for start, _ in near for word in begun[start]}

    def split_compound(self, typed: str) -> list[str]:
        """Split a compound into two known words, where it is none itself: `huizenprijs` into `huizen` and `prijs`."""
        for at in range(len(typed) - 4, 3, -1):
            before, after = typed[:at], typed[at:]
            if after in self.known and (before in self.known or before.removesuffix("s") in self.known):
                return [before if before in self.known else before.removesuffix("s"), after]
        return []
