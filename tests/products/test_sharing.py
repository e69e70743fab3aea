"""The panel to share a page: addresses that can be passed on, and words to cite."""

from __future__ import annotations

from datetime import date

import pytest

from noaber.products.sharing import Outlook, Shared, draw_sharing
from noaber.products.wording import Wording
from noaber.vocabulary.languages import Text
from noaber.warehouse.cards import ReleaseCard

CARD = ReleaseCard(
    "2026-01-01-abc", "twente", Text("Twente"), Text("Bureau"), Text({}), ("nl",), "Twente", ("NL",), ("gemeente",), (),
    "", False, "2026-01-01T10:00:00+00:00", "1",
)  # fmt: skip
OUTLOOK = Outlook("https://cijfers.example", CARD, date(2026, 2, 3))


def test_a_page_with_periods_has_three_links() -> None:
    """Living, rolling, frozen: whole addresses."""
    shared = Shared("Inwoners, Almelo", "/nl/cijfer/x?gebieden=A", "/nl/cijfer/x?gebieden=A&laatste=5", 5)
    drawn = draw_sharing(shared, OUTLOOK, Wording.of("nl"))
    assert [(link.kind, link.address) for link in drawn.links] == [
        ("living", "https://cijfers.example/nl/cijfer/x?gebieden=A"),
        ("rolling", "https://cijfers.example/nl/cijfer/x?gebieden=A&laatste=5"),
        ("frozen", "https://cijfers.example/nl/cijfer/x?gebieden=A&uitgave=2026-01-01-abc"),
    ]
    assert drawn.links[1].text == "Altijd de nieuwste 5 perioden."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Bureau: Almelo. Uitgave 2026-01-01-abc van 1 januari 2026. {} (geraadpleegd op 3 februari 2026)."),
        ("de", "Bureau: Almelo. Ausgabe 2026-01-01-abc vom 1. Januar 2026. {} (abgerufen am 3. Februar 2026)."),
        ("en", "Bureau: Almelo. Release 2026-01-01-abc of 1 January 2026. {} (accessed on 3 February 2026)."),
    ],
)
def test_a_citation_points_at_what_does_not_change(language: str, said: str) -> None:
    """Office, what, release, frozen address, day of access."""
    drawn = draw_sharing(Shared("Almelo", "/nl/gebied/A"), OUTLOOK, Wording.of(language))
    assert [link.kind for link in drawn.links] == ["living", "frozen"]
    assert drawn.citation == said.format("https://cijfers.example/nl/gebied/A?uitgave=2026-01-01-abc")
