"""Areas: found by what suppliers write, never guessed between two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.vocabulary.areas import Area, AreaRegister, AreaType, area_id, fold_name, looks_like, pad_code
from noaber.vocabulary.errors import NotFound
from noaber.vocabulary.languages import Text

PROVINCE = AreaType("province", Text("provincie"), Text("provincies"), "PV00")
TOWN = AreaType("gemeente", Text("gemeente"), Text("gemeenten"), "GM0000", suffixes=("(gemeente)", "(gem.)"))
BUURT = AreaType("buurt", Text("buurt"), Text("buurten"), "BU00000000", vintage_bound=True)
AREAS = [
    Area("PV20", "province", Text("Groningen")),
    Area("GM0014", "gemeente", Text("Groningen"), parents=("PV20",)),
    Area("GM0080", "gemeente", Text({"nl": "Leeuwarden", "en": "Ljouwert"})),
    Area("GM0737", "gemeente", Text("Tytsjerksteradiel"), valid_from=1984, valid_to=2030),
    Area("BU00140001", "buurt", Text("Centrum"), 2023, parents=("GM0014",)),
    Area("BU00140001", "buurt", Text("Centrum"), 2024, parents=("GM0014",)),
    Area("BU00800001", "buurt", Text("Centrum"), 2023),
    Area("BU00140002", "buurt", Text("Súd"), 2023),
]
REGISTER = AreaRegister.of([PROVINCE, TOWN, BUURT], AREAS, {"Liwwadden": "GM0080", "nowhere": "GM9999"})


@pytest.mark.parametrize(
    ("text", "type", "vintage", "found"),
    [
        ("GM0014", "gemeente", None, "GM0014"),
        (" GM0014   ", "gemeente", None, "GM0014"),
        ("14", "gemeente", None, "GM0014"),
        ("0014", "gemeente", 2023, "GM0014"),
        ("14", "buurt", 2023, None),
        ("140001", "buurt", 2023, "BU00140001@2023"),
        ("BU00140001", "buurt", 2024, "BU00140001@2024"),
        ("BU00140001", "buurt", 2022, None),
        ("BU00140001", "buurt", None, None),
        ("BU00140001@2023", "buurt", None, "BU00140001@2023"),
        ("GM0014", "province", None, None),
        ("groningen", "gemeente", None, "GM0014"),
        ("Groningen", "province", None, "PV20"),
        ("Groningen (gemeente)", None, None, "GM0014"),
        ("GRONINGEN (Gem.)", None, None, "GM0014"),
        ("Ljouwert", "gemeente", None, "GM0080"),
        ("liwwadden", "gemeente", None, "GM0080"),
        ("liwwadden", "province", None, None),
        ("nowhere", "gemeente", None, None),
        ("sud", "buurt", 2023, "BU00140002@2023"),
        ("Centrum", "buurt", 2024, "BU00140001@2024"),
        ("Centrum", "buurt", 2023, None),
        ("", "gemeente", None, None),
        ("GM00144", "gemeente", None, None),
    ],
)
def test_what_suppliers_write_for_an_area(text: str, type: str | None, vintage: int | None, found: str | None) -> None:
    """Padded and lost zeros, spaces, case, accents, suffixes, synonyms; two candidates are none."""
    assert REGISTER.resolve(text, type, vintage) == found


def test_an_unknown_area_is_refused_with_the_nearest() -> None:
    """Typing errors get suggestions."""
    assert REGISTER.get("Leeuwarden").code == "GM0080"
    with pytest.raises(NotFound, match="Leeuwarden"):
        REGISTER.get("Leeuwaarden")


def test_validity_is_from_and_before() -> None:
    """An area exists from its first year up to, not including, its last."""
    area = REGISTER.areas["GM0737"]
    assert [area.valid_in(year) for year in (1983, 1984, 2029, 2030)] == [False, True, True, False]
    assert REGISTER.areas["PV20"].valid_in(1000)


def test_children_name_their_parents() -> None:
    """Over all vintages."""
    assert [area.id for area in REGISTER.children("GM0014")] == ["BU00140001@2023", "BU00140001@2024"]


def test_of_two_areas_with_one_id_the_first_is_kept() -> None:
    """The order of the content decides."""
    register = AreaRegister.of([TOWN], [Area("GM0001", "gemeente", Text("A")), Area("GM0001", "gemeente", Text("B"))])
    assert register.areas["GM0001"].names.get("nl") == "A"


@given(st.integers(0, 9999))
def test_padding_restores_every_code(number: int) -> None:
    """A code without letters and zeros becomes the code; a whole one stays as it is."""
    code = f"GM{number:04d}"
    assert pad_code(str(number), "GM0000") == code == pad_code(code, "GM0000")
    assert looks_like(code, "GM0000")


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    """Folded names can be compared with folded names."""
    assert fold_name(fold_name(text)) == fold_name(text)


def test_ids_carry_a_vintage_only_where_one_belongs() -> None:
    """See the module."""
    assert [area_id("BU1", 2021), area_id("GM1", None)] == ["BU1@2021", "GM1"]
