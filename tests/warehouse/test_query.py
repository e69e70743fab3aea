"""Asking a release: names, codes, groups, vintages, periods and slices; what is unknown is refused with the nearest."""

from __future__ import annotations

import concurrent.futures

import pytest

from noaber.vocabulary.errors import NotFound
from noaber.warehouse.query import Release, open_release

COLUMNS = [
    "indicator", "area", "area_id", "area_name", "vintage", "level", "period", "slice", "value", "status", "hidden",
    "series_break",
]  # fmt: skip


def asked(release: Release, *columns: str, **choice: object) -> list[tuple[object, ...]]:
    """Ask for inhabitants."""
    return release.observations("inhabitants", **choice).select(columns).rows()  # type: ignore[arg-type]


def test_a_frame_has_these_columns(small_release: Release) -> None:
    """Whatever is asked, also where nothing is found."""
    assert small_release.observations("inhabitants").columns == COLUMNS
    empty = small_release.observations("inhabitants", areas="C-ham", periods="2024-Q4")
    assert (empty.columns, empty.height) == (COLUMNS, 0)


@pytest.mark.parametrize(
    ("areas", "found"),
    [
        ("A-stad", ["GM9001"]),
        ("a-STAD ", ["GM9001"]),
        ("GM9001", ["GM9001"]),
        ("gm9001", ["GM9001"]),
        ("Drieland", ["Drieland"]),
        ("Three Lands", ["Drieland"]),
        (["Drieland", "C-ham"], ["GM9003", "Drieland"]),
        ("BU90010001", ["BU90010001@2023", "BU90010001@2024"]),
        ("BU90010001@2024", ["BU90010001@2024"]),
        ("Veld", ["BU90010001@2023", "BU90010001@2024"]),
        ("Nieuw Veld", ["BU90010002@2024"]),
    ],
)
def test_areas_by_name_code_or_id(small_release: Release, areas: str | list[str], found: list[str]) -> None:
    """In any language and case; a code or name of a vintage-bound area means all its vintages."""
    rows = asked(small_release, "area_id", areas=areas)
    assert list(dict.fromkeys(id for (id,) in rows)) == found


def test_areas_by_level_and_by_where_they_lie(small_release: Release) -> None:
    """One after the other and together."""
    assert {code for (code,) in asked(small_release, "area", level="gemeente")} == {"GM9001", "GM9002", "GM9003"}
    assert {code for (code,) in asked(small_release, "area", within="A-stad")} == {
        "BU90010000", "BU90010001", "BU90010002",
    }  # fmt: skip
    inside = asked(small_release, "area", within="Drieland", level="gemeente", periods="2023-Q1")
    assert inside == [("GM9001",), ("GM9002",), ("GM9003",)]
    assert asked(small_release, "area", within="A-stad", areas="C-ham") == []


@pytest.mark.parametrize(
    ("periods", "found"),
    [
        ("2023-Q1", ["2023-Q1"]),
        ("2023-Q1, 2024-Q1", ["2023-Q1", "2024-Q1"]),
        (["2024-Q1", "2023-Q1"], ["2023-Q1", "2024-Q1"]),
        ("2023-Q3..2024-Q1", ["2023-Q3", "2023-Q4", "2024-Q1"]),
        ("2024", ["2024"]),
        ("2024..2024", ["2024", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]),
        ("2031", []),
        ("2030..2031", []),
    ],
)
def test_periods(small_release: Release, periods: str | list[str], found: list[str]) -> None:
    """One, a list, a span of every frequency; in time order."""
    assert [period for (period,) in asked(small_release, "period", areas="A-stad", periods=periods)] == found


@pytest.mark.parametrize(
    ("slices", "found"),
    [
        ("total", [""]),
        ("all", ["", "sex=f", "sex=m"]),
        ("sex", ["", "sex=f", "sex=m"]),
        ("sex=f", ["sex=f"]),
        (["sex=m", "sex=f"], ["sex=f", "sex=m"]),
        ([""], [""]),
    ],
)
def test_slices(small_release: Release, slices: str | list[str], found: list[str]) -> None:
    """The total, all, a dimension, some."""
    rows = asked(small_release, "slice", areas="A-stad", periods="2023-Q1", slices=slices)
    assert [slice for (slice,) in rows] == found


