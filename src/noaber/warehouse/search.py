"""Finding indicators, themes, sources and areas by what people type, in any of the languages, typing errors forgiven.

A thing answers with how well its words answer the typed ones: exact names stand above names that begin so, those above
words, synonyms, definitions and misspelt words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest

from noaber.vocabulary.areas import fold_name
from noaber.warehouse.cards import Hit
from noaber.warehouse.catalogue import Catalogue
from noaber.warehouse.search_entries import PLACE, TEXT, Phrase, Thing, place_of
from noaber.warehouse.search_index import Found, SearchIndex
from noaber.warehouse.search_words import MISSPELT, SHORT, split_words

LONGEST, MOST_WORDS, MOST_SCORED = 80, 6, 300
EXACT, STARTS, PARTS, COVERS = 100.0, 86.0, 74.0, 8.0
"""Points of a name as it is, one that starts so, one with these words, and for leaving no other words over."""
LEAST, WEAKER = 22.0, 0.5
"""Answers with fewer points, or less than this part of the best, are none."""
GUESSED = 0.7  # what is left of the points where the question had to be corrected
OTHER_LANGUAGE = 0.985
POSTCODE = re.compile(r"(\d{4})\s?[a-z]{0,2}")


@dataclass(frozen=True)
class Answer:
    """What was found, best first; `corrected` is the question as it was probably meant, empty where it was well put."""

    hits: tuple[Hit, ...]
    corrected: str = ""


@dataclass(frozen=True)
class Question:
    """What is asked: as compared, the words that tell, the reader's language, and the kinds that may answer."""

    asked: str
    words: tuple[str, ...]
    language: str
    kinds: Collection[str]


Scores = dict[int, tuple[float, int]]
"""By thing: its points, and the phrase that gave them."""


def find_things(index: SearchIndex, text: str, language: str, limit: int, kinds: Collection[str] = ()) -> Answer:
    """Give the best answers to `text`, each thing once; `kinds` leaves out all others."""
    question = _question(index, text, language, kinds)
    if not question.words:
        return Answer(())
    scores, found = _score(index, question)
    corrected = _corrected(index, question, found, scores)
    if corrected:
        again, _ = _score(index, replace(question, asked=" ".join(corrected), words=corrected))
        scores = {
            **scores,
            **{at: (max(scores.get(at, (0.0,))[0], points * GUESSED), p) for at, (points, p) in again.items()},
        }
    placed = _in_area(index, question, limit) if len(question.words) > 1 and not kinds else []
    hits = [*placed, *_best(index, scores, question, limit)]
    ranked = sorted(hits, key=lambda hit: -hit.score)[:limit]
    near = [hit for hit in ranked if hit.score >= max(LEAST, ranked[0].score * WEAKER)]
    return Answer(tuple(near), " ".join(map(index.spell, corrected)) if near else "")


def _question(index: SearchIndex, text: str, language: str, kinds: Collection[str]) -> Question:
    asked = fold_name(text)[:LONGEST].strip(" '\"?.,")
    postcode = POSTCODE.fullmatch(asked)
    if postcode and postcode[1] in index.catalogue.by_code:
        asked = postcode[1]
    words = split_words(asked)[:MOST_WORDS]
    telling = [word for word in words if word not in SHORT] or words
    return Question(asked, tuple(telling), language, kinds)


def _best(index: SearchIndex, scores: Scores, question: Question, limit: int) -> list[Hit]:
    ranked = sorted(scores.items(), key=lambda item: (-item[1][0], index.things[item[0]].id))
    return [_hit(index, thing, points, phrase, question) for thing, (points, phrase) in ranked[:limit]]


# -- points


def _score(index: SearchIndex, question: Question) -> tuple[Scores, list[Found]]:
    found = [index.holding(word, question.kinds) for word in question.words]
    if len(found) == 1 and not found[0] and (parts := index.words.split_compound(question.words[0])):
        found = [index.holding(part, question.kinds) for part in parts]
    likely = _likely(index, _answering(found), found)
    scores = {thing: _by_words(index, thing, found, question.language) for thing in likely}
    for name, at in index.named(question.asked):
        thing, phrase = index.thing_of[at], index.phrases[at]
        points = _by_name(name, question.asked) * phrase.weight * _spoken(phrase, question.language)
        points += index.things[thing].points
        wanted = not question.kinds or index.things[thing].kind in question.kinds
        if wanted and points > scores.get(thing, (0.0, 0))[0]:
            scores[thing] = points, at
    return scores, found


