"""Deliveries: found by the end of their path, kept under the hash of their bytes, listed in a register."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from record_tables import source_of

from noaber.content.source import SourceFile
from noaber.sources.deliveries import MARKER, Delivery, Found, Keeper, find_deliveries, hash_delivery
from noaber.vocabulary.errors import DeliveryError

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)


def source(*patterns: str) -> SourceFile:
    """A source with these delivery patterns."""
    return source_of().model_copy(update={"deliveries": patterns})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for deliveries."""
    place = tmp_path / "deliveries"
    place.mkdir()
    return place


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    """A keeper of an empty home."""
    return Keeper(tmp_path / "home" / "deliveries", "office")


def write(folder: Path, name: str, text: str = "a\n1\n") -> Path:
    """Write a file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def found_names(folder: Path, *patterns: str) -> list[str]:
    """Give the names found below a folder, from it."""
    found = find_deliveries(folder, {"register": source(*patterns)})
    assert found.problems == []
    return [path.relative_to(folder).as_posix() for path in found.paths["register"]]


def clock(start: datetime = NOON) -> Iterator[datetime]:
    """Times a second apart."""
    while True:
        yield start
        start += timedelta(seconds=1)


def keep(keeper: Keeper, folder: Path, *patterns: str, times: Iterator[datetime] | None = None) -> list[str]:
    """Find and keep; give the names of what is new."""
    ticks = times or clock()
    found = find_deliveries(folder, {"register": source(*(patterns or ("*.csv*",)))})
    assert found.problems == []
    return [delivery.file for delivery in keeper.keep(found, lambda: next(ticks))]


# -- finding -------------------------------------------------------------------------------------------------------


def test_deliveries_are_found_by_the_end_of_their_path(folder: Path) -> None:
    """At any depth; a star does not reach into folders."""
    for name in ("a_1.csv", "deep/er/a_2.csv", "b_1.csv", "a_old/x.csv", "deep/data.csv", "data.csv"):
        write(folder, name, name)
    assert found_names(folder, "a_*.csv") == ["a_1.csv", "deep/er/a_2.csv"]
    assert found_names(folder, "deep/data.csv") == ["deep/data.csv"]
    assert found_names(folder, "b_*.csv", "a_1.csv") == ["a_1.csv", "b_1.csv"]
    assert found_names(folder, "c_*.csv") == []


def test_hidden_and_partial_files_are_no_deliveries(folder: Path) -> None:
    """What editors, systems and a running fetch leave behind."""
    for name in (".a_1.csv", ".git/a_2.csv", "x/.partial/a_3.csv", "a_4.csv"):
        write(folder, name, name)
    (folder / "a_5.csv").mkdir()  # an empty folder
    assert found_names(folder, "a_*.csv") == ["a_4.csv"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With what was expected."""
    with pytest.raises(DeliveryError, match=r"no such folder; expected a folder with deliveries"):
        find_deliveries(tmp_path / "nowhere", {})


def test_two_different_files_for_one_slot_are_a_problem(folder: Path) -> None:
    """Equal ones are not; with and without .gz is one slot."""
    write(folder, "one/a.csv", "1")
    write(folder, "two/a.csv", "1")
    assert found_names(folder, "a.csv*") == ["one/a.csv"]
    second = write(folder, "two/a.csv.gz", "2")
    (problem,) = find_deliveries(folder, {"register": source("a.csv*")}).problems
    assert problem.place == str(second)
    assert problem.found == "two different deliveries of register have the name 'a.csv'"
    assert str(folder / "one" / "a.csv") in problem.next_step


def test_invented_deliveries_are_known_by_their_marker(folder: Path) -> None:
    """In the folder given, or in one around it."""
    write(folder, "sub/a.csv")
    assert not find_deliveries(folder, {"register": source("a.csv")}).synthetic
    write(folder, MARKER, "synthetic: true\n")
    assert find_deliveries(folder, {"register": source("a.csv")}).synthetic
    assert find_deliveries(folder / "sub", {"register": source("a.csv")}).synthetic


@pytest.mark.parametrize("text", ["[", "no mapping", "\x00"])
def test_a_marker_that_cannot_be_read_is_a_problem_and_counts_as_invented(folder: Path, text: str) -> None:
    """In doubt, nothing passes for real."""
    write(folder, MARKER, text)
    found = find_deliveries(folder, {})
    assert found.synthetic
    assert [problem.found for problem in found.problems] == ["cannot be read"]


def test_a_marker_further_down_is_a_problem(folder: Path) -> None:
    """Invented deliveries inside a folder of others would pass for real."""
    marker = write(folder, f"try/{MARKER}", "synthetic: true\n")
    (problem,) = find_deliveries(folder, {}).problems
    assert (problem.place, problem.found) == (str(marker), "invented deliveries lie inside a folder of others")


# -- keeping -------------------------------------------------------------------------------------------------------


def test_what_is_new_is_kept_with_its_bytes(folder: Path, keeper: Keeper) -> None:
    """Once; the register says when."""
    path = write(folder, "a.csv")
    assert keep(keeper, folder) == ["a.csv"]
    assert keep(keeper, folder) == []
    (delivery,) = keeper.kept()
    assert keeper.path(delivery).read_bytes() == path.read_bytes()
    assert (delivery.sha256, delivery.received_at) == (hash_delivery(path), "2024-01-01T12:00:00+00:00")
    assert (delivery.size, delivery.synthetic, delivery.slot) == (4, False, ("register", "a.csv"))


