"""What a region keeps of people, in one hand: the door they come in by, who is forgotten, what is expired."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date

import polars as pl

from noaber.content.model import Region
from noaber.privacy.pseudonyms import Keyring
from noaber.sources.door import Door
from noaber.sources.kept_people import Removed, pseudonyms_of, remove_expired, remove_people
from noaber.sources.locking import hold_folder
from noaber.vocabulary.errors import BuildRefused, Problem
from noaber.warehouse.store import Store

BUSY = Problem("forget", "a build of this region is running", "", "Wait until it has ended.")


def open_door(region: Region, store: Store, keys: Callable[[], Keyring]) -> Door:
    """Give the door of a region; who is forgotten does not come in again."""
    return Door(region, keys, read_forgotten(region, store))


def read_forgotten(region: Region, store: Store) -> frozenset[str]:
    """Give the pseudonyms of those who are forgotten."""
    path = store.forgotten(region.file.region)
    return frozenset(path.read_text("ascii").split()) if path.exists() else frozenset()


def forget(region: Region, store: Store, identifiers: list[str], keys: Keyring) -> list[Removed]:
    """Remove people from all that is kept, and remember their pseudonyms so that no later delivery brings them back.

    First it is remembered, then removed: if it is cut short, doing it again completes it.
    """
    gone = pseudonyms_of(pl.Series(identifiers, dtype=pl.String), "person", region.sources, keys)
    with hold_folder(store.releases(region.file.region), BuildRefused(BUSY)):
        known = sorted(read_forgotten(region, store) | gone)
        store.write_whole(store.forgotten(region.file.region), "".join(f"{code}\n" for code in known))
        removed = remove_people(store.keeper(region.file.region), region.sources, gone)
        _clear_cache(store)
    return removed


def purge(region: Region, store: Store, today: date) -> list[Removed]:
    """Remove what may no longer be kept."""
    with hold_folder(store.releases(region.file.region), BuildRefused(BUSY)):
        removed = remove_expired(store.keeper(region.file.region), region.sources, today)
        _clear_cache(store)
    return removed


def _clear_cache(store: Store) -> None:
    """Remove every record of personal data from the cache, which makes itself anew."""
    for folder in (store.home / "cache").glob("personal-*"):
        shutil.rmtree(folder)
