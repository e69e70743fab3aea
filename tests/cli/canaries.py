"""Look for words in everything that was written: also packed, encoded, turned round, and in the cells of databases."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as parquet

ENCODINGS = ("utf-8", "latin-1", "utf-16-le", "utf-16-be")
HASHES = ("md5", "sha1", "sha256", "sha512")


def forms_of(word: str) -> dict[str, bytes]:
    """Give the bytes in which a word could stand somewhere, by what was done to it; hashes without a key too, as all
    numbers can be tried out."""
    texts = {"": word, "reversed ": word[::-1], "lower ": word.lower(), "upper ": word.upper()}
    if word.isdigit() and len(word) == 9:
        texts |= {"dotted ": f"{word[:4]}.{word[4:6]}.{word[6:]}", "spaced ": f"{word[:3]} {word[3:6]} {word[6:]}"}
    found = {f"{how}{code}": text.encode(code) for how, text in texts.items() for code in ENCODINGS}
    for name in HASHES:
        digest = hashlib.new(name, word.encode())
        found |= {name: digest.digest(), f"{name} in text": digest.hexdigest().encode()}
    found["base64"] = base64.b64encode(word.encode()).rstrip(b"=")[:-1]
    if word.isdigit():
        found["number"] = struct.pack("<q", int(word))
    return found


def find_words(folder: Path, words: Iterable[str], but: Iterable[Path] = ()) -> list[str]:
    """Say where below a folder a word stands, and in what form; `but` are paths to pass over."""
    needles = {form: f"{word} ({how})" for word in words for how, form in forms_of(word).items()}
    passed = set(but)
    found = []
    for path in sorted(folder.rglob("*")):
        if passed.isdisjoint((path, *path.parents)):
            for piece in (path.name.encode(), *(pieces_of(path) if path.is_file() else ())):
                found += [f"{said} in {path}" for form, said in needles.items() if form in piece]
    return found


def pieces_of(path: Path) -> Iterator[bytes]:
    """Give a file as it is, and what is packed in it."""
    data = path.read_bytes()
    yield from unpacked(data)
    if data[8:12] == b"DUCK":
        yield from cells_of_database(path)


def unpacked(data: bytes) -> Iterator[bytes]:
    """Give bytes, and all that is packed in them."""
    yield data
    if data.startswith(b"PAR1"):
        yield repr(parquet.read_table(io.BytesIO(data)).to_pydict()).encode()
    elif data.startswith(b"\x1f\x8b"):
        yield from unpacked(gzip.decompress(data))
    elif data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from unpacked(archive.read(name))
    elif data[:2] in (b"x\x01", b"x\x9c", b"x\xda"):
        yield from unpacked(zlib.decompress(data))


def cells_of_database(path: Path) -> Iterator[bytes]:
    """Give every row of every table as text."""
    with duckdb.connect(str(path), read_only=True) as database:
        tables = [name for (name,) in database.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        for table in tables:
            yield repr(database.execute(f'SELECT * FROM "{table}"').fetchall()).encode()
