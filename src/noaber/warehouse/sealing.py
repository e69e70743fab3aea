"""The seal on a release: its certificate as a file, and whether every byte of the release is as it was signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from noaber.privacy.signing import PUBLIC_KEY, SIGNATURE, is_genuine, signed
from noaber.vocabulary.errors import NotFound, Problem
from noaber.warehouse.protecting.release_before import has_counts
from noaber.warehouse.publish import MANIFEST

CERTIFICATE = "certificate.json"
AS_IT_WAS = "every byte as it was"


def write_certificate(statement: Mapping[str, Any], folder: Path, seed: bytes | None) -> None:
    """Lay a certificate beside the files of a release, signed where there is a key. Nothing in the folder may change
    afterwards."""
    whole = signed(statement, seed) if seed else dict(statement)
    (folder / CERTIFICATE).write_bytes(_print(whole))


def read_certificate(folder: Path) -> dict[str, Any]:
    """Read the certificate of a release; NotFound where it has none, or none that can be read."""
    certificate = _parse(_read(folder))
    if certificate is None:
        raise NotFound(
            Problem(str(folder / CERTIFICATE), "no certificate: it was changed", "", "Put back the release.")
        )
    return certificate


def find_certificate(folder: Path) -> dict[str, Any] | None:
    """Read the certificate of a release; nothing where it has none, or none that can be read."""
    return _parse(_read(folder)) if (folder / CERTIFICATE).is_file() else None


def hash_files(folder: Path) -> dict[str, str]:
    """Give the SHA-256 of every file of a release but its certificate, by name."""
    return {name: _hash(folder / name) for name in _names(folder)}


def covers_manifest(certificate: Mapping[str, Any]) -> bool:
    """Say whether a certificate covers the manifest; those made before 0.1.0 was finished cover the tables alone."""
    return MANIFEST in _files(certificate)


def certificate_faults(folder: Path) -> list[Problem]:
    """Give what is wrong with a release and its certificate; empty where both are as they were signed. NotFound where
    there is no certificate.

    Where the certificate itself was changed only that is told: what it says of the files is worth nothing then.
    """
    certificate = _sealed(_read(folder))
    if certificate is None:
        return [Problem(CERTIFICATE, "is not as it was signed", AS_IT_WAS)]
    unsigned = [] if SIGNATURE in certificate else [Problem(CERTIFICATE, "is not signed", "a signature of the office")]
    return [*unsigned, *_file_faults(certificate, folder)]


def looks_whole(folder: Path) -> bool:
    """Say whether certificate and manifest of a release are byte for byte as they were sealed: what a page can ask,
    which does not read the tables. One without counts from records needs no certificate."""
    if not (folder / CERTIFICATE).is_file():
        return not has_counts(folder)
    certificate = _sealed(_read(folder))
    if certificate is None:
        return False
    return not covers_manifest(certificate) or _fault(MANIFEST, _files(certificate), folder) is None


def _file_faults(certificate: Mapping[str, Any], folder: Path) -> Iterator[Problem]:
    """Give what is wrong with the files of a release: changed, gone, too many, or of another release."""
    if certificate.get("id") != folder.resolve().name:
        yield Problem(CERTIFICATE, f"is that of release {certificate.get('id')}", folder.resolve().name)
    files = _files(certificate)
    left_out = set() if covers_manifest(certificate) else {MANIFEST}
    for name in sorted({*files, *_names(folder)} - left_out):
        fault = _fault(name, files, folder)
        if fault:
            yield fault


def _fault(name: str, files: Mapping[str, Any], folder: Path) -> Problem | None:
    if name not in files:
        return Problem(name, "is not in the certificate", "the files that were certified")
    if not (folder / name).is_file():
        return Problem(name, "is gone", "the files that were certified")
    if _hash(folder / name) != files[name]:
        return Problem(name, "is not the file that was certified", AS_IT_WAS)
    return None


def _files(certificate: Mapping[str, Any]) -> Mapping[str, Any]:
    files = certificate.get("files")
    return files if isinstance(files, dict) else {}


def _names(folder: Path) -> list[str]:
    """Name everything in a folder and below but folders, links too, without the certificate."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted({path.relative_to(folder).as_posix() for path in found} - {CERTIFICATE})


def _read(folder: Path) -> bytes:
    path = folder / CERTIFICATE
    if path.is_file():
        return path.read_bytes()
    if has_counts(folder):
        raise NotFound(Problem(str(folder), "its certificate is gone", CERTIFICATE, "Put back the release."))
    next_step = "Nothing in it is counted from records."
    raise NotFound(Problem(str(folder), "this release has no certificate", "", next_step))


def _sealed(text: bytes) -> dict[str, Any] | None:
    """Read a certificate that is byte for byte as it was written, and genuine where it is signed; nothing otherwise."""
    certificate = _parse(text)
    if certificate is None or text != _print(certificate):
        return None
    signed_once = SIGNATURE in certificate or PUBLIC_KEY in certificate
    return certificate if is_genuine(certificate) or not signed_once else None


def _parse(text: bytes) -> dict[str, Any] | None:
    """Read a certificate; nothing where it is none."""
    try:
        said = json.loads(text.decode())
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _print(certificate: Mapping[str, Any]) -> bytes:
    """Write a certificate in the one way in which it is kept: another space is another file."""
    text = json.dumps(certificate, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    return text.encode("utf-8", "surrogatepass")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
