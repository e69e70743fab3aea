"""The file with the private key of signatures: beside the key of pseudonyms, outside the data, for one user alone.

With `keys`, the one module of this room that touches disk and chance.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from noaber.privacy.signing import SEED_BYTES
from noaber.vocabulary.errors import Problem, SettingsError

Chance = Callable[[int], bytes]


def signing_key_beside(key: Path) -> Path:
    """Give where the key of signatures lies, from where that of pseudonyms does."""
    return key.with_name(f"{key.name}.signing")


def read_signing_key(path: Path, data: Iterable[Path], chance: Chance = secrets.token_bytes) -> bytes:
    """Read the private key, made now where there is none yet; SettingsError where it lies within a folder with `data`,
    is no key, or may be read or changed by others."""
    place = path.parent.resolve() / path.name
    if any(place.is_relative_to(folder.resolve()) for folder in data):
        found = "the key of signatures lies with the data"
        raise SettingsError(Problem(str(path), found, "a place outside it", "Set NOABER_KEY to a file elsewhere."))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(path, chance)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "r", encoding="ascii", errors="replace") as file:
            loose = stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077
            text = file.read().strip()
    except OSError as error:
        raise SettingsError(Problem(str(path), f"cannot be read: {error.strerror}", "a key of your own")) from error
    if loose and sys.platform != "win32":
        raise SettingsError(Problem(str(path), "others than you may use it", "mode 0600", f"chmod 600 {path}"))
    if not re.fullmatch(f"[0-9a-f]{{{2 * SEED_BYTES}}}", text):
        raise SettingsError(Problem(str(path), "no key of signatures", "", "Put back the copy that you kept."))
    return bytes.fromhex(text)


def _make(path: Path, chance: Chance) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{chance(SEED_BYTES).hex()}\n")
        file.flush()
        os.fsync(file.fileno())
