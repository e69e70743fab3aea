"""Signing in with the account of one's own organisation: OpenID Connect Core 1.0, authorization code with PKCE."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import and_

from noaber.access.accounts import Account, Appointment, add_account, read_account, replace_provided
from noaber.access.database import looking
from noaber.access.desk import Desk
from noaber.access.schema import ACCOUNT
from noaber.content.rights import SignInSpec
from noaber.vocabulary.errors import NoaberError, Problem

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Signatures with a public key alone: a token signed with a shared secret, or with none, is refused."""
PATIENCE_SECONDS = 10.0
CLOCK_SECONDS = 60
TRIP_SECONDS = 600
"""How long one may be away at the provider."""
LARGEST = 500_000


class SignInFailed(NoaberError):
    """The provider of identities gave no answer that can be trusted; what was wrong goes to the log alone."""

    code, http_status = "sign-in", 401


@dataclass(frozen=True)
class Provider:
    """Where a provider of identities is asked what."""

    authorization: str
    token: str
    keys: str


@dataclass(frozen=True)
class Trip:
    """A visit to the provider, kept sealed in a cookie until one comes back."""

    state: str
    nonce: str
    verifier: str
    back_to: str
    returns: str

    def seal(self, desk: Desk) -> str:
        """Write it so that only we can read it."""
        return desk.secret.seal("oidc", json.dumps(self.__dict__))


def open_trip(desk: Desk, sealed: str) -> Trip | None:
    """Read a trip; None where it is none of ours, or too long ago."""
    said = desk.secret.open("oidc", sealed, TRIP_SECONDS)
    return None if said is None else Trip(**json.loads(said))


def begin_trip(spec: SignInSpec, returns: str, back_to: str) -> tuple[Trip, str]:
    """Begin to sign in: gives the trip and the address at the provider to send the visitor to. `returns` is our own
    address that the provider sends back to, `back_to` the page that the visitor wants."""
    provider = discover(spec)
    trip = Trip(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(64), back_to, returns)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(trip.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code", "client_id": spec.client, "redirect_uri": returns, "scope": " ".join(spec.scopes),
        "state": trip.state, "nonce": trip.nonce, "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    join = "&" if urlsplit(provider.authorization).query else "?"
    return trip, f"{provider.authorization}{join}{urlencode(asked)}"


def end_trip(spec: SignInSpec, secret: str, trip: Trip, told: Mapping[str, str]) -> Mapping[str, Any]:
    """Give the claims of who comes back with `told`; SignInFailed where anything is not as it must be."""
    if not secrets.compare_digest(told.get("state", "").encode(), trip.state.encode()):
        raise _failed("state")
    if told.get("iss", spec.issuer) != spec.issuer:
        raise _failed("issuer")
    if not told.get("code"):
        raise _failed("no code")
    provider = discover(spec)
    form = {
        "grant_type": "authorization_code", "code": told["code"], "redirect_uri": trip.returns,
        "client_id": spec.client, "code_verifier": trip.verifier,
    }  # fmt: skip
    auth = httpx.BasicAuth(spec.client, secret) if secret else None
    answer = _fetch(spec, "POST", provider.token, data=form, auth=auth)
    return read_identity(spec, str(answer.get("id_token", "")), _fetch(spec, "GET", provider.keys), trip.nonce)


def discover(spec: SignInSpec) -> Provider:
    """Ask a provider where it is asked what."""
    said = _fetch(spec, "GET", f"{spec.issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != spec.issuer:
        raise _failed("issuer of the configuration")
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    places = [str(said.get(name, "")) for name in names]
    safe = "https://" if spec.issuer.startswith("https://") else "http"
    if not all(place.startswith(safe) for place in places):
        raise _failed("addresses of the configuration")
    return Provider(*places)


def _fetch(spec: SignInSpec, method: str, address: str, **sent: Any) -> dict[str, Any]:
    try:
        answer = httpx.request(method, address, timeout=PATIENCE_SECONDS, follow_redirects=False, **sent)
        said = answer.json() if answer.status_code == 200 and len(answer.content) <= LARGEST else None
    except (httpx.HTTPError, ValueError) as error:
        raise _failed(type(error).__name__) from error
    if not isinstance(said, dict):
        raise _failed(f"status {answer.status_code}")
    return said


def read_identity(spec: SignInSpec, token: str, keys: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
    """Give the claims of an ID token whose signature, issuer, audience, time and nonce are right; SignInFailed else."""
    try:
        read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]
        jwt.JWTClaimsRegistry(
            leeway=CLOCK_SECONDS,
            iss={"essential": True, "value": spec.issuer},
            aud={"essential": True, "value": spec.client},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(read.claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise _failed(type(error).__name__) from error
    audience = read.claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if read.claims.get("azp", "" if several else spec.client) != spec.client:
        raise _failed("party")
    return read.claims


def _failed(what: str) -> SignInFailed:
    return SignInFailed(Problem("", what))


# -- from claims to an account


def roles_of(spec: SignInSpec, claims: Mapping[str, Any]) -> Iterator[Appointment]:
    """Give the roles that claims bring, each once with all its areas."""
    found: dict[str, set[str]] = {}
    for rule in spec.roles:
        said = claims.get(rule.claim)
        values = said if isinstance(said, list) else [said]
        if rule.value in [str(value) for value in values if value is not None]:
            found.setdefault(rule.role, set()).update(rule.areas)
    for role, areas in found.items():
        yield Appointment(role, tuple(sorted(areas)), None, "provider", "provider")


def account_of(desk: Desk, spec: SignInSpec, claims: Mapping[str, Any]) -> Account:
    """Give the account of who the provider says it is, made at the first visit, with the roles of today's claims. It
    never becomes an account that somebody else has here by the same e-mail address."""
    subject = str(claims["sub"])
    condition = and_(ACCOUNT.c.issuer == spec.issuer, ACCOUNT.c.subject == subject)
    with looking(desk.engine) as connection:
        account = read_account(connection, condition)
    if account is None:
        mark = hashlib.sha256(f"{spec.issuer} {subject}".encode()).hexdigest()[:16]
        name = str(claims.get("name") or claims.get("email") or subject)[:200]
        account = add_account(desk, f"extern:{mark}", name, identity=(spec.issuer, subject))
    replace_provided(desk, account.id, list(roles_of(spec, claims)))
    with looking(desk.engine) as connection:
        return read_account(connection, condition) or account
