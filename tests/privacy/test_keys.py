"""The key file: made, read and rotated, refused where it lies with the data or others may read it."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path

import pytest

from noaber.privacy.keys import make_key_file, read_keys, rotate_key_file
from noaber.vocabulary.errors import SettingsError

TODAY = date(2026, 11, 28)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the key goes: beside the data, not in it."""
    (tmp_path / "data").mkdir()
    return tmp_path / "noaber.keys"


@pytest.fixture
def data(tmp_path: Path) -> list[Path]:
    return [tmp_path / "data"]


def test_a_new_key_file_is_for_one_user(place: Path, data: list[Path]) -> None:
    """Mode 0600 whatever the mask; 32 bytes of chance; read back as made."""
    mask = os.umask(0)
    try:
        made = make_key_file(place, data, TODAY)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert read_keys(place, data) == made
    assert (made.current, len(made.masters["k001"])) == ("k001", 32)
    assert make_key_file(place.with_name("other"), data, TODAY).masters != made.masters


def test_the_form_of_the_file(place: Path, data: list[Path]) -> None:
    """A line per key: name, day, and hexadecimal digits."""
    make_key_file(place, data, TODAY, lambda length: b"\x01" * length)
    rotate_key_file(place, data, date(2027, 1, 1), lambda length: b"\x02" * length)
    assert place.read_text("ascii") == f"k001 2026-11-28 {'01' * 32}\nk002 2027-01-01 {'02' * 32}\n"


def test_rotation_keeps_older_keys(place: Path, data: list[Path]) -> None:
    """The new one is in use; the file is still for one user, and nothing is left beside it."""
    first = make_key_file(place, data, TODAY)
    second = rotate_key_file(place, data, TODAY)
    assert second.current == "k002"
    assert second.masters["k001"] == first.masters["k001"] != second.masters["k002"]
    assert read_keys(place, data) == second
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert sorted(path.name for path in place.parent.iterdir()) == ["data", "noaber.keys"]


def test_a_key_is_never_overwritten(place: Path, data: list[Path]) -> None:
    """It would make every pseudonym an orphan."""
    make_key_file(place, data, TODAY)
    before = place.read_bytes()
    with pytest.raises(SettingsError, match="there is a key file already"):
        make_key_file(place, data, TODAY)
    assert place.read_bytes() == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666, 0o644])
def test_loose_permissions_are_refused(place: Path, data: list[Path], mode: int) -> None:
    """For reading and for rotating; the problem says how to mend it, and shows no key."""
    make_key_file(place, data, TODAY)
    place.chmod(mode)
    for use in (read_keys, lambda *given: rotate_key_file(*given, TODAY)):
        with pytest.raises(SettingsError, match=f"mode {mode:04o}.*expected mode 0600") as refused:
            use(place, data)
        assert "chmod 600" in str(refused.value)
        assert place.read_text("ascii").split()[2] not in str(refused.value)


def test_a_key_among_the_data_is_refused(tmp_path: Path, place: Path, data: list[Path]) -> None:
    """Also by way of a folder that points there."""
    (tmp_path / "elsewhere").symlink_to(tmp_path / "data")
    for inside in (
        tmp_path / "data" / "keys",
        tmp_path / "elsewhere" / "keys",
        tmp_path / "data" / ".." / "data" / "k",
    ):
        with pytest.raises(SettingsError, match="with the data"):
            make_key_file(inside, data, TODAY)
    assert list((tmp_path / "data").iterdir()) == []
    make_key_file(place, data, TODAY)
    with pytest.raises(SettingsError, match="with the data"):
        read_keys(place, [tmp_path])


def test_a_link_or_a_folder_is_no_key_file(tmp_path: Path, place: Path, data: list[Path]) -> None:
    """Nor one that is not there."""
    make_key_file(place, data, TODAY)
    (tmp_path / "link").symlink_to(place)
    for wrong in (tmp_path / "link", tmp_path / "data", tmp_path / "nowhere"):
        with pytest.raises(SettingsError):
            read_keys(wrong, [tmp_path / "other"])
    with pytest.raises(SettingsError, match="cannot be written"):
        make_key_file(tmp_path / "no" / "folder", data, TODAY)


@pytest.mark.parametrize(
    "text",
    ["", "\n", "k001 2026-11-28 abc\n", "{good}{good}", "k002 2026-11-28 {hex}\nk001 2026-11-28 {hex}\n", "{good}x\n"],
)
def test_a_damaged_file_is_refused_whole(place: Path, data: list[Path], text: str) -> None:
    """With the line, without the key."""
    digits = "ab" * 32
    good = f"k001 2026-11-28 {digits}\n"
    place.write_text(text.format(good=good, hex=digits), "ascii")
    place.chmod(0o600)
    with pytest.raises(SettingsError, match="no key file") as refused:
        read_keys(place, data)
    assert digits not in str(refused.value)


def test_a_rotation_that_was_cut_short_harms_nothing(place: Path, data: list[Path]) -> None:
    """The old file stands; what is left beside it is named."""
    made = make_key_file(place, data, TODAY)
    place.with_name("noaber.keys.new").write_text("half")
    with pytest.raises(SettingsError, match=r"noaber\.keys\.new"):
        rotate_key_file(place, data, TODAY)
    assert read_keys(place, data) == made


def test_names_of_keys_run_out(place: Path, data: list[Path]) -> None:
    """After 999 there is no four-sign name left."""
    place.write_text(f"k999 2026-11-28 {'ab' * 32}\n", "ascii")
    place.chmod(0o600)
    with pytest.raises(SettingsError, match="999"):
        rotate_key_file(place, data, TODAY)
