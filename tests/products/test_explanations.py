"""Words of an explanation: findings in every language, a way of looking as a sum, revisions in a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from noaber.products.composition import print_sentence
from noaber.products.explanations.derivation import Derived, Operand, draw_derivation
from noaber.products.explanations.revisions import draw_history
from noaber.products.figures import Figure
from noaber.products.finding_words import draw_finding
from noaber.products.subjects import Subject
from noaber.products.wording import Wording
from noaber.warehouse.cards import FindingCard
from noaber.warehouse.history import State, compare_states

NL = Wording.of("nl")
SUM = {"kind": "sum", "parts": "a + b", "total": "c", "rows": "9", "largest": "20766"}
PEOPLE = Subject("people", "Inwoners")


def finding(check: str, **detail: Any) -> FindingCard:
    """A finding on a delivery."""
    return FindingCard("source", 1, None, check, "report", 9, detail)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "a + b is in 9 rijen niet gelijk aan c; het grootste verschil is 20.766"),
        ("de", "a + b ist in 9 Zeilen nicht gleich c; der größte Unterschied ist 20.766"),
        ("en", "a + b is not equal to c in 9 rows; the largest difference is 20,766"),
    ],
)
def test_a_finding_speaks_the_language_of_the_reader(language: str, words: str) -> None:
    """Also its particulars; numbers as the reader writes them."""
    told = finding("parts_are_not_the_total", said=[SUM], message="a + b is not c in 9 rows, at most 20766 off")
    note = draw_finding(told, Wording.of(language)).note
    assert words in note
    assert "at most" not in note


@pytest.mark.parametrize(("language", "words"), [("nl", "kolom kosten: 3 keer"), ("de", "Kosten"), ("en", "cost")])
def test_a_column_has_the_name_that_the_content_gives(language: str, words: str) -> None:
    """Where it gives none, its own."""
    named = {"column_nl": "kosten", "column_de": "Kosten", "column_en": "cost"}
    parts = [{"kind": "column", "column": "x", "count": "3", **named}, {"kind": "column", "column": "y", "count": "1"}]
    note = draw_finding(finding("rows_in_quarantine", said=parts), Wording.of(language)).note
    assert words in note
    assert "y" in note
    assert "x" not in note


def test_english_notes_of_older_releases_are_not_shown_to_others() -> None:
    """A release made before particulars were kept in parts has them in English only."""
    told = finding("parts_are_not_the_total", message="9 rows off")
    assert draw_finding(told, NL).note == "ter kennisgeving"
    assert "9 rows off" in draw_finding(told, Wording.of("en")).note


def test_a_correction_says_why_and_by_whom() -> None:
    """From the particulars of the correction."""
    told = finding("corrected", column="inhabitants", reason="typfout", owner="J. de Vries", date="2026-01-02")
    assert "kolom inhabitants: typfout (J. de Vries, 2026-01-02)" in draw_finding(told, NL).note


def derived(how: Any, value: Figure, now: Figure, then: Figure, subject: Subject = PEOPLE) -> Derived:
    """A number set against an earlier one."""
    own = Operand(now, subject, "GM1", "Eén", "2024")
    return Derived(how, value, own, replace(own, figure=then, period="2020"))


def test_a_sum_has_both_numbers_with_their_addresses() -> None:
    """And the outcome as the pages write it."""
    view = draw_derivation(derived("index", Figure(110.0), Figure(1100.0), Figure(1000.0)), NL)
    assert print_sentence(view.sum) == "1.100 / 1.000 × 100 = 110,0"
    assert [part.href for part in view.sum if part.href] == ["/nl/uitleg/people/GM1/2024", "/nl/uitleg/people/GM1/2020"]
    assert view.way == "index, 2020 = 100"


def test_a_percentage_changes_in_points() -> None:
    """So there is no division in its sum."""
    share = Subject("share", "Aandeel", sign="%", decimals=1, additive=False)
    view = draw_derivation(derived("verandering", Figure(2.0), Figure(12.0), Figure(10.0), share), NL)
    assert "/" not in print_sentence(view.sum)
    assert "procentpunt" in print_sentence(view.sum)


@pytest.mark.parametrize("reason", ["hidden", "missing", "break", "base", "outside"])
@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_an_outcome_that_is_not_there_has_a_reason(reason: Any, language: str) -> None:
    """And no number of either side."""
    view = draw_derivation(
        derived("index", Figure(None, reason=reason), Figure(7.0), Figure(8.0)), Wording.of(language)
    )
    assert (view.sum, view.value) == ((), "")
    assert view.reason


def release(id: str, state: State | None, before: str | None = None, why: str = "") -> Any:
    """What a release says of a cell, and what its manifest says of the indicator."""
    difference = {"indicators": [{"indicator": "people", "why": why}]} if why else None
    return (id, {"built_at": f"2026-01-0{id[-1]}T00:00:00", "before": before, "difference": difference}, state)


OLD, NEW = State(1.0, "P", False, False), State(2.0, "A", False, False)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([release("r1", NEW)], "er is nog geen eerdere uitgave"),
        ([release("r3", NEW), release("r2", NEW), release("r1", NEW)], "niet gewijzigd in de laatste 3 uitgaven"),
        ([release("r2", NEW, "r1", "deliveries"), release("r1", OLD)], "Reden: nieuwe of herziene levering."),
        ([release("r3", NEW, "r2", "deliveries"), release("r1", OLD)], "gewijzigd op 3 januari 2026, in uitgave r3."),
        ([release("r2", NEW), release("r1", None)], "voor het eerst op 2 januari 2026, in uitgave r2."),
    ],
)
def test_revisions_in_a_sentence(found: Any, words: str) -> None:
    """When it changed last; the reason only where the two releases stand next to each other."""
    history = draw_history(compare_states(found, "people"), PEOPLE, NL)
    assert words in history.summary
    assert ("Reden" in history.summary) == ("Reden" in words)
    assert len(history.rows) == len(found)


def test_a_hidden_revision_has_no_number() -> None:
    """It says that it was hidden."""
    history = draw_history(compare_states([release("r1", State(None, "A", True, False))], "people"), PEOPLE, NL)
    assert (history.rows[0].value, history.rows[0].marks[0].key) == ("", "hidden")
