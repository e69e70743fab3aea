"""Releases side by side: one is current, going back is moving the pointer, a difference says what changed and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from office_home import OfficeHome

from noaber.vocabulary.errors import NotFound
from noaber.warehouse import store as store_module
from noaber.warehouse.difference import Changed, diff_releases, summarise
from noaber.warehouse.publish import (
    Released,
    current_release,
    find_release,
    list_releases,
    point_current,
    publish,
    write_manifest,
)

B = "register_b.csv"


def released(folder: Path, id: str, built_at: str = "2024-01-01T00:00:00+00:00") -> Released:
    """Publish a release of one byte."""
    part = folder.parent / f"part-{id}"
    part.mkdir(parents=True)
    (part / "public.duckdb").write_bytes(b"1")
    write_manifest(part, {"id": id, "built_at": built_at, "key": id, "before": None})
    return publish(part, folder, id)


def test_publishing_puts_a_release_beside_the_others_and_points_at_it(tmp_path: Path) -> None:
    """Newest first; the one pointed at is current."""
    releases = tmp_path / "releases"
    released(releases, "2024-01-01-aaaa", "2024-01-01")
    released(releases, "2024-02-01-bbbb", "2024-02-01")
    assert [(r.id, r.current) for r in list_releases(releases)] == [
        ("2024-02-01-bbbb", True), ("2024-01-01-aaaa", False),
    ]  # fmt: skip
    point_current(releases, "2024-01-01-aaaa")
    current = current_release(releases)
    assert current is not None
    assert (current.id, current.file.read_bytes()) == ("2024-01-01-aaaa", b"1")
    assert (releases / "current" / "public.duckdb").exists()
    assert sorted(path.name for path in releases.iterdir()) == ["2024-01-01-aaaa", "2024-02-01-bbbb", "current"]


def test_of_two_releases_in_one_second_the_later_is_the_newer(tmp_path: Path) -> None:
    """Whatever their names are."""
    ids = ["2024-01-01-eeee", "2024-01-01-aaaa", "2024-01-01-cccc"]
    for id in ids:
        released(tmp_path / "releases", id)
    assert [release.id for release in list_releases(tmp_path / "releases")] == ids[::-1]


def test_without_releases_nothing_is_current(tmp_path: Path) -> None:
    """No folder, an empty one, a half release, a pointer into nothing."""
    releases = tmp_path / "releases"
    assert list_releases(releases) == []
    releases.mkdir()
    (releases / "half").mkdir()
    (releases / "current").symlink_to("half")
    assert list_releases(releases) == []
    assert current_release(releases) is None


def test_a_release_is_found_by_its_beginning(tmp_path: Path) -> None:
    """One that is not there, or begins several, is refused with the known ones."""
    releases = tmp_path / "releases"
    for id in ("2024-01-01-aaaa", "2024-01-01-aabb", "2024-02-01-bbbb"):
        released(releases, id)
    assert find_release(releases, "2024-02").id == "2024-02-01-bbbb"
    assert find_release(releases, "2024-01-01-aaaa").id == "2024-01-01-aaaa"
    with pytest.raises(NotFound, match="'2024-01' begins 2 releases"):
        find_release(releases, "2024-01")
    with pytest.raises(NotFound, match="no release '2023'"):
        find_release(releases, "2023")


def test_publishing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    """What got there first stays."""
    releases = tmp_path / "releases"
    released(releases, "a")
    (releases / "a" / "manifest.json").write_text(json.dumps({"id": "a", "built_at": "first", "key": "a"}))
    released(releases, "a")
    assert [r.manifest["built_at"] for r in list_releases(releases)] == ["first"]


# -- two releases of the office ------------------------------------------------------------------------------------


@pytest.fixture
def two(built_office: OfficeHome) -> OfficeHome:
    """The office with a second release: B-dorp has 10 more men in the first quarter, C-ham one quarter less."""
    built_office.send(B, lambda data: data.replace(b"2023 1e kwartaal;M;50", b"2023 1e kwartaal;M;60")
                      .replace(b"2023 1e kwartaal;T;105", b"2023 1e kwartaal;T;115"))  # fmt: skip
    built_office.send("register_c.csv", lambda data: data[: data.index(b"C-ham;2024 3e")])
    built_office.build()
    return built_office


def differences(office: OfficeHome) -> dict[str, Changed]:
    """Compare the two newest releases."""
    new, old, *_ = list_releases(office.releases)
    return {change.indicator: change for change in diff_releases(old.file, new.file)}


def test_a_difference_counts_cells_and_says_why(two: OfficeHome) -> None:
    """Figures taken from deliveries changed by them, formulas by their operands."""
    found = differences(two)
    assert set(found) == {"inhabitants", "women_share", "growth"}
    inhabitants = found["inhabitants"]
    # men and all of B-dorp and Drieland; C-ham and Drieland: all, men and women in the third quarter of 2024
    assert (inhabitants.added, inhabitants.changed, inhabitants.withdrawn) == (0, 4, 6)
    assert (inhabitants.largest, inhabitants.why) == (10.0, "deliveries")
    assert (found["women_share"].changed, found["women_share"].why) == (2, "operands")
    current = current_release(two.releases)
    assert current is not None
    said = current.manifest["difference"]
    assert (said["changed"], said["withdrawn"]) == tuple(
        sum(getattr(change, name) for change in found.values()) for name in ("changed", "withdrawn")
    )
    assert current.manifest["before"] == list_releases(two.releases)[1].id


def test_a_changed_definition_is_the_reason(built_office: OfficeHome) -> None:
    """Of the indicator, not of the code that computes it."""
    built_office.say("indicators/population.yml", "change(inhabitants, 4)", "change(inhabitants, 1)")
    built_office.build()
    found = differences(built_office)
    assert [(change.indicator, change.why) for change in found.values()] == [("growth", "definition")]


def test_an_indicator_comes_and_goes(built_office: OfficeHome) -> None:
    """With all its cells."""
    texts = "\nlast:\n  name: {nl: x, de: x, en: x}\n  definition: {nl: x, de: x, en: x}\n"
    built_office.say(
        "indicators/population.yml", "", texts + "  theme: population\n  unit: persons\n  formula: inhabitants\n"
    )
    built_office.build()
    (change,) = differences(built_office).values()
    assert (change.why, change.changed, change.withdrawn) == ("new", 0, 0)
    assert change.added > 0
    point_current(built_office.releases, list_releases(built_office.releases)[1].id)
    new, old = list_releases(built_office.releases)
    (back,) = diff_releases(new.file, old.file)
    assert (back.why, back.withdrawn) == ("gone", change.added)


def test_other_code_with_the_same_figures_changes_nothing(
    built_office: OfficeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is no change of a definition."""
    monkeypatch.setattr(store_module, "code_version", lambda: "another")
    built_office.build()
    new, old = list_releases(built_office.releases)
    assert new.id != old.id
    assert diff_releases(old.file, new.file) == []
    assert summarise([]) == {"added": 0, "changed": 0, "withdrawn": 0, "indicators": []}


def test_what_the_code_changed_is_not_called_a_definition(
    built_office: OfficeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same content, same deliveries, other figures: the method changed."""
    from noaber.warehouse.planning import compute

    monkeypatch.setattr(store_module, "code_version", lambda: "another")
    rounded = compute.with_sums
    monkeypatch.setattr(
        compute, "with_sums", lambda figures, *rest: rounded(figures.with_columns(value=figures["value"] * 2), *rest)
    )
    built_office.build()
    assert {change.indicator: change.why for change in differences(built_office).values()} == {
        "inhabitants": "method",
        "workers": "method",
    }


def test_going_back_and_forth_is_moving_the_pointer(two: OfficeHome) -> None:
    """Nothing is built, nothing is lost; a build of what stands now makes it current again."""
    new, old = list_releases(two.releases)
    point_current(two.releases, old.id)
    release = two.release()
    assert release.id == old.id
    release.close()
    assert [r.id for r in list_releases(two.releases)] == [new.id, old.id]
    built = two.build()
    assert (built.release.id, built.made) == (new.id, 0)
    assert [(r.id, r.current) for r in list_releases(two.releases)] == [(new.id, True), (old.id, False)]
