"""One process at a time in a folder; a killed process leaves no lock behind."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from noaber.vocabulary.errors import NoaberError


@contextmanager
def hold_folder(folder: Path, refusal: NoaberError) -> Iterator[None]:
    """Hold a folder while working in it; raises `refusal` where another process holds it. No lock on Windows."""
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise refusal from error
        yield


def is_running(pid: int) -> bool:
    """Say whether a process still runs; what a process that is gone left half-done may be removed."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it runs, for somebody else
        return True
    return True
