"""Pseudonyms: instead of an identifier, a keyed code that is the same for the same one, within one purpose and domain.

The key of a purpose and domain is derived from a master key that lies outside the data (`noaber.privacy.keys`); codes
of two purposes cannot be joined, and without the key nobody can try out all numbers. The code begins with the name of
its master key, so that after a rotation one sees which codes are of the old one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import polars as pl

from noaber.privacy.key_derivation import expand, extract

KEY_NAME = re.compile(r"k[0-9]{3}")
PSEUDONYM = re.compile(r"k[0-9]{3}-[0-9a-f]{32}")
"""The one form of all pseudonyms: the master key, and 128 bits of HMAC-SHA-256."""
MASTER_BYTES = 32
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_SALT = b"noaber pseudonyms"
_BLOCK = 64  # bytes that SHA-256 works on at a time
_VERSION = "1"  # of the derivation: a change gives other codes


@dataclass(frozen=True)
class Keyring:
    """The master keys by name, and the one that is used now; keys are not shown when it is printed."""

    current: str
    masters: Mapping[str, bytes] = field(repr=False)

    def __post_init__(self) -> None:
        wrong = [name for name in self.masters if not KEY_NAME.fullmatch(name)]
        short = [name for name, master in self.masters.items() if len(master) < MASTER_BYTES]
        if wrong or short or self.current not in self.masters:
            raise ValueError(f"a key ring with names {wrong}, short keys {short} and current key {self.current}")


@dataclass(frozen=True)
class DomainKey:
    """The key of one purpose and domain, under the name of its master key; it is not shown when it is printed."""

    name: str
    secret: bytes = field(repr=False)


def domain_key(ring: Keyring, purpose: str, domain: str, name: str = "") -> DomainKey:
    """Give the key for identifiers of a domain (as `person`) used for a purpose (as `wmo_monitor`).

    Derived with HKDF-SHA-256 from the current master key, or from the one with this name. ValueError for a purpose or
    domain that is not a plain name: with a separator in it two purposes could get one key.

    >>> ring = Keyring("k001", {"k001": bytes(range(32))})
    >>> domain_key(ring, "wmo", "person") == domain_key(ring, "jeugd", "person")
    False
    """
    if not _NAME.fullmatch(purpose) or not _NAME.fullmatch(domain):
        raise ValueError(f"no names: purpose '{purpose}', domain '{domain}'")
    chosen = name or ring.current
    info = f"{purpose}|{domain}|{_VERSION}".encode()
    return DomainKey(chosen, expand(extract(_SALT, ring.masters[chosen]), info))


def pseudonym(identifier: str, key: DomainKey) -> str:
    """Give the pseudonym of an identifier in its one form; `pseudonymise` does whole columns.

    >>> len(pseudonym("111222333", DomainKey("k001", b"secret")))
    37
    """
    return _coder(key)(identifier)


def pseudonymise(identifiers: pl.Series, key: DomainKey, known: dict[str, str] | None = None) -> pl.Series:
    """Give the pseudonym of every identifier; absent where it is absent. Each distinct one is computed once; what was
    computed before is taken from `known`, which grows.

    Bring the identifiers to one form before (`noaber.privacy.identifiers`).

    >>> codes = pseudonymise(pl.Series(["a", "b", "a", None]), DomainKey("k001", b"secret"))
    >>> codes[0] == codes[2] != codes[1], codes[3]
    (True, None)
    """
    known = {} if known is None else known
    plain = identifiers.cast(pl.String).to_list()
    codes = list(map(known.get, plain))
    if codes.count(None) > identifiers.null_count():
        new = {one for one, code in zip(plain, codes, strict=True) if code is None and one is not None}
        code_of = _coder(key)
        known.update((one, code_of(one)) for one in new)
        codes = list(map(known.get, plain))
    return pl.Series(identifiers.name, codes, dtype=pl.String)


def _coder(key: DomainKey) -> Callable[[str], str]:
    """Give the function that makes pseudonyms with a key: HMAC-SHA-256 (RFC 2104) with what depends on the key alone
    done once, which is most of the work of a short text."""
    secret = key.secret if len(key.secret) <= _BLOCK else sha256(key.secret).digest()
    block = secret.ljust(_BLOCK, b"\0")
    inner, outer = sha256(bytes(byte ^ 0x36 for byte in block)), sha256(bytes(byte ^ 0x5C for byte in block))

    def code_of(identifier: str) -> str:
        within, around = inner.copy(), outer.copy()
        within.update(identifier.encode())
        around.update(within.digest())
        return f"{key.name}-{around.hexdigest()[:32]}"

    return code_of


def numbers_of(pseudonyms: pl.Expr) -> pl.Expr:
    """Give pseudonyms of one key as whole numbers: their first 60 bits. Two of a million are the same with a chance of
    one in two million, and whole numbers are compared, sorted and kept in a fraction of the time.

    >>> pl.DataFrame({"who": ["k001-" + "0" * 14 + "f" * 18, None]}).select(numbers_of(pl.col("who")))["who"].to_list()
    [15, None]
    """
    return pseudonyms.str.slice(5, 15).str.to_integer(base=16, dtype=pl.Int64, strict=False)


def made_with(pseudonyms: pl.Series) -> pl.Series:
    """Give the name of the master key of each pseudonym; absent where it is absent, or is no pseudonym.

    After a rotation: what still carries an older name has to be made again from its delivery, or be dropped.

    >>> made_with(pl.Series(["k001-" + "0" * 32, "111222333"])).to_list()
    ['k001', None]
    """
    return pseudonyms.str.extract("^(k[0-9]{3})-[0-9a-f]{32}$")
