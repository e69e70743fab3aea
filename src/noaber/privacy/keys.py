"""The file with the master keys: made, read and rotated, outside the data and for one user alone.

The one module of this room that touches disk and chance. A line of the file is a key: `name date hex`, newest last,
which is the one in use. Lose the file and no new delivery joins an old one; destroy it and nobody can ever go back from
a pseudonym to a person by trying.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from noaber.privacy.pseudonyms import MASTER_BYTES, Keyring
from noaber.vocabulary.errors import Problem, SettingsError

_LINE = re.compile(r"(k[0-9]{3}) ([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9a-f]{64})")
_MODE = 0o600
Chance = Callable[[int], bytes]


def make_key_file(path: Path, data: Iterable[Path], today: date, chance: Chance = secrets.token_bytes) -> Keyring:
    """Make a key file with a first key; SettingsError where there is one already, or within a folder with `data`."""
    _refuse_within(path, data)
    line = _line("k001", today, chance)
    try:
        _write_new(path, line)
    except FileExistsError as error:
        found = "there is a key file already"
        raise SettingsError(Problem(str(path), found, "a new place", "To change the key, rotate it.")) from error
    except OSError as error:
        raise _cannot(path, "written", error) from error
    return _parse(path, line)


def read_keys(path: Path, data: Iterable[Path]) -> Keyring:
    """Read the keys; SettingsError where the file lies within a folder with `data`, or others may read or change it.

    The permissions are those of the very file that is read. A symbolic link is refused. On Windows permissions are not
    looked at: they are another matter there.
    """
    return _parse(path, _read_text(path, data))


def rotate_key_file(path: Path, data: Iterable[Path], today: date, chance: Chance = secrets.token_bytes) -> Keyring:
    """Add a new key, which is in use from now on; older ones stay, to read what was made with them.

    The file is replaced at once: whoever reads it meanwhile sees the old one or the new one. SettingsError as in
    `read_keys`, where another rotation is busy, and where all 999 names are used.
    """
    text = _read_text(path, data)
    ring = _parse(path, text)
    number = int(ring.current[1:]) + 1
    if number > 999:
        raise SettingsError(Problem(str(path), "all 999 names of keys are used", "", "Make a new key file."))
    longer = text.rstrip("\n") + "\n" + _line(f"k{number:03d}", today, chance)
    beside = path.with_name(f"{path.name}.new")
    try:
        _write_new(beside, longer)
        beside.replace(path)
    except FileExistsError as error:
        next_step = "If no other rotation runs, one was cut short: remove this file."
        raise SettingsError(Problem(str(beside), "a new key file stands there", "none", next_step)) from error
    except OSError as error:
        raise _cannot(path, "written", error) from error
    return _parse(path, longer)


def _read_text(path: Path, data: Iterable[Path]) -> str:
    """Give the text of a key file once its place, its owner and its permissions are found to be right."""
    _refuse_within(path, data)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "r", encoding="ascii", errors="replace") as file:
            _refuse_loose(path, os.fstat(file.fileno()))
            return file.read()
    except OSError as error:
        raise _cannot(path, "read", error) from error


def _line(name: str, today: date, chance: Chance) -> str:
    return f"{name} {today.isoformat()} {chance(MASTER_BYTES).hex()}\n"


def _write_new(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _parse(path: Path, text: str) -> Keyring:
    lines = [_LINE.fullmatch(line) for line in text.splitlines()]
    keys = [match.groups() for match in lines if match]
    names = [name for name, _, _ in keys]
    if len(keys) < len(lines) or not keys or names != sorted(set(names)):
        wrong = next((number for number, match in enumerate(lines, start=1) if not match), len(lines))
        expected = "lines 'name date key', each name once and the newest last"
        raise SettingsError(Problem(f"{path}:{wrong}", "no key file", expected, "Put back the copy that you kept."))
    return Keyring(names[-1], {name: bytes.fromhex(key) for name, _, key in keys})


def _refuse_within(path: Path, data: Iterable[Path]) -> None:
    place = path.parent.resolve() / path.name
    for folder in data:
        if place.is_relative_to(folder.resolve()):
            found = f"the key file lies within {folder}, with the data"
            raise SettingsError(
                Problem(str(path), found, "a place outside it", "A copy of the data would hold the key.")
            )


def _refuse_loose(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise SettingsError(Problem(str(path), "not a file", "a key file"))
    if sys.platform == "win32":
        return
    mode = stat.S_IMODE(status.st_mode)
    if mode & 0o077:
        found, expected = f"mode {mode:04o}: others than you may use it", "mode 0600"
        raise SettingsError(Problem(str(path), found, expected, f"chmod 600 {path}, and rotate the key."))
    if status.st_uid != os.geteuid():
        raise SettingsError(Problem(str(path), "the file of another user", "your own", "Run as the user who made it."))


def _cannot(path: Path, done: str, error: OSError) -> SettingsError:
    return SettingsError(Problem(str(path), f"cannot be {done}: {error.strerror}", "a key file of your own"))
