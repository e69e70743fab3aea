"""What every act on accounts needs: where they are kept, the secret, the rights of the region, and what time it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import Engine

from noaber.access.database import file_url, open_database
from noaber.access.passwords import HASHER
from noaber.access.secret import Secret, read_secret
from noaber.content.rights import RightsFile


def now() -> datetime:
    """Give the time."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """The desk where one asks for what belongs to accounts. `head` is the file beside the database that tells how far
    the log reaches."""

    engine: Engine
    secret: Secret
    rights: RightsFile
    head: Path
    own_words: tuple[str, ...] = ()  # no password may be made of these: the names of region and office
    clock: Callable[[], datetime] = field(default=now)
    hasher: PasswordHasher = HASHER

    @property
    def today(self) -> date:
        """The day."""
        return self.clock().date()


def open_desk(
    home: Path,
    region: str,
    rights: RightsFile,
    url: str = "",
    own_words: tuple[str, ...] = (),
    clock: Callable[[], datetime] = now,
    hasher: PasswordHasher = HASHER,
) -> Desk:
    """Open the accounts of a region: in its own SQLite file under `home`, or in the database of `url`."""
    folder = home / "access"
    engine = open_database(url or file_url(folder / f"{region}.sqlite"))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    head = folder / f"{region}-audit-head.json"
    return Desk(engine, read_secret(folder / "secret"), rights, head, own_words, clock, hasher)
