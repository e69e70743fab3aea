"""A build: what the office's release holds, what is remade after a change, and that equal inputs give equal bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from office_home import OfficeHome, copy_office, make_office

from noaber.content.read import read_region
from noaber.vocabulary.errors import ContentError
from noaber.warehouse import store as store_module
from noaber.warehouse.build import build
from noaber.warehouse.database import open_read_only, read_frame
from noaber.warehouse.query import Release


def values(release: Release, indicator: str, area: str, period: str, slice: str = "") -> list[tuple[object, ...]]:
    """Give value, status, hidden and break of a figure."""
    frame = release.observations(indicator, areas=area, periods=period, slices=[slice] if slice else "total")
    return frame.select("value", "status", "hidden", "series_break").rows()


def tables(office: OfficeHome) -> dict[str, pl.DataFrame]:
    """Read every table of the current release, in its order."""
    with open_read_only(office.releases / "current" / "public.duckdb") as database:
        names = [name for (name,) in database.execute("SHOW TABLES").fetchall()]
        return {name: read_frame(database, f"SELECT * FROM {name}") for name in names}


# -- what is in the release ----------------------------------------------------------------------------------------


def test_figures_of_suppliers_and_their_sums(small_release: Release) -> None:
    """A municipality as delivered, a group as the sum of its municipalities, with their statuses."""
    assert values(small_release, "inhabitants", "A-stad", "2023-Q1") == [(210.0, "A", False, False)]
    assert values(small_release, "inhabitants", "Drieland", "2023-Q1") == [(350.0, "A", False, False)]
    assert values(small_release, "inhabitants", "Drieland", "2024-Q3") == [(404.0, "P", False, False)]


def test_the_late_supplier_leaves_the_group_without_a_figure(small_release: Release) -> None:
    """C-ham has not delivered the last quarter: no sum of two in the place of three."""
    assert values(small_release, "inhabitants", "C-ham", "2024-Q4") == []
    assert values(small_release, "inhabitants", "Drieland", "2024-Q4") == []
    assert values(small_release, "inhabitants", "A-stad", "2024-Q4") == [(231.0, "P", False, False)]


def test_the_hidden_cell_stays_hidden_in_all_that_is_made_of_it(small_release: Release) -> None:
    """Its sum, too, has no value; what is not made of it has one."""
    assert values(small_release, "inhabitants", "B-dorp", "2023-Q4", "sex=m") == [(None, "M", True, False)]
    assert values(small_release, "inhabitants", "Drieland", "2023-Q4", "sex=m") == [(None, "M", True, False)]
    assert values(small_release, "inhabitants", "Drieland", "2023-Q4") == [(377.0, "A", False, False)]
    assert values(small_release, "inhabitants", "Drieland", "2023-Q4", "sex=f") == [(198.0, "A", False, False)]


def test_a_percentage_of_a_group_is_a_ratio_of_sums(small_release: Release) -> None:
    """Not the mean of percentages."""
    ((share, *_),) = values(small_release, "women_share", "Drieland", "2023-Q1")
    assert share == pytest.approx(100 * (110 + 55 + 15) / (210 + 105 + 35))
    each = [100 * 110 / 210, 100 * 55 / 105, 100 * 15 / 35]
    assert share != pytest.approx(sum(each) / 3)


def test_change_over_a_year(small_release: Release) -> None:
    """Four quarters back."""
    ((change, status, *_),) = values(small_release, "growth", "Drieland", "2024-Q3")
    assert change == pytest.approx(100 * (404 / 368 - 1))
    assert status == "P"


def test_neighbourhoods_belong_to_a_vintage(small_release: Release) -> None:
    """Veld was cut in two: its series breaks; Kern is said to be the same place and goes on."""
    frame = small_release.observations("inhabitants", areas="BU90010001")
    assert frame.select("period", "vintage", "value", "series_break").rows() == [
        ("2023", 2023, 110.0, False), ("2024", 2024, 60.0, True),
    ]  # fmt: skip
    kern = small_release.observations("inhabitants", areas="BU90010000")
    assert kern["series_break"].to_list() == [False, False]


def test_a_figure_without_weight_is_never_averaged(small_release: Release) -> None:
    """With one it is, as an estimate; a hidden part leaves the mean missing."""
    ((value, status, *_),) = values(small_release, "house_value", "A-stad", "2024")
    assert value == pytest.approx(1000 * (105 * 210 + 60 * 320 + 60 * 400) / 225)
    assert status == "E"
    assert values(small_release, "house_value", "C-ham", "2023") == [(None, "M", True, False)]
    assert values(small_release, "house_value_unweighted", "A-stad", "2024") == []


def test_no_figure_is_infinite_and_hidden_ones_have_no_value(small_release: Release) -> None:
    """In the whole release: missing has no value, all others have one; keys are unique."""
    ids = list(small_release.catalogue.indicators)
    frame = small_release.observations(ids, slices="all")
    assert frame.filter((pl.col("status") == "M") != pl.col("value").is_null()).height == 0
    assert frame.filter(pl.col("hidden") & pl.col("value").is_not_null()).height == 0
    assert frame.filter(~pl.col("value").is_finite()).height == 0
    assert frame.select("indicator", "area_id", "period", "slice").is_duplicated().sum() == 0


# -- same inputs, same bytes ---------------------------------------------------------------------------------------


def test_two_homes_with_equal_deliveries_give_equal_releases(fresh_office: OfficeHome, tmp_path: Path) -> None:
    """Equal keys, equal content of every table, equal quarantine, and equal bytes of every step."""
    one, other = fresh_office, make_office(tmp_path / "other")
    first = one.build()
    shutil.copytree(one.store.home / "deliveries", other.store.home / "deliveries")
    second = other.build()
    assert (first.release.manifest["key"], first.release.id) == (second.release.manifest["key"], second.release.id)
    found, again = tables(one), tables(other)
    assert found.keys() == again.keys()
    for name, frame in found.items():
        assert frame.equals(again[name]), name
    assert _bytes_below(one.store.home / "cache") == _bytes_below(other.store.home / "cache")


def _bytes_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_changed_makes_nothing(built_office: OfficeHome) -> None:
    """The release stands, to the byte."""
    before = built_office.standing()
    built = built_office.build()
    assert (built.new, built.made, built.received) == (False, 0, 0)
    assert built_office.standing() == before


def test_kept_deliveries_are_enough(built_office: OfficeHome) -> None:
    """A build without a folder takes those it has."""
    shutil.rmtree(built_office.deliveries)
    built = build(read_region(built_office.content), built_office.store, None)
    assert (built.new, built.made) == (False, 0)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("dimensions.yml", "    f: {nl: vrouwen, de: Frauen, en: women}\n",
         "    f: {nl: vrouwen, de: Frauen, en: women}\n  groups: {all: [m, f]}\n"),
        ("sources/buurten_2024.yml", "vintage: 2024", "vintage: 2025"),
        ("sources/register.yml", "min: 0}", "min: 0, scale: 2}"),
        ("groups.yml", "[GM9001, GM9002, GM9003]", "[GM9001, GM9002]"),
        ("areas/same.csv", "BU90010000@2024,BU90010000@2023,same streets\n", ""),
        ("area_types.yml", "  within: {gemeente: 4}\n", ""),
        ("indicators/population.yml", "change(inhabitants, 4)", "change(inhabitants, 1)"),
        ("region.yml", "levels: [gemeente, buurt]", "levels: [gemeente]"),
    ],
)  # fmt: skip
def test_after_any_change_a_build_gives_what_a_fresh_one_gives(
    built_once: OfficeHome, tmp_path: Path, file: str, old: str, new: str
) -> None:
    """Steps whose inputs changed are made again, whichever file says so; no stale figure stays."""
    again = copy_office(built_once, tmp_path / "again")
    again.say(file, old, new)
    again.build()
    fresh = copy_office(again, tmp_path / "fresh")
    shutil.rmtree(fresh.store.home / "cache")
    shutil.rmtree(fresh.releases)
    fresh.build()
    found, expected = tables(again), tables(fresh)
    for name, frame in expected.items():
        assert frame.equals(found[name]), name


def test_the_key_follows_the_code(built_office: OfficeHome, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other code is another function: everything is made again, under another key."""
    before = built_office.standing()
    monkeypatch.setattr(store_module, "code_version", lambda: "another")
    built = built_office.build()
    assert built.made == built.steps
    assert before is not None
    assert built.release.manifest["key"] != before[1]


