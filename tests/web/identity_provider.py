"""A provider of identities (OpenID Connect) that runs as a process of its own: it keeps people, asks who one is, gives
codes that work once, checks PKCE and the secret of its client, and signs with its own keys.

Run as `python identity_provider.py PORT`. What it may be told to do wrong is in `FAULTS`, for the site has to notice.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT, SECRET = "noaber", "a secret of the client"
PEOPLE = {
    "carla": {
        "sub": "c-1",
        "name": "Carla de Boer",
        "email": "carla@example.org",
        "groups": ["noaber-gm9001", "staff"],
    },
    "dirk": {"sub": "d-2", "name": "Dirk Smit", "email": "anna@example.org", "groups": "staff"},
    "emma": {"sub": "e-3", "name": "Emma Vos", "groups": ["noaber-office"]},
}
KEYS = [RSAKey.generate_key(2048, {"kid": "r1"}), ECKey.generate_key("P-256", {"kid": "e1"})]
FOREIGN = RSAKey.generate_key(2048, {"kid": "r1"})
FAULTS = (
    "", "nonce", "audience", "issuer", "expired", "unsigned", "foreign", "shared-secret", "party", "no-subject",
    "future",
)  # fmt: skip


class Provider(BaseHTTPRequestHandler):
    """Answers one request."""

    codes: ClassVar[dict[str, dict[str, str]]] = {}
    fault = ""
    algorithm = "RS256"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    @property
    def issuer(self) -> str:
        """Our own address."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def do_GET(self) -> None:
        """Configuration, keys, who are you, and what to do wrong."""
        place = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(place.query).items()}
        match place.path:
            case "/.well-known/openid-configuration":
                self._say(self._configuration())
            case "/keys":
                self._say(KeySet(KEYS).as_dict(private=False))
            case "/authorize":
                self._authorize(asked)
            case "/do-wrong":
                Provider.fault, Provider.algorithm = asked.get("what", ""), asked.get("algorithm", "RS256")
                self._say({})
            case _:
                self._say({"error": "not_found"}, 404)

    def _configuration(self) -> dict[str, str]:
        return {
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
        }  # fmt: skip

    def _authorize(self, asked: dict[str, str]) -> None:
        """Ask who it is; who says so is sent back with a code."""
        right = asked.get("client_id") == CLIENT and asked.get("response_type") == "code"
        if not right or asked.get("code_challenge_method") != "S256" or "openid" not in asked.get("scope", "").split():
            self._say({"error": "invalid_request"}, 400)
        elif asked.get("i_am") not in PEOPLE:
            self._say({"people": sorted(PEOPLE)})
        else:
            code = secrets.token_urlsafe(24)
            Provider.codes[code] = asked
            back = {"code": code, "state": asked["state"], "iss": self.issuer}
            self.send_response(302)
            self.send_header("location", f"{asked['redirect_uri']}?{urlencode(back)}")
            self.end_headers()

    def do_POST(self) -> None:
        """A code for a token."""
        form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        said = {name: values[0] for name, values in form.items()}
        known = Provider.codes.pop(said.get("code", ""), None)
        client = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        hashed = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        challenge = _packed(hashed)
        if (
            known is None
            or self.headers.get("authorization") != client
            or said.get("grant_type") != "authorization_code"
            or said.get("redirect_uri") != known["redirect_uri"]
            or challenge != known["code_challenge"]
        ):
            self._say({"error": "invalid_grant"}, 400)
            return
        self._say({"token_type": "Bearer", "access_token": "unused", "id_token": self._token(known)})

    def _token(self, known: dict[str, str]) -> str:
        now, fault = int(time.time()), Provider.fault
        claims: dict[str, Any] = {
            **PEOPLE[known["i_am"]], "iss": self.issuer, "aud": CLIENT, "nonce": known["nonce"], "iat": now,
            "exp": now + 300,
        }  # fmt: skip
        claims |= {
            "nonce": {"nonce": "another"}, "audience": {"aud": "somebody-else"}, "issuer": {"iss": "http://127.0.0.1:1"},
            "expired": {"iat": now - 900, "exp": now - 600}, "party": {"aud": [CLIENT, "other"], "azp": "other"},
            "future": {"iat": now + 3600, "exp": now + 7200},
        }.get(fault, {})  # fmt: skip
        if fault == "no-subject":
            del claims["sub"]
        if fault == "unsigned":
            return f"{_bare({'alg': 'none', 'typ': 'JWT'}, claims)}."
        if fault == "shared-secret":  # signed with what everybody can read: the public key, taken for a secret
            said = _bare({"alg": "HS256", "kid": "r1"}, claims)
            return f"{said}.{_packed(hmac.digest(KEYS[0].as_pem(private=False), said.encode(), 'sha256'))}"
        key = FOREIGN if fault == "foreign" else KEYS[0] if Provider.algorithm == "RS256" else KEYS[1]
        return jwt.encode({"alg": Provider.algorithm, "kid": key.kid}, claims, key)

    def _say(self, said: Any, status: int = 200) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bare(*parts: dict[str, Any]) -> str:
    return ".".join(_packed(json.dumps(part).encode()) for part in parts)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Provider).serve_forever()
