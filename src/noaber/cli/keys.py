"""The key file that the settings name, kept apart from all data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from noaber.settings import Settings

if TYPE_CHECKING:
    from noaber.privacy.pseudonyms import Keyring


def keyring(settings: Settings, deliveries: Path | None = None) -> Keyring:
    """Read the keys; SettingsError where there are none yet, or where they lie with the data."""
    from noaber.privacy.keys import read_keys
    from noaber.vocabulary.errors import Problem, SettingsError

    if not settings.key.exists():
        problem = Problem(str(settings.key), "no key for pseudonyms", "a key file", "Make one with 'noaber key new'.")
        raise SettingsError(problem)
    return read_keys(settings.key, data_folders(settings, deliveries))


def data_folders(settings: Settings, deliveries: Path | None = None) -> Iterator[Path]:
    """Give the folders in which no key may lie."""
    yield settings.home
    if deliveries:
        yield deliveries


def signing_key(settings: Settings) -> bytes:
    """Read the key of signatures, which lies beside that of pseudonyms; made where there is none yet."""
    from noaber.privacy.signing_key import read_signing_key, signing_key_beside

    return read_signing_key(signing_key_beside(settings.key), data_folders(settings))
