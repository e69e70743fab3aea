"""A notebook: open a region, ask for figures as frames."""

from __future__ import annotations

from pathlib import Path

import pytest

import noaber
from noaber.content.read import read_region
from noaber.vocabulary.errors import NotFound
from noaber.warehouse.build import build
from noaber.warehouse.query import Release
from noaber.warehouse.store import Store

OFFICE = Path(__file__).resolve().parent.parent / "office"


def test_opening_a_release_or_a_region(small_release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the folder of a release, of a region with a home, or a region's id."""
    home = small_release.folder.parents[2]
    for opened in (
        noaber.open(small_release.folder),
        noaber.open(OFFICE, home=home),
        noaber.open("office", home=home),
        noaber.open("office", release=small_release.id, home=home),
    ):
        assert repr(opened) == f"<region office, release {small_release.id}>"
    monkeypatch.setenv("NOABER_HOME", str(home))
    assert noaber.open("office").release.id == small_release.id
    with pytest.raises(NotFound, match="no release of 'elsewhere'"):
        noaber.open("elsewhere", home=home)
    with pytest.raises(NotFound, match="no release '1999'"):
        noaber.open("office", release="1999", home=home)


def test_asking_for_frames(small_release: Release) -> None:
    """Observations, indicators, explanations and answers to a search."""
    office = noaber.open(small_release.folder)
    frame = office.observations("inhabitants", areas=["A-stad", "Drieland"], periods="2023-Q1..2023-Q2")
    assert frame.filter(frame["period"] == "2023-Q1")["value"].to_list() == [210.0, 350.0]
    indicators = office.indicators()
    assert indicators["indicator"].to_list() == [
        "inhabitants", "women_share", "growth", "house_value", "house_value_unweighted", "workers",
    ]  # fmt: skip
    assert indicators.row(0, named=True)["levels"] == ["gemeente", "buurt", "group"]
    assert office.explain("women_share", "Drieland", "2023-Q1").cell.route == "formula"
    assert office.search("inwoners")[0].id == "inhabitants"


def test_a_release_of_invented_deliveries_says_so(tmp_path: Path) -> None:
    """Wherever it is shown."""
    template = Path(noaber.__file__).parent / "content" / "template"
    build(read_region(template), Store(tmp_path), template / "example-deliveries")
    assert repr(noaber.open("template", home=tmp_path)).endswith(", synthetic>")