def test_the_code_includes_the_tables_of_a_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release with other tables is another release."""
    house = tmp_path / "noaber"
    shutil.copytree(Path(store_module.noaber.__file__).parent / "warehouse", house / "warehouse")
    monkeypatch.setattr(store_module.noaber, "__file__", str(house / "__init__.py"))
    version = store_module.code_version.__wrapped__
    before = version()
    schema = house / "warehouse" / "release_schema.sql"
    schema.write_text(schema.read_text("utf-8") + "\n-- one more remark\n", "utf-8")
    assert version() != before


# -- odd but right -------------------------------------------------------------------------------------------------


def test_a_delivery_that_stands_twice_changes_no_figure(built_office: OfficeHome) -> None:
    """Equal bytes under another name, as a supplier's `(copy)`."""
    before = tables(built_office)["observation"].drop("delivery_key")
    shutil.copy(built_office.deliveries / "register_a.csv", built_office.deliveries / "register_a (copy).csv")
    built = built_office.build()
    assert built.received == 1
    assert tables(built_office)["observation"].drop("delivery_key").equals(before)
    assert built.release.manifest["counts"]["delivery"] == 7


def test_a_group_with_an_unknown_member_is_refused(built_office: OfficeHome) -> None:
    """Also where only deliveries know the areas: its sum would be that of another group."""
    before = built_office.standing()
    built_office.say("groups.yml", "Drieland:", "Fields:\n  name: {nl: V, de: F, en: F}\n  type: buurt\n"
                     "  members: [BU90010001@2023, BU90019999@2023]\nDrieland:")  # fmt: skip
    with pytest.raises(ContentError, match=r"groups.yml:4  unknown area 'BU90019999@2023' in group 'Fields'") as caught:
        built_office.build()
    assert "BU9001" in caught.value.problems[0].next_step
    assert built_office.standing() == before


def test_only_one_build_of_a_region_runs_at_a_time(built_office: OfficeHome) -> None:
    """The second is refused, and says so."""
    from noaber.sources.locking import hold_folder
    from noaber.vocabulary.errors import BuildRefused

    with hold_folder(built_office.releases, BuildRefused("x")), pytest.raises(BuildRefused, match="another build"):
        built_office.build()
    assert built_office.build().new is False


# -- what a build has to say besides ------------------------------------------------------------------------------

CORRECTION = """
- {{source: register, where: {{area: "9002", period: 2023 1e kwartaal, sex: {sex}}}, column: inhabitants,
   expect: "50", value: "50", reason: "A slip in the letter of 3 March", owner: AB, date: "2026-03-04"}}
"""


@pytest.mark.parametrize(("sex", "said"), [("M", 0), ("Q", 1)])
def test_a_correction_that_repairs_nothing_is_told(tmp_path: Path, sex: str, said: int) -> None:
    """Its rows are gone or it is mistaken: either way somebody has to look."""
    office = make_office(tmp_path)
    office.say("corrections.yml", "", CORRECTION.format(sex=sex))
    notes = office.build().notes
    assert len(notes) == said
    assert all("corrections.yml:2" in note and "matches no row of register" in note for note in notes)
