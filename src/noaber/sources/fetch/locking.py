"""One fetch per source at a time; a killed fetch leaves no lock behind."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from noaber.vocabulary.errors import FetchError, Problem


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Hold the folder of a source while fetching; FetchError where another process does. No lock on Windows."""
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            busy = Problem("", "another fetch of this source is running", "", "Wait until it has ended.")
            raise FetchError(busy) from error
        yield
