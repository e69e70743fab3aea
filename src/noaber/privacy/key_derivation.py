"""HKDF-SHA-256 (RFC 5869): keys for many purposes out of one, none of which tells anything about the others."""

from __future__ import annotations

import hmac

HASH_BYTES = 32


def extract(salt: bytes, secret: bytes) -> bytes:
    """Give a key of 32 bytes that holds what chance there is in a secret (RFC 5869, 2.2)."""
    return hmac.digest(salt or bytes(HASH_BYTES), secret, "sha256")


def expand(key: bytes, info: bytes, length: int = HASH_BYTES) -> bytes:
    """Give `length` bytes for what `info` names (RFC 5869, 2.3); ValueError for more than 255 times 32 bytes.

    >>> expand(b"k" * 32, b"wmo") == expand(b"k" * 32, b"jeugd")
    False
    """
    if not 0 < length <= 255 * HASH_BYTES:
        raise ValueError(f"{length} bytes of key")
    made = block = b""
    for count in range(1, -(-length // HASH_BYTES) + 1):
        block = hmac.digest(key, block + info + bytes([count]), "sha256")
        made += block
    return made[:length]
