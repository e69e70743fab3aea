"""Signatures of the office (Ed25519, RFC 8032): who has its public key sees that nothing was changed since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SEED_BYTES = 32
PUBLIC_KEY, SIGNATURE = "public_key", "signature"


def signed(statement: Mapping[str, Any], seed: bytes) -> dict[str, Any]:
    """Give a statement with the public key and the signature that belong to a private key of `SEED_BYTES` bytes.

    >>> is_genuine(signed({"release": "a"}, bytes(32)))
    True
    """
    key = Ed25519PrivateKey.from_private_bytes(seed)
    named = {**statement, PUBLIC_KEY: key.public_key().public_bytes_raw().hex()}
    return {**named, SIGNATURE: key.sign(_written(named)).hex()}


def is_genuine(statement: Mapping[str, Any]) -> bool:
    """Say whether a statement is as it was signed with the private key of its public key. A signature that is written
    in another way, as in capitals, is another one.

    >>> is_genuine({**signed({"release": "a"}, bytes(32)), "release": "b"})
    False
    """
    named = {name: value for name, value in statement.items() if name != SIGNATURE}
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(str(statement[PUBLIC_KEY])))
        signature = bytes.fromhex(str(statement[SIGNATURE]))
        key.verify(signature, _written(named))
    except (InvalidSignature, ValueError, KeyError):
        return False
    return bool(signature.hex() == statement[SIGNATURE])


def public_key_of(seed: bytes) -> str:
    """Give the public key of a private one, in hexadecimal digits."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def _written(statement: Mapping[str, Any]) -> bytes:
    """Write a statement in the one way in which it is signed."""
    return json.dumps(statement, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
