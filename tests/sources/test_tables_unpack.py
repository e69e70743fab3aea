"""From disk to parts: what is unpacked, and what is refused before it does harm."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from noaber.sources.tables import unpack_parts
from noaber.vocabulary.errors import DeliveryError

TABLE = b"code;aantal\nGM0153;7\n"


def zipped(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def refused(path: Path, limit: int = 10_000_000) -> str:
    with pytest.raises(DeliveryError) as caught:
        unpack_parts(path, limit)
    return str(caught.value)


def test_a_plain_file_is_its_own_part(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(TABLE)
    assert unpack_parts(tmp_path / "a.csv") == {"a.csv": TABLE}


def test_gzip_loses_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(TABLE))
    assert unpack_parts(tmp_path / "a.csv.gz") == {"a.csv": TABLE}


def test_zip_gives_members_by_name_without_rubbish(tmp_path: Path) -> None:
    members = {"b/data.csv": TABLE, "a.csv.gz": gzip.compress(TABLE), "__MACOSX/._a": b"x", "b/.DS_Store": b"x"}
    (tmp_path / "a.zip").write_bytes(zipped(members))
    assert unpack_parts(tmp_path / "a.zip") == {"a.csv": TABLE, "b/data.csv": TABLE}


def test_a_workbook_is_not_unpacked(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(zipped({"xl/workbook.xml": b"<x/>"}))
    assert list(unpack_parts(tmp_path / "a.xlsx")) == ["a.xlsx"]


def test_a_shapefile_brings_its_companions_only(tmp_path: Path) -> None:
    for name in ("a.shp", "a.DBF", "a.prj", "a.qmd", "b.dbf"):
        (tmp_path / name).write_bytes(b"x")
    assert list(unpack_parts(tmp_path / "a.shp")) == ["a.DBF", "a.prj", "a.shp"]


def test_a_folder_gives_its_files(tmp_path: Path) -> None:
    (tmp_path / "d" / "sub").mkdir(parents=True)
    (tmp_path / "d" / "data.csv.gz").write_bytes(gzip.compress(TABLE))
    (tmp_path / "d" / "sub" / "codes.csv").write_bytes(TABLE)
    assert unpack_parts(tmp_path / "d") == {"data.csv": TABLE, "sub/codes.csv": TABLE}


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_bytes(TABLE)
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.csv").symlink_to(tmp_path / "secret.csv")
    assert "d/a.csv  links to a file outside the folder" in refused(tmp_path / "d")


def test_a_cut_off_gzip_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(TABLE * 100)[:-12])
    assert "a.csv.gz  is cut off: the gzip stops before its end" in refused(tmp_path / "a.csv.gz")


def test_what_is_called_gz_but_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(TABLE)
    assert "a.csv.gz  is damaged gzip" in refused(tmp_path / "a.csv.gz")


def test_a_broken_zip_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"a.csv": TABLE})[:-10])
    assert "a.zip  is a damaged zip" in refused(tmp_path / "a.zip")


def test_a_zip_with_a_changed_byte_is_named(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.csv": TABLE * 50}))
    data[45] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(bytes(data))
    assert "a.zip  is a damaged zip" in refused(tmp_path / "a.zip")


@pytest.mark.parametrize("name", ["../up.csv", "/etc/cron.csv", "a/../../up.csv", "C:/x.csv", "a\\..\\up.csv"])
def test_names_that_point_outside_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"good.csv": TABLE, name: TABLE}))
    said = refused(tmp_path / "a.zip")
    assert "has a name that points outside the archive" in said
    assert "up.csv" in said or "cron.csv" in said or "x.csv" in said


def test_all_bad_names_are_reported_together(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"../one.csv": TABLE, "../two.csv": TABLE}))
    with pytest.raises(DeliveryError) as caught:
        unpack_parts(tmp_path / "a.zip")
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz", "a.csv"])
def test_what_unpacks_to_too_much_is_refused(tmp_path: Path, name: str) -> None:
    large = bytes(3_000_000)
    made = {"a.zip": zipped({"a.csv": large}), "a.csv.gz": gzip.compress(large), "a.csv": large}
    (tmp_path / name).write_bytes(made[name])
    assert "unpacks to more than 1,000,000 bytes" in refused(tmp_path / name, 1_000_000)


def test_a_bomb_does_not_lie_its_way_in(tmp_path: Path) -> None:
    """The size that a zip declares is not believed; what comes out is counted."""
    data = zipped({"a.csv": bytes(3_000_000)})
    size = (3_000_000).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(data.replace(size, (10).to_bytes(4, "little")))
    assert "a.zip" in refused(tmp_path / "a.zip", 1_000_000)


def test_nothing_there(tmp_path: Path) -> None:
    assert "no.csv  cannot be read: No such file" in refused(tmp_path / "no.csv")
    (tmp_path / "d").mkdir()
    assert "d  holds no files" in refused(tmp_path / "d")
