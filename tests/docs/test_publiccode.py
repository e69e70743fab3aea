"""publiccode.yml keeps to the standard, as far as its rules can be checked without its catalogue."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from manual_pages import ROOT

from noaber.vocabulary.languages import LANGUAGES

REQUIRED = (
    "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType",
    "description", "legal", "maintenance", "localisation", "releaseDate",
)  # fmt: skip


@pytest.fixture(scope="module")
def publiccode() -> dict[str, Any]:
    """The file, read."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    return read


def test_what_must_be_there_is_there(publiccode: dict[str, Any]) -> None:
    """Every mandatory key, the licence of the package, and the languages of the house."""
    assert set(REQUIRED) <= set(publiccode)
    assert f'license = "{publiccode["legal"]["license"]}"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert publiccode["localisation"] == {"localisationReady": True, "availableLanguages": list(LANGUAGES)}
    assert publiccode["maintenance"]["contacts"][0]["name"]


def test_descriptions_have_the_right_length(publiccode: dict[str, Any]) -> None:
    """Short ones fit on a line, long ones tell something."""
    for said in publiccode["description"].values():
        assert len(said["genericName"]) <= 35
        assert len(said["shortDescription"].strip()) <= 150
        assert 150 <= len(said["longDescription"].strip()) <= 10_000
        assert said["features"]
