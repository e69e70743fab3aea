"""The page of a certificate says what was certified, in three languages, and nothing that helps an attacker."""

from __future__ import annotations

from typing import Any

import pytest

from noaber.products.certificate_page import draw_certificate_page
from noaber.products.wording import Wording
from noaber.vocabulary.languages import LANGUAGES

RULE = {
    "public": {"minimum": 10, "nought": "hidden", "round": 0, "dominance": True, "group": []},
    "partner": {"minimum": 5, "nought": "hidden", "round": 0, "dominance": True, "group": []},
    "reason": "Nobody may be told.",
    "date": "2026-11-01",
}


def certificate(told: int = 0) -> dict[str, Any]:
    """A certificate of a release in which everybody sees 60 of 100 figures."""
    totals = {"cells": 100, "hidden": 40, "primary": 30, "secondary": 10, "kept_pct": 81.5}
    attack = {"cells": 100, "hidden": 40, "told": told, "narrowest": 12.0}
    return {
        "id": "2026-11-28-abc", "built_at": "2026-11-28T12:00:00+00:00", "engine": "0.1.0", "protected_after": None,
        "rules": {"defaults": RULE, "sources": {"care": RULE}},
        "tables": {"public": {"clients": [100, 40], "unseen": [7, 7]}, "partner": {"clients": [100, 20]}},
        "totals": {"public": totals, "partner": {**totals, "hidden": 20}},
        "attack": {"public": attack, "partner": {**attack, "narrowest": -1.0}},
        "unproven": {"public": 4}, "signature": "00", "files": {"manifest.json": "00", "public.duckdb": "00"},
    }  # fmt: skip


def test_the_page_says_what_was_certified() -> None:
    """Per tier what is hidden, kept and told; indicators that readers cannot open are left out."""
    view = draw_certificate_page(certificate(), {"clients": "Clients"}, {"care": "Care"}, Wording.of("en"))
    public, partner = view.tiers
    assert (public.cells, public.hidden, public.kept, public.told, public.narrowest) == ("100", "40", "81.5", "0", "12")
    assert (partner.hidden, partner.narrowest) == ("20", "no bound")
    assert view.tables == (("Clients", "100", "40"),)
    assert view.rules[1] == ("Care", "everybody from 10, partners from 5; since 2026-11-01")
    assert (public.unproven, partner.unproven) == ("4", "not counted")
    assert "not a single" in view.verdict
    assert "recovered protected" in draw_certificate_page(certificate(3), {}, {}, Wording.of("en")).verdict


def test_of_a_certificate_that_was_changed_nothing_is_told() -> None:
    """But that it was; and an older one says that it does not cover the manifest."""
    wording = Wording.of("en")
    changed = draw_certificate_page(certificate(), {"clients": "Clients"}, {}, wording, whole=False)
    assert "was changed or removed" in changed.lead
    assert (changed.verdict, changed.facts, changed.tiers, changed.tables) == ("", (), (), ())
    assert ("Covers", "all files of the release") in draw_certificate_page(certificate(), {}, {}, wording).facts
    older = draw_certificate_page({**certificate(), "files": {"public.duckdb": "00"}}, {}, {}, wording)
    assert "not the description" in dict(older.facts)["Covers"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_whole(language: str) -> None:
    """No placeholder is left, with a certificate and without."""
    wording = Wording.of(language)
    for given in (certificate(), None):
        assert "{" not in repr(draw_certificate_page(given, {"clients": "C"}, {}, wording))
    assert draw_certificate_page(None, {}, {}, wording).tiers == ()
