"""The catalogues: three languages with the same keys and placeholders, and nothing for readers outside them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import noaber
from noaber.products.catalogue import Catalogue, fill, placeholders, read_catalogue
from noaber.vocabulary.languages import LANGUAGES

ROOT = Path(noaber.__file__).parent
TEMPLATES = sorted([*(ROOT / "web" / "templates").rglob("*.html"), *(ROOT / "products").rglob("*.html")])
CODE = sorted([*(ROOT / "products").rglob("*.py"), *(ROOT / "web").rglob("*.py")])
USED = re.compile(r"""\bt(?:\.plural)?\(\s*["']([a-z_A-Z0-9.\-]+)["']""")
READER_ATTRIBUTES = re.compile(r'\b(?:alt|title|placeholder|aria-label)="([^"]*)"')


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language: str) -> None:
    """A text that one language lacks would be an error page there."""
    assert set(read_catalogue(language).texts) == set(read_catalogue("nl").texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_wants_the_same_things_filled(language: str) -> None:
    """A placeholder that one language lacks would lose a name or a number there."""
    dutch = read_catalogue("nl").texts
    differing = {
        key: (sorted(placeholders(text)), sorted(placeholders(dutch[key])))
        for key, text in read_catalogue(language).texts.items()
        if placeholders(text).symmetric_difference(placeholders(dutch[key])) - {"unit"}
    }
    assert not differing


def test_plural_forms_come_in_pairs() -> None:
    """Whoever says `one` says `other`."""
    keys = set(read_catalogue("nl").texts)
    assert {key for key in keys if key.endswith(".one")} == {
        key.removesuffix("other") + "one" for key in keys if key.endswith(".other") and key != "finding.other"
    }


def _known(key: str) -> bool:
    texts = read_catalogue("nl").texts
    return key in texts or f"{key}.one" in texts


@pytest.mark.parametrize("path", [*TEMPLATES, *CODE], ids=lambda path: path.name)
def test_only_known_keys_are_asked_for(path: Path) -> None:
    """Every key written out in a template or in code exists."""
    asked = {key for key in USED.findall(path.read_text("utf-8")) if "." in key}
    assert not {key for key in asked if not _known(key)}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_words(path: Path) -> None:
    """Between the tags stand only expressions: whatever a reader reads comes from the catalogues or the release."""
    source = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]*>|&\w+;", " ", source))
    told = [value for value in READER_ATTRIBUTES.findall(source) if re.search(r"[^\W\d_]", value)]
    assert not words
    assert not told


def test_every_fixed_text_is_used() -> None:
    """A text nobody asks for is left over; keys made of parts are found by their beginning."""
    source = "\n".join(path.read_text("utf-8") for path in [*TEMPLATES, *CODE])
    made = {match.rstrip(".") for match in re.findall(r"""f["']([a-z_]+\.[a-z_.]*)\{""", source)}
    made |= {"headline", "lead.growth", "lead.reference", "in", "period", "period.in", "error", "mark", "explain.route"}
    left = [
        key
        for key in read_catalogue("nl").texts
        if key not in source
        and key.rsplit(".", 1)[0] not in source
        and not any(key == start or key.startswith(f"{start}.") for start in made)
    ]
    assert not left


def test_a_missing_value_is_an_error() -> None:
    """Braces are never shown to a reader."""
    with pytest.raises(KeyError):
        fill("{value} in {area}", {"value": 1})
    with pytest.raises(KeyError):
        Catalogue("nl", {})("no.such.key")
