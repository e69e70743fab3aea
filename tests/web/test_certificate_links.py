"""From a number and from the log one comes to where it stands how people are protected."""

from __future__ import annotations

import pytest
from signing_office import SigningOffice

from noaber.vocabulary.languages import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hidden_number_and_the_log_lead_to_the_certificate(language: str, signing_office: SigningOffice) -> None:
    """Page and card of a hidden number, not of one that a supplier delivered as it is; and the page of the log."""
    person, link = signing_office.anybody(), f'href="/{language}/certificaat"'
    hidden, shown = (f"/{language}/uitleg/inhabitants/{area}/2024" for area in ("BU90010000@2024", "GM9001"))
    for form in ("", "?vorm=kaart"):
        assert link in person.get(hidden + form).text
        assert link not in person.get(shown + form).text
    assert link in signing_office.person("privacy_officer").get(f"/{language}/logboek").text
    assert person.get(f"/{language}/certificaat").status == 200
