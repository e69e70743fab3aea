"""Deliveries from what arrived: the same content always gives the same bytes and the same name."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

from noaber.sources.fetch.answers import read_json_page, render_rows
from noaber.sources.fetch.troubles import HalfAnswer

LONG_AGO = (1980, 1, 1, 0, 0, 0)
PIECE = 1024 * 1024


def write_entity_sets(target: Path, sets: Mapping[str, Sequence[Path]]) -> Path:
    """A zip with <set>.json for every OData entity set, each {"value": [rows as received, one a line]}."""
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(sets):
            files = sets[name]
            with _open_member(archive, f"{name}.json", sum(file.stat().st_size for file in files)) as member:
                _write_lines(member, '{"value": [', _rows(files, "value"), "]}")
    return target


def write_features(target: Path, files: Sequence[Path], crs: str = "") -> Path:
    """A GeoJSON FeatureCollection of features as received, one a line; `crs` is a URN where not degrees."""
    named = f'"crs": {{"type": "name", "properties": {{"name": "{crs}"}}}},\n' if crs else ""
    with target.open("wb") as stream:
        _write_lines(stream, f'{{"type": "FeatureCollection",\n{named}"features": [', _rows(files, "features"), "]}")
    return target


def repack_zip(target: Path, arrived: Path) -> Path:
    """A zip with the files of another, their bytes as received, dates and order ours, without folders."""
    with zipfile.ZipFile(arrived) as source, zipfile.ZipFile(target, "w") as archive:
        files = [info for info in source.infolist() if not info.is_dir()]
        for info in sorted(files, key=_base_name):
            with source.open(info) as body, _open_member(archive, _base_name(info), info.file_size) as member:
                shutil.copyfileobj(body, member, PIECE)
    return target


def list_members(file: Path) -> list[str]:
    """Names of the files in a zip, without folders."""
    with zipfile.ZipFile(file) as archive:
        return [_base_name(info) for info in archive.infolist() if not info.is_dir()]


def check_zip(file: Path, most: int) -> None:
    """HalfAnswer where a zip is not whole, has a name twice, or would unpack to more than `most` bytes."""
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(info.file_size for info in archive.infolist()) > most:
                raise HalfAnswer(f"the zip unpacks to more than {most} bytes")
            broken = archive.testzip()
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise HalfAnswer(f"the answer is no whole zip ({error})") from error
    if broken:
        raise HalfAnswer(f"file '{broken}' in the zip is damaged")
    if len(set(list_members(file))) < len(list_members(file)):
        raise HalfAnswer("two files in the zip have the same name")


def place_file(built: Path, placed: Path, dated: datetime | None) -> None:
    """Move a finished delivery into its place; its date becomes that of the supplier, where that is known."""
    if dated:
        os.utime(built, (dated.timestamp(), dated.timestamp()))
    os.replace(built, placed)


def make_safe(name: str) -> str:
    """A name that is safe as a file name.

    >>> make_safe("wijken & buurten/2024")
    'wijken_buurten_2024'
    """
    return re.sub(r"[^A-Za-z0-9-]+", "_", name).strip("_") or "extract"


def _base_name(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/").rsplit("/", 1)[-1]


def _rows(files: Sequence[Path], rows_in: str) -> Iterator[list[str]]:
    return (read_json_page(file, rows_in).rows for file in files)


def _write_lines(stream: IO[bytes], start: str, pages: Iterable[list[str]], end: str) -> None:
    stream.write(f"{start}\n".encode())
    for lines in render_rows(pages):
        stream.write(lines.encode())
    stream.write(f"\n{end}\n".encode())


def _open_member(archive: zipfile.ZipFile, name: str, size: int) -> IO[bytes]:
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system, info.external_attr, info.file_size = 3, 0o644 << 16, size
    return archive.open(info, "w")