def test_names_in_the_language_asked_for(small_release: Release) -> None:
    """Dutch where another is unknown."""
    names = [
        small_release.observations("inhabitants", areas="Drieland", periods="2023-Q1", language=language)["area_name"][
            0
        ]
        for language in ("nl", "de", "en", "'; DROP TABLE observation; --")
    ]
    assert names == ["Drieland", "Dreiland", "Three Lands", "Drieland"]


def test_several_indicators_come_in_the_order_of_the_content(small_release: Release) -> None:
    """Each with its own figures."""
    frame = small_release.observations(["women_share", "inhabitants"], areas="A-stad", periods="2023-Q1")
    assert frame["indicator"].to_list() == ["inhabitants", "women_share"]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"indicators": "inhabitant"}, "Did you mean 'inhabitants'?"),
        ({"areas": "B-drop"}, "b-dorp"),
        ({"level": "gemeent"}, "Did you mean 'gemeente'?"),
        ({"within": "Nowhere at all"}, "unknown area 'Nowhere at all'"),
        ({"periods": "last year"}, "is no period"),
        ({"periods": "2023..9999"}, "is no period"),
        ({"slices": "sexe"}, "dimension=category"),
        ({"slices": "sexe=f"}, "unknown dimension 'sexe'"),
        ({"slices": "sex=v"}, "unknown category 'v' of sex"),
        ({"areas": "'; DROP TABLE observation; --"}, "unknown area"),
    ],
)
def test_what_is_unknown_is_refused(small_release: Release, choice: dict[str, str], said: str) -> None:
    """With the nearest name or the forms that exist."""
    with pytest.raises(NotFound) as caught:
        small_release.observations(**({"indicators": "inhabitants"} | choice))  # type: ignore[arg-type]
    assert said in str(caught.value)


def test_cells_count_and_latest(small_release: Release) -> None:
    """As values for pages; the newest figure is the newest with something to say, which may be hidden."""
    selection = small_release.select("inhabitants", areas="B-dorp", periods="2023-Q1..2023-Q4", slices="sex=m")
    cells = small_release.cells(selection)
    assert small_release.count(selection) == len(cells) == 4
    assert [(str(c.period), c.value, c.hidden) for c in cells][-1] == ("2023-Q4", None, True)
    assert [str(cell.period) for cell in small_release.latest(selection)] == ["2023-Q4"]
    assert len(small_release.cells(selection, limit=2)) == 2
    (group,) = small_release.latest(small_release.select("inhabitants", areas="Drieland"))
    assert (str(group.period), group.value, group.route) == ("2024-Q3", 404.0, "sum of 3 gemeente")


def test_an_area_knows_its_kin(small_release: Release) -> None:
    """Parents from near to far, vintage, and what is called the same place."""
    card = small_release.catalogue.area("BU90010000")
    assert (card.id, card.vintage, card.parent, card.same_as) == (
        "BU90010000@2024", 2024, "GM9001", "BU90010000@2023",
    )  # fmt: skip
    assert card.parents == ("GM9001", "Drieland")
    assert card.home
    assert small_release.catalogue.area("Drieland").parents == ()


def test_an_indicator_knows_what_there_is_of_it(small_release: Release) -> None:
    """Levels and periods with figures, its source and dimensions."""
    card = small_release.catalogue.indicator("inhabitants")
    assert card.levels == ("gemeente", "buurt", "group")
    assert card.periods("buurt") == ("2023", "2024")
    assert card.dimensions == ("sex",)
    assert card.sources == ("register", "buurten_2023", "buurten_2024")


def test_a_release_answers_several_at_once(small_release: Release) -> None:
    """From many threads."""
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda _: asked(small_release, "value", areas="A-stad", slices="all"), range(40))
    assert len({tuple(answer) for answer in answers}) == 1


def test_a_release_cannot_be_changed(small_release: Release) -> None:
    """It is opened for reading alone."""
    with pytest.raises(Exception, match="read-only"):
        small_release._database.cursor().execute("DELETE FROM observation")


def test_where_there_is_no_release_it_says_so(tmp_path: object) -> None:
    """With what makes one."""
    with pytest.raises(NotFound, match="Build one with 'noaber build'"):
        open_release(tmp_path)  # type: ignore[arg-type]
