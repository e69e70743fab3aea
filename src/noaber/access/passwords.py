"""Passwords: which are good enough, and how they are kept (argon2id, RFC 9106)."""

from __future__ import annotations

import re
import secrets
import unicodedata
from base64 import b64encode
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

LEAST, MOST = 12, 200
LEAST_DIFFERENT = 5
COMMON = (
    "password", "passwort", "qwertyuiop", "wachtwoord", "welkom", "welcome", "willkommen", "qwerty", "qwertz",
    "azerty", "asdfgh", "zxcvbn", "letmein", "iloveyou", "admin", "administrator", "beheerder", "geheim", "secret",
    "login", "inloggen", "abcdef", "abcdefghijklmnop", "test", "temp", "lente", "zomer", "herfst", "winter",
    "voorjaar", "najaar", "spring", "summer", "autumn", "januari", "februari", "maart", "april", "juni", "juli",
    "augustus", "september", "oktober", "november", "december", "maandag", "dinsdag", "woensdag", "donderdag",
    "vrijdag", "zaterdag", "zondag", "noaber", "voetbal", "ajax", "feyenoord", "fctwente", "nederland", "holland",
    "changeme", "monkey", "dragon", "master", "princess", "sunshine", "football", "schatje", "gemeente", "kantoor",
    "verander", "veranderen",
)  # fmt: skip
"""What the commonest passwords are made of, once digits and signs are taken off."""
LIKE = str.maketrans("013457@$!", "oieastasi")
HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


def faults_of(password: str, own: Iterable[str] = ()) -> tuple[str, ...]:
    """Give what is wrong with a password, as keys of texts: short, long, common, own. `own` are words of the person:
    login name, name, office.

    >>> faults_of("W@chtw00rd2026!"), faults_of("anna.jansen-1!", ["anna.jansen@example.org"]), faults_of("short")
    (('common',), ('own',), ('short',))
    >>> faults_of("vier paarden in de mist")
    ()
    """
    folded = _fold(password)
    found = []
    if len(password) < LEAST:
        found.append("short")
    elif len(password) > MOST:
        found.append("long")
    elif _is_common(password, folded):
        found.append("common")
    elif any(word in folded and len(word) * 2 > len(folded) for word in _words(own)):
        found.append("own")
    return tuple(found)


def _fold(text: str) -> str:
    """Letters alone, without accents, capitals and the usual digits in their place."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(LIKE)
    return re.sub(r"[^a-z]", "", plain)


def _is_common(password: str, folded: str) -> bool:
    rest = folded
    for word in sorted((*COMMON, *(_fold(common) for common in COMMON)), key=len, reverse=True):
        rest = rest.replace(word, "")
    bare = re.sub(r"[^a-z]", "", password.casefold())
    runs = "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "12345678901234567890"
    is_run = any(password.casefold() in run * 3 for run in runs)
    return is_run or len(set(password)) < LEAST_DIFFERENT or len(rest) < LEAST_DIFFERENT or bare in COMMON


def _words(own: Iterable[str]) -> set[str]:
    parts = {part for text in own for part in (text, *re.split(r"[@\s]+", text), text.partition("@")[0])}
    return {folded for part in parts if len(folded := _fold(part)) >= 4}


def hash_password(password: str, hasher: PasswordHasher = HASHER) -> str:
    """Give what is kept of a password."""
    return hasher.hash(password)


def is_password(kept: str | None, password: str, hasher: PasswordHasher = HASHER) -> bool:
    """Say whether it is the password; without one that is kept as much time goes by, and it is not."""
    try:
        return hasher.verify(kept or _nobody(hasher), password[: MOST + 1]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str, hasher: PasswordHasher = HASHER) -> bool:
    """Say whether a password was kept with other parameters than today's."""
    return hasher.check_needs_rehash(kept)


def _nobody(hasher: PasswordHasher) -> str:
    """A hash of what nobody knows, to compare with where there is no account: it takes as long to compare."""
    parameters = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, hashed = (b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19${parameters}${salt}${hashed}"
