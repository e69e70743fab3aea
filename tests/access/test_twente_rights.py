"""The rights of Twente as its rights.yml says them: each of the fourteen municipalities sees its own area and below,
and the six that let all partners in on safety are told from the eight that do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from region_in_tiers import Place, make_release, places_below, seen_by

from noaber.content.read import read_region
from noaber.content.rights import RightsFile

REGION = Path(__file__).resolve().parents[2] / "regions" / "twente"
FOURTEEN = (
    "GM0141", "GM0147", "GM1774", "GM0153", "GM0158", "GM0163", "GM0164", "GM1735", "GM0168", "GM0173", "GM1742",
    "GM0183", "GM1700", "GM0189",
)  # fmt: skip
ELSEWHERE = "GM0150"
"""Deventer: a municipality that is not of Twente."""
SHARED = {"support", "health", "safety"}
"""Themes of which municipalities see each other, as a whole."""
ABOVE = {"NL", "PV23", "CR12"}


@pytest.fixture(scope="module")
def region() -> tuple[RightsFile, list[str]]:
    """Its rights and its themes."""
    read = read_region(REGION)
    assert read.rights is not None
    return read.rights, list(read.themes)


@pytest.fixture(scope="module")
def rights(region: tuple[RightsFile, list[str]]) -> RightsFile:
    """What rights.yml says."""
    return region[0]


@pytest.fixture(scope="module")
def themes(region: tuple[RightsFile, list[str]]) -> set[str]:
    """All themes of Twente."""
    return set(region[1])


@pytest.fixture(scope="module")
def release(region: tuple[RightsFile, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with a figure of every theme for every area."""
    above = [Place("NL", "country"), Place("PV23", "province", ("NL",)), Place("CR12", "corop", ("PV23", "NL"))]
    towns = [place for code in FOURTEEN for place in places_below(code, ("CR12", "PV23", "NL"))]
    other = places_below(ELSEWHERE, ("PV23", "NL"))
    return make_release(tmp_path_factory.mktemp("twente") / "release", [*above, *towns, *other], region[1])


@pytest.fixture(scope="module")
def six(rights: RightsFile) -> set[str]:
    """The municipalities that let all partners see their figures on safety."""
    return set(rights.agreements["safety"].open)


def below(*towns: str) -> set[str]:
    """Give the codes of municipalities and of all that lies in them."""
    return {place.code for town in towns for place in places_below(town, ())}


def areas_of(seen: set[tuple[str, str]], *themes: str) -> set[str]:
    """Give the areas of which something of these themes is seen."""
    return {area for theme, area in seen if theme in themes}


def test_six_and_eight(rights: RightsFile, six: set[str]) -> None:
    """Of the fourteen; beyond them nobody agreed to anything."""
    assert len(six) == 6
    assert len(set(FOURTEEN) - six) == 8
    assert six < set(FOURTEEN)
    assert set(rights.agreements) == {"safety"}


@pytest.mark.parametrize("town", FOURTEEN)
def test_a_municipality_sees_its_own_area_and_below(
    town: str, release: Path, rights: RightsFile, themes: set[str], six: set[str]
) -> None:
    """Of its own all themes, but safety only where it is one of the six; nothing of another below the municipality."""
    seen = seen_by(release, rights, "municipality", town)
    for theme in themes - SHARED:
        assert areas_of(seen, theme) == below(town), theme
    for theme in SHARED - {"safety"}:
        assert areas_of(seen, theme) == below(town) | {*FOURTEEN, ELSEWHERE} | ABOVE, theme
    assert areas_of(seen, "safety") == six | (below(town) if town in six else set())
    assert not areas_of(seen, *themes) & (below(*FOURTEEN, ELSEWHERE) - below(town) - {*FOURTEEN, ELSEWHERE})


def test_a_municipality_without_an_area_has_none(release: Path, rights: RightsFile, themes: set[str]) -> None:
    """No own area is not all areas."""
    seen = seen_by(release, rights, "municipality")
    assert not areas_of(seen, *(themes - SHARED))
    assert not areas_of(seen, *themes) & {area for area in below(*FOURTEEN) if area[:2] != "GM"}


@pytest.mark.parametrize("role", ["police", "safety_coordinator"])
def test_police_and_coordinators_see_safety_everywhere(
    role: str, release: Path, rights: RightsFile, themes: set[str]
) -> None:
    """In the six and the eight, down to the buurt; and nothing else."""
    seen = seen_by(release, rights, role, "GM0153")
    assert areas_of(seen, "safety") == below(*FOURTEEN, ELSEWHERE) | ABOVE
    assert not areas_of(seen, *(themes - {"safety"}))


def test_other_partners_see_safety_in_the_six(
    release: Path, rights: RightsFile, themes: set[str], six: set[str]
) -> None:
    """Down to the buurt; not in the eight, nor of the region as a whole, from which the eight could be reckoned."""
    seen = seen_by(release, rights, "partner")
    assert areas_of(seen, "safety") == below(*six)
    assert not areas_of(seen, *(themes - {"safety"}))


def test_the_care_purchaser_sees_support(release: Path, rights: RightsFile, themes: set[str], six: set[str]) -> None:
    """Of all areas; and safety of the six, who let all partners in."""
    seen = seen_by(release, rights, "care_purchaser")
    assert areas_of(seen, "support") == below(*FOURTEEN, ELSEWHERE) | ABOVE
    assert areas_of(seen, "safety") == below(*six)
    assert not areas_of(seen, *(themes - {"support", "safety"}))


def test_the_office_sees_all(release: Path, rights: RightsFile, themes: set[str]) -> None:
    """Of every theme and area."""
    seen = seen_by(release, rights, "researcher")
    assert seen == {(theme, area) for theme in themes for area in below(*FOURTEEN, ELSEWHERE) | ABOVE}


@pytest.mark.parametrize("role", ["privacy_officer", "administrator", "no such role"])
def test_who_has_a_duty_sees_no_more_than_everybody(role: str, release: Path, rights: RightsFile) -> None:
    """Nor has a role that the content does not know."""
    assert seen_by(release, rights, role, *FOURTEEN) == set()


def test_every_role_is_tried(rights: RightsFile) -> None:
    """A role that is added to rights.yml has to be thought of here."""
    assert set(rights.roles) == {
        "researcher", "municipality", "police", "safety_coordinator", "care_purchaser", "partner", "privacy_officer",
        "administrator",
    }  # fmt: skip