def test_a_newer_delivery_takes_the_place_of_the_older_one(folder: Path, keeper: Keeper) -> None:
    """The older one stays on disk; an old one that comes again is the newest again."""
    times = clock()
    for text in ("1", "2", "1"):
        write(folder, "a.csv", text)
        assert keep(keeper, folder, times=times) == ["a.csv"]
    (newest,) = keeper.current(["register"])
    assert keeper.path(newest).read_text() == "1"
    assert [keeper.path(delivery).read_text() for delivery in keeper.kept()] == ["1", "2", "1"]
    assert keeper.current(["other"]) == []


def test_all_that_comes_together_comes_at_one_moment(folder: Path, keeper: Keeper) -> None:
    """However long copying takes: which counts as newer is not a matter of seconds."""
    for name in ("a.csv", "b.csv", "c.csv"):
        write(folder, name, name)
    keep(keeper, folder)
    assert len({delivery.received_at for delivery in keeper.kept()}) == 1


def test_equal_bytes_under_another_name_are_kept_under_both(folder: Path, keeper: Keeper) -> None:
    """A supplier who renames a file must not stop a build."""
    write(folder, "a.csv", "1")
    write(folder, "b.csv", "1")
    assert keep(keeper, folder) == ["a.csv", "b.csv"]
    assert [keeper.path(delivery).read_text() for delivery in keeper.current(["register"])] == ["1", "1"]


def test_companions_are_kept_with_their_shapefile(folder: Path, keeper: Keeper) -> None:
    """And change its hash."""
    for suffix in ("shp", "dbf", "shx", "prj"):
        write(folder, f"a.{suffix}", suffix)
    assert keep(keeper, folder, "a.shp") == ["a.shp"]
    (delivery,) = keeper.kept()
    assert sorted(path.name for path in keeper.path(delivery).parent.iterdir()) == ["a.dbf", "a.prj", "a.shp", "a.shx"]
    write(folder, "a.dbf", "other")
    assert keep(keeper, folder, "a.shp") == ["a.shp"]


def test_a_folder_can_be_a_delivery(folder: Path, keeper: Keeper) -> None:
    """All its files belong to it."""
    write(folder, "table/Data.json", "1")
    write(folder, "table/deep/Meta.json", "2")
    assert keep(keeper, folder, "table") == ["table"]
    (delivery,) = keeper.kept()
    assert (keeper.path(delivery) / "deep" / "Meta.json").read_text() == "2"


def test_what_turns_out_to_be_invented_is_registered_again(folder: Path, keeper: Keeper) -> None:
    """Bytes kept as real yesterday are known as invented from the moment somebody says so."""
    write(folder, "a.csv")
    assert keep(keeper, folder) == ["a.csv"]
    write(folder, MARKER, "synthetic: true\n")
    assert keep(keeper, folder) == ["a.csv"]
    assert [delivery.synthetic for delivery in keeper.current(["register"])] == [True]


# -- the register --------------------------------------------------------------------------------------------------


def test_a_torn_line_does_not_count_and_is_not_written_on(folder: Path, keeper: Keeper) -> None:
    """Of a process that was killed while writing, at any byte of the line."""
    write(folder, "a.csv")
    keep(keeper, folder)
    line = keeper.register.read_bytes()
    for length in (1, 2, len(line) // 2, len(line) - 2, len(line) - 1):
        keeper.register.write_bytes(line + line[:length])
        whole = length == len(line) - 1
        assert len(keeper.kept()) == 1 + whole
        write(folder, "b.csv", str(length))
        assert keep(keeper, folder) == ["b.csv"]
        assert [delivery.file for delivery in keeper.kept()] == ["a.csv"] * (1 + whole) + ["b.csv"]


def test_a_torn_line_may_end_in_a_brace(keeper: Keeper) -> None:
    """File names may hold anything."""
    keeper.folder.mkdir(parents=True)
    line = json.dumps({"dated": "2024-01-01", "file": "a{}.csv"})
    keeper.register.write_text(line[: line.index("}") + 1], "utf-8")
    assert keeper.kept() == []


def test_registers_of_regions_do_not_mix(folder: Path, keeper: Keeper) -> None:
    """They share the bytes alone."""
    write(folder, "a.csv")
    keep(keeper, folder)
    other = Keeper(keeper.folder, "elsewhere")
    assert other.kept() == []
    assert keep(other, folder) == ["a.csv"]


def test_a_killed_copy_leaves_nothing_that_counts_or_stays(folder: Path, keeper: Keeper) -> None:
    """Half a copy of a process that is gone is removed by the next one."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    half = keeper.folder / f".{'0' * 64}.{gone.pid}"
    write(half, "a.csv", "hal")
    write(folder, "a.csv", "half")
    assert keep(keeper, folder) == ["a.csv"]
    assert sorted(path.name for path in keeper.folder.iterdir() if path.name.startswith(".")) == []


def test_bytes_stand_on_disk_before_the_register_names_them(folder: Path, keeper: Keeper) -> None:
    """Where copying fails, the register stays as it was."""
    write(folder, "a.csv")
    found = find_deliveries(folder, {"register": source("a.csv")})
    keeper.folder.mkdir(parents=True)
    (keeper.folder / hash_delivery(folder / "a.csv")[:2]).write_text("in the way")
    with pytest.raises(OSError, match=r"exists|directory"):
        keeper.keep(Found(found.paths, False))
    assert keeper.kept() == []


def test_slots_forget_compression() -> None:
    """A delivery is the same thing with and without .gz."""
    one = Delivery("s", "a.csv.gz", "0", "2024", "2024", 1)
    assert one.slot == ("s", "a.csv")
