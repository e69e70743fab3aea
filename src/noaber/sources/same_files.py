"""Files of people that came under a wrong name: the same bytes twice, and names that nearly fit a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from noaber.content.source import SourceFile
from noaber.sources.file_names import glob_of
from noaber.sources.masking import mask_text
from noaber.vocabulary.errors import Problem

Slot = tuple[str, str]


def same_bytes(standing: Mapping[Slot, str], new: Iterable[Slot]) -> dict[Slot, Problem]:
    """Give for each new delivery a problem where another of its source has the very same bytes.

    `standing` has the hash of what stands in every slot once the new ones are in. One supplier's file, or that of
    another quarter, was probably sent under this name; which of the two names is wrong only people can tell.
    """
    names: dict[tuple[str, str], list[str]] = {}
    for (source, name), sha in standing.items():
        names.setdefault((source, sha), []).append(name)
    found = {}
    for slot in new:
        source, name = slot
        others = [other for other in sorted(names[source, standing[slot]]) if other != name]
        if others:
            said = f"is the same file as {mask_text(', '.join(others[:3]))}"
            next_step = "Look which of these names is wrong, and ask that supplier for the file of that period."
            found[slot] = Problem(f"{source}: {mask_text(name)}", said, "a file of its own", next_step)
    return found


def near_misses(folder: Path, sources: Mapping[str, SourceFile]) -> Iterator[Problem]:
    """Tell of the files below a folder that no source takes, although their name begins as that of a delivery of
    people does: packed, saved in another format, or a copy."""
    patterns = {id: source.deliveries for id, source in sources.items() if source.class_ == "personal"}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if path.is_file() and not hidden and not _is_taken(name, sources):
            for id, wanted in patterns.items():
                if any(_nearly_fits(path.name, pattern) for pattern in wanted):
                    found = f"is taken by no source, although {id} takes {' or '.join(wanted)}"
                    yield Problem(mask_text(str(name)), found, "", "Unpack it, or give it the name that is expected.")


def _is_taken(name: PurePath, sources: Mapping[str, SourceFile]) -> bool:
    return any(name.match(glob_of(pattern)) for source in sources.values() for pattern in source.deliveries)


def _nearly_fits(name: str, pattern: str) -> bool:
    stem = PurePath(glob_of(PurePath(pattern).name)).stem
    return fnmatchcase(name.casefold(), f"{stem.casefold()}*")
