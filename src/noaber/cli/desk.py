"""The desk of accounts that the settings name, for the commands and for the site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from noaber.settings import Settings
from noaber.vocabulary.errors import NotFound, Problem

if TYPE_CHECKING:
    from noaber.access.desk import Desk


def find_desk(folder: Path, settings: Settings) -> Desk | None:
    """Open the accounts of region FOLDER; None where it has no rights.yml."""
    from noaber.access.desk import open_desk
    from noaber.content.read import read_rights

    file, rights = read_rights(folder)
    if rights is None:
        return None
    words = (*file.name.values(), *file.office.values(), file.home)
    return open_desk(settings.home, file.region, rights, settings.database, words)


def need_desk(folder: Path, settings: Settings) -> Desk:
    """Open the accounts of region FOLDER; NotFound where it has no rights.yml."""
    desk = find_desk(folder, settings)
    if desk is None:
        said = "It says which roles there are: see docs/how-to/give-rights.md."
        raise NotFound(Problem(str(folder / "rights.yml"), "no such file", "", said))
    return desk
