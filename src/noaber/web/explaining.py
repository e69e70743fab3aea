"""From an address to everything a release tells of where a number comes from, in the way it is looked at."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

from noaber.products.explanations.derivation import Derived
from noaber.products.explanations.lexicon import Lexicon
from noaber.products.explanations.origin import Origin
from noaber.products.subjects import Subject
from noaber.products.wording import Wording
from noaber.vocabulary.errors import NotFound
from noaber.warehouse.cards import Explanation
from noaber.warehouse.query import Release
from noaber.web.area_scope import lineage
from noaber.web.deriving import Query, derive, read_way, said
from noaber.web.indicator_offer import is_offered
from noaber.web.indicator_words import name_operand, name_slice, subject_of


def ask_origin(
    release: Release, indicator: str, area: str, period: str, query: Query, wording: Wording
) -> tuple[Origin, Lexicon]:
    """Gather where a number comes from; NotFound or BadAddress where the address asks for what cannot be."""
    explanation = explain_line(release, indicator, area, period, said(query, "slice"))
    lexicon = make_lexicon(release, wording.language)
    way = read_way(release, query)
    if way.how == "waarde":
        return Origin(explanation), lexicon
    derived = derive(release, explanation, way, wording)
    return Origin(explanation, derived, _explain_other(release, derived)), lexicon


def explain_line(release: Release, indicator: str, area: str, period: str, slice: str) -> Explanation:
    """Explain a number of an area, else of the same place in another vintage: pages show a place as one series. Where
    there is none, explain why."""
    try:
        return release.explain(indicator, area, period, slice)
    except NotFound:
        for same in lineage(release, release.catalogue.area(area)):
            with suppress(NotFound):
                return release.explain(indicator, same.id, period, slice)
        return release.explain_absence(indicator, area, period, slice)


@lru_cache(maxsize=6)
def make_lexicon(release: Release, language: str) -> Lexicon:
    """Give the names of a release in one language; kept, because a release never changes."""
    known, wording = release.catalogue, Wording.of(language)

    @lru_cache(maxsize=2_000)
    def subject(id: str) -> Subject:
        return subject_of(release, known.indicators[id], wording)

    return Lexicon(
        subject_of=lambda card: subject(card.id),
        sources={id: card.names for id, card in known.sources.items()},
        types=known.types,
        slice_name=lru_cache(maxsize=10_000)(lambda text: name_slice(release, text, wording)),
        operand_name=lambda operand: name_operand(release, operand, wording),
        is_offered=lambda id, slice: is_offered(release, id, slice),
        release=known.card.id,
        wording=wording,
    )


def _explain_other(release: Release, derived: Derived) -> Explanation | None:
    """Explain the number that another is set against, where there is one."""
    other = derived.other
    if not (other.area and other.period):
        return None
    with suppress(NotFound):
        return explain_line(release, other.subject.id, other.area, other.period, other.slice)
    return None
