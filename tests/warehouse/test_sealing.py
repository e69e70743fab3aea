"""No byte of a release changes untold, of its certificate, its manifest or its tables; and no file comes or goes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people_home import SEED

from noaber.vocabulary.errors import NotFound
from noaber.warehouse.publish import MANIFEST
from noaber.warehouse.sealing import (
    CERTIFICATE,
    certificate_faults,
    covers_manifest,
    find_certificate,
    hash_files,
    looks_whole,
    read_certificate,
    write_certificate,
)

ID = "2026-11-29-0a1b2c3d"
TABLES = ("internal.duckdb", "partner.duckdb", "public.duckdb")
NAMES = (CERTIFICATE, MANIFEST, *TABLES)
STATEMENT = {"id": ID, "engine": "0.1.0", "totals": {"public": {"cells": 100, "kept_pct": 81.5}}, "said": 'é "a\nd8"'}


def make_release(folder: Path, covered: tuple[str, ...] = (MANIFEST, *TABLES), seed: bytes | None = SEED) -> Path:
    """Give a sealed release of few bytes."""
    release = folder / ID
    release.mkdir()
    (release / MANIFEST).write_text(json.dumps({"id": ID, "built_at": "2026-11-29"}, indent=2), "utf-8")
    for number, name in enumerate(TABLES):
        (release / name).write_bytes(bytes(range(50 * number, 50 * number + 50)))
    files = {name: hash for name, hash in hash_files(release).items() if name in covered}
    write_certificate({**STATEMENT, "files": files}, release, seed)
    return release


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A sealed release that nobody touched."""
    return make_release(tmp_path)


def places(release: Path) -> list[str]:
    """Name the files that are told."""
    return [fault.place for fault in certificate_faults(release)]


def test_every_byte_of_every_file_counts(release: Path) -> None:
    """One bit of it, and what makes capitals of small letters and blanks of line ends or signs."""
    assert certificate_faults(release) == []
    for name in NAMES:
        whole = (release / name).read_bytes()
        for at in range(len(whole)):
            for mask in (0x01, 0x20, 0x2A):
                (release / name).write_bytes(whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1 :])
                assert places(release) == [name], (name, at, mask)
                assert looks_whole(release) is (name in TABLES)
        (release / name).write_bytes(whole)
    assert certificate_faults(release) == []


@given(name=st.sampled_from(NAMES), where=st.floats(0, 1, exclude_max=True), bytes_there=st.binary(max_size=2))
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_byte_replaced_removed_or_added_is_told(name: str, where: float, bytes_there: bytes, release: Path) -> None:
    """At any place, by nothing, one or two others."""
    whole = (release / name).read_bytes()
    at = int(where * len(whole))
    changed = whole[:at] + bytes_there + whole[at + 1 :]
    (release / name).write_bytes(changed)
    try:
        assert places(release) == ([] if changed == whole else [name])
    finally:
        (release / name).write_bytes(whole)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('": ', '":  ', 1),
        lambda text: text.replace("81.5", "81.50"),
        lambda text: text.replace('"engine"', '"engine": "9", "engine"'),
        lambda text: text.replace("é", "\\u00e9"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text + "\n",
        lambda text: "\ufeff" + text,
        lambda text: json.dumps(json.loads(text)),
        lambda text: json.dumps({**json.loads(text), "signature": json.loads(text)["signature"].upper()}, indent=2),
        lambda text: "[]",
    ],
)  # fmt: skip
def test_a_certificate_that_says_the_same_in_another_way_is_another(
    change: Callable[[str], str], release: Path
) -> None:
    """Its bytes count, not only what they mean."""
    path = release / CERTIFICATE
    path.write_bytes(change(path.read_text("utf-8")).encode())
    assert places(release) == [CERTIFICATE]
    assert not looks_whole(release)


@pytest.mark.parametrize("name", ["more.duckdb", "note.txt", ".hidden", "below/more.json"])
def test_a_file_too_many_is_told(name: str, release: Path) -> None:
    """Wherever it lies in the folder."""
    (release / name).parent.mkdir(exist_ok=True)
    (release / name).write_bytes(b"")
    assert places(release) == [name]


def test_a_link_too_many_is_told(release: Path, tmp_path: Path) -> None:
    """Also one to nowhere, or to a folder."""
    (release / "nowhere").symlink_to(tmp_path / "nothing")
    (release / "folder").symlink_to(tmp_path)
    assert places(release) == ["folder", "nowhere"]


@pytest.mark.parametrize("name", [MANIFEST, *TABLES])
def test_a_missing_file_is_told(name: str, release: Path) -> None:
    """By its name."""
    (release / name).unlink()
    assert [(fault.place, fault.found) for fault in certificate_faults(release)] == [(name, "is gone")]


def test_a_missing_certificate_is_told(release: Path) -> None:
    """Where figures are counted from records; a release without such figures needs none."""
    (release / CERTIFICATE).unlink()
    with pytest.raises(NotFound, match="its certificate is gone"):
        certificate_faults(release)
    assert not looks_whole(release)
    assert find_certificate(release) is None
    (release / "internal.duckdb").unlink()
    with pytest.raises(NotFound, match="has no certificate"):
        read_certificate(release)
    assert looks_whole(release)


def test_a_certificate_of_another_release_is_told(release: Path) -> None:
    """Whole as it may be: folders that change places are no releases any more."""
    moved = release.rename(release.with_name("2026-11-30-ffffffff"))
    assert places(moved) == [CERTIFICATE]


def test_an_older_certificate_covers_what_it_says(tmp_path: Path) -> None:
    """The tables: those are checked, the manifest is not, and that can be told."""
    older = make_release(tmp_path, covered=TABLES)
    assert certificate_faults(older) == []
    assert looks_whole(older)
    assert not covers_manifest(read_certificate(older))
    (older / MANIFEST).write_text("{}", "utf-8")
    assert certificate_faults(older) == []
    (older / "more.json").write_text("{}", "utf-8")
    (older / TABLES[0]).write_bytes(b"")
    assert places(older) == [TABLES[0], "more.json"]


def test_without_a_signature_files_are_checked_all_the_same(tmp_path: Path) -> None:
    """And it is told that nobody vouches for it."""
    unsigned = make_release(tmp_path, seed=None)
    assert places(unsigned) == [CERTIFICATE]
    assert looks_whole(unsigned)
    (unsigned / MANIFEST).write_text("{}", "utf-8")
    assert places(unsigned) == [CERTIFICATE, MANIFEST]
