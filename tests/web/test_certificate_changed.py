"""The page of the certificate says when certificate or manifest are not as they were signed, also after it was read."""

from __future__ import annotations

from pathlib import Path

import pytest
from people_home import PeopleHome, make_people
from signed_in import Person
from signing_office import open_signing_site

from noaber.warehouse.publish import MANIFEST
from noaber.warehouse.sealing import CERTIFICATE

PAGE = "/en/certificaat"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> PeopleHome:
    """An office with invented people, built with a signed certificate."""
    made = make_people(tmp_path_factory.mktemp("sealed"))
    made.build()
    return made


@pytest.fixture(scope="module")
def reader(home: PeopleHome) -> Person:
    """Somebody who has not signed in."""
    return open_signing_site(home.office).anybody()


def flip(path: Path, at: int) -> bytes:
    """Change a bit of a file; gives what it was."""
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    return whole


@pytest.mark.parametrize("name", [CERTIFICATE, MANIFEST])
def test_one_bit_is_told_to_whoever_reads_the_page(name: str, home: PeopleHome, reader: Person) -> None:
    """Wherever it is, and nothing of the certificate is shown; mended, the page is what it was."""
    before = reader.get(PAGE).text
    assert "all files of the release" in before
    size = (home.release / name).stat().st_size
    for at in range(0, size, size // 12):
        whole = flip(home.release / name, at)
        told = reader.get(PAGE)
        (home.release / name).write_bytes(whole)
        assert told.status == 200
        assert "was changed or removed after it was signed" in told.text
        assert "Signed" not in told.text
    assert reader.get(PAGE).text == before


def test_a_missing_certificate_is_told(home: PeopleHome, reader: Person) -> None:
    """The page does not say that nothing had to be protected."""
    path = home.release / CERTIFICATE
    whole = path.read_bytes()
    path.unlink()
    told = reader.get(PAGE).text
    path.write_bytes(whole)
    assert "was changed or removed after it was signed" in told
    assert "Nothing had to be protected" not in told