def _answering(found: Sequence[Found]) -> list[int]:
    """Give the things that answer all typed words, else those that answer most of them."""
    every = set(found[0]).intersection(*found[1:])
    if every:
        return [thing for thing in every if any(part[thing][0] > PLACE for part in found)]
    counts: dict[int, int] = {}
    for part in found:
        for thing, (value, _, _) in part.items():
            counts[thing] = counts.get(thing, 0) + (1 if value > PLACE else 0)
    most = max(counts.values(), default=0)
    return [thing for thing, count in counts.items() if count == most > 0]


def _likely(index: SearchIndex, things: list[int], found: Sequence[Found]) -> list[int]:
    """Of very many things keep those that can be among the best."""
    if len(things) <= MOST_SCORED:
        return things

    def roughly(thing: int) -> float:
        return PARTS * sum(part[thing][0] for part in found if thing in part) + index.things[thing].points

    return nlargest(MOST_SCORED, things, key=roughly)


def _by_words(index: SearchIndex, thing: int, found: Sequence[Found], language: str) -> tuple[float, int]:
    """Points of a thing by its words: how well each is answered, and how little else its name says."""
    answers = [part[thing] for part in found if thing in part]
    _, at, _ = max(answers)
    phrase = index.phrases[at]
    same = sum(1 for _, other, _ in answers if other == at)
    share = min(1.0, same / max(1, index.sizes[at])) if phrase.weight > TEXT else 0.0
    mean = sum(answer[0] for answer in answers) / len(found)
    told = (PARTS * mean + COVERS * share) * _spoken(phrase, language)
    return told + index.things[thing].points * min(1.0, mean + 0.3), at


def _by_name(name: str, asked: str) -> float:
    """Points of a name that is what was typed or begins so; a whole word more than a part of one."""
    if name == asked:
        return EXACT
    part = 3.0 if name[len(asked)].isalnum() else 0.0
    return STARTS + 6 * len(asked) / len(name) - part - (20 if len(asked) < 2 else 0)


def _spoken(phrase: Phrase, language: str) -> float:
    return OTHER_LANGUAGE if phrase.language and phrase.language != language else 1.0


# -- what was meant


def _in_area(index: SearchIndex, question: Question, limit: int) -> list[Hit]:
    """Indicators of an area, where the question begins or ends with the name of one: `woningen almelo`."""
    words = question.words
    for split in range(1, len(words)):
        for name, rest in ((words[split:], words[:split]), (words[:split], words[split:])):
            thing = index.area_named(" ".join(name))
            if thing is not None:
                asked = replace(question, asked=" ".join(rest), words=rest, kinds=("indicator",))
                scores, found = _score(index, asked)
                full = {at: told for at, told in scores.items() if all(at in part for part in found)}
                area = index.things[thing].id
                return [replace(hit, area=area) for hit in _best(index, full, asked, limit) if hit.score > LEAST * 2]
    return []


def _corrected(index: SearchIndex, question: Question, found: Sequence[Found], scores: Scores) -> tuple[str, ...]:
    """The typed words with the misspelt ones replaced by what the best answer calls them; empty if none was."""
    best = max(scores, key=lambda thing: (scores[thing][0], -thing), default=None)
    if best is None or len(question.words) != len(found):
        return ()
    pairs = [
        (typed, part[best][2] if best in part else typed) for typed, part in zip(question.words, found, strict=True)
    ]
    return tuple(said for _, said in pairs) if any(_misspelt(index, *pair) for pair in pairs) else ()


def _misspelt(index: SearchIndex, typed: str, word: str) -> bool:
    return typed not in word and word not in typed and index.words.match(typed).get(word, 1.0) <= MISSPELT[1]


# -- telling


def _hit(index: SearchIndex, at: int, points: float, phrase: int, question: Question) -> Hit:
    thing, told = index.things[at], index.phrases[phrase]
    title, subtitle = name_thing(index.catalogue, thing, question.language)
    said = told.weight > TEXT and thing.kind in ("indicator", "theme") and "_" not in told.folded
    hidden = not any(word in fold_name(title) for word in question.words)
    return Hit(thing.kind, thing.id, title, subtitle, points, told.shown if said and hidden else "")


def name_thing(catalogue: Catalogue, thing: Thing, language: str) -> tuple[str, str]:
    """Give the title of a thing and what stands below it: theme, description, supplier, or type and place."""
    if thing.kind == "indicator":
        card = catalogue.indicators[thing.id]
        return card.names.get(language), catalogue.themes[card.theme].names.get(language)
    if thing.kind == "theme":
        theme = catalogue.themes[thing.id]
        return theme.names.get(language), theme.descriptions.get(language)
    if thing.kind == "source":
        source = catalogue.sources[thing.id]
        return source.names.get(language), source.supplier
    area = catalogue.areas[thing.id]
    type_name, place = catalogue.types[area.type].names.get(language), place_of(catalogue, area)
    return area.names.get(language), f"{type_name}, {place.names.get(language)}" if place else type_name
