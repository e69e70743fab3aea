"""Disclosure rules: what is wrong with them is told at its place, and the strictest rule counts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from noaber.content.read import read_region
from noaber.privacy.disclosure_rules import rules_of
from noaber.vocabulary.errors import ContentError

OFFICE = Path(__file__).resolve().parents[1] / "office"
PUBLIC = "public: {minimum: 5}"


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "found"),
    [
        ("disclosure.yml", PUBLIC, "public: {minimum: 2}", "disclosure.yml:2", "greater than or equal to 3"),
        ("disclosure.yml", "partner: {minimum: 3}", "partner: {minimum: 9}", "disclosure.yml:1", "strictly"),
        ("disclosure.yml", 'date: "2026-11-01"', "", "disclosure.yml:1", "date"),
        ("disclosure.yml", PUBLIC, "public: {minimum: 5, group: {of: [colour]}}", "disclosure.yml:2", "'colour'"),
        ("disclosure.yml", PUBLIC, "public: {minimum: 10}", "care.yml", "a minimum of 5"),
        (
            "disclosure.yml", "defaults:", "linked: [{equal: [clients, 2 * people]}]\ndefaults:",
            "disclosure.yml:1", "2 * p",
        ),
        ("disclosure.yml", "defaults:", "linked: [{equal: [clients, folk]}]\ndefaults:", "disclosure.yml:1", "'folk'"),
        (
            "indicators/care.yml", "clients:\n  name", "clients:\n  audience: partner\n  name",
            "care.yml", "made of clients",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(
    file: str, old: str, new: str, place: str, found: str, tmp_path: Path
) -> None:
    """With what was found there."""
    folder = tmp_path / "regions" / "office"
    shutil.copytree(OFFICE, folder)
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as refused:
        read_region(folder)
    assert [problem for problem in refused.value.problems if place in problem.place and found in str(problem)]


def test_the_strictest_rule_counts() -> None:
    """That of the sources, or of the indicator where it asks for more."""
    region = read_region(OFFICE)
    assert rules_of(region, "clients", "public").minimum == 5
    assert rules_of(region, "clients", "partner").minimum == 3
    strict = region.indicators["clients"].model_copy(update={"protect": region.indicators["clients"].protect.model_copy(
        update={"minimum": 20})})  # fmt: skip
    stricter = region.__class__(**{**vars(region), "indicators": {**region.indicators, "clients": strict}})
    assert rules_of(stricter, "clients", "partner").minimum == 20
