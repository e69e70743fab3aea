"""The secret of the site: a file of our own that seals what the database may not tell, and marks what we gave out."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from noaber.vocabulary.errors import Problem, SettingsError

SIZE = 32


@dataclass(frozen=True)
class Secret:
    """A key of 256 bits, from which one key per purpose is made."""

    key: bytes = field(repr=False)

    def mark(self, purpose: str, said: str) -> str:
        """Give the keyed hash of a text for a purpose, in 64 hexadecimal digits."""
        return hmac.new(self.key, f"{purpose}\0{said}".encode(), hashlib.sha256).hexdigest()

    def is_mark(self, purpose: str, said: str, given: str) -> bool:
        """Say whether a mark is ours; takes as long for a wrong one as for a right one."""
        return hmac.compare_digest(self.mark(purpose, said).encode(), given.encode("utf-8", "replace"))

    def seal(self, purpose: str, said: str) -> str:
        """Encrypt a text for a purpose."""
        return self._box(purpose).encrypt(said.encode()).decode()

    def open(self, purpose: str, sealed: str, most_seconds: int | None = None) -> str | None:
        """Decrypt; None of what we did not seal for this purpose, or longer ago than so many seconds."""
        try:
            return self._box(purpose).decrypt(sealed.encode("utf-8", "replace"), most_seconds).decode()
        except InvalidToken:
            return None

    def _box(self, purpose: str) -> Fernet:
        own = hmac.new(self.key, f"seal\0{purpose}".encode(), hashlib.sha256).digest()
        return Fernet(base64.urlsafe_b64encode(own))


def read_secret(path: Path) -> Secret:
    """Read the secret, made at first; SettingsError where others can read the file, or it holds something else."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(FileExistsError):
        _write_new(path)
    if path.stat().st_mode & 0o077:
        raise SettingsError(Problem(str(path), "others can read the secret of the site", "a file of mode 600"))
    key = path.read_bytes()
    if len(key) != SIZE:
        raise SettingsError(Problem(str(path), f"{len(key)} bytes", f"{SIZE} bytes", "Bring back a copy of the file."))
    return Secret(key)


def _write_new(path: Path) -> None:
    """Write a new secret whole; FileExistsError where there is one, be it by another process."""
    if path.exists():
        raise FileExistsError(path)
    part = path.with_suffix(f".{os.getpid()}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(SIZE))
    try:
        os.link(part, path)
    finally:
        part.unlink()


def new_token() -> str:
    """Give a new token of 256 bits."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Give what is kept of a token: its hash, for who reads the database cannot use it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
