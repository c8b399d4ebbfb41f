"""Who is calling: bearer tokens, checked against the issuer's published keys."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError, SecurityWarning
from joserfc.jwk import KeySet
from joserfc.jwt import ClaimsOption, JWTClaimsRegistry
from werkzeug.http import dump_cookie

from shared.domain import Clock
from shared.web.refusals import CookieOnlyReads, Unauthenticated
from shared.web.request import Request

ALGORITHMS = ("Ed25519", "EdDSA", "ES256", "RS256")
LEEWAY_SECONDS = 30
SESSION_COOKIE = "kiemdiem_session"

ROLES = frozenset({"operator", "importer", "board_officer", "unit_officer", "member", "central_reader", "subscriber"})


@dataclass(frozen=True, slots=True)
class Caller:
    """An account: its subject, its roles, the organization it is limited to, and the person behind it if a member.

    `grants` says which events a subscriber may hear, as in `shared.grants`: without any, none.
    """

    subject: str
    roles: frozenset[str] = frozenset()
    organization: str | None = None
    person: str | None = None
    grants: frozenset[str] = frozenset()


NOBODY = Caller("nobody")
"""Who calls a resource that needs no token."""


class Verifier(Protocol):
    def verify(self, token: str) -> Caller:
        """Who the token speaks for. Raises Unauthenticated."""


class _Claims(JWTClaimsRegistry):
    def validate_iat(self, value: object) -> None:
        """Decides nothing: to a service whose clock is slow, every new token was issued in the future."""


class TokenVerifier:
    """Accepts tokens of one issuer for one audience, signed with a key of its JWKS file.

    The file is read again when a token names a key that is not known yet and the file has changed.
    """

    def __init__(self, jwks_file: Path, issuer: str, audience: str, clock: Clock) -> None:
        self._file = jwks_file
        self._clock = clock
        self._claims: dict[str, ClaimsOption] = {
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": audience},
            "exp": {"essential": True},
            "sub": {"essential": True},
        }
        self._keys = KeySet([])
        self._read_at = 0

    def verify(self, token: str) -> Caller:
        try:
            claims = self._decode(token)
            now = int(self._clock.now().timestamp())
            _Claims(now, LEEWAY_SECONDS, **self._claims).validate(claims)
            return _caller(claims)
        except (JoseError, ValueError):
            raise Unauthenticated() from None

    def _decode(self, token: str) -> dict[str, Any]:
        with warnings.catch_warnings():
            # "EdDSA" is the older name of what RFC 9864 calls Ed25519; issuers still use it.
            warnings.simplefilter("ignore", SecurityWarning)
            try:
                return jwt.decode(token, self._keys, ALGORITHMS).claims
            except InvalidKeyIdError:
                if not self._reread():
                    raise
                return jwt.decode(token, self._keys, ALGORITHMS).claims

    def _reread(self) -> bool:
        """Read the key file if it has changed since the last time. Returns whether it was read."""
        try:
            changed_at = self._file.stat().st_mtime_ns
            if changed_at == self._read_at:
                return False
            self._keys = KeySet.import_key_set(json.loads(self._file.read_bytes()))
        except OSError:
            return False
        self._read_at = changed_at
        return True


def _caller(claims: dict[str, Any]) -> Caller:
    if not claims["sub"]:
        raise ValueError("sub is not empty")
    return Caller(
        subject=claims["sub"],
        roles=ROLES & _texts(claims, "roles"),
        grants=_texts(claims, "grants"),
        organization=_code(claims, "organization"),
        person=_code(claims, "person"),
    )


def _texts(claims: dict[str, Any], name: str) -> frozenset[str]:
    values = claims.get(name, [])
    if not isinstance(values, list):
        raise ValueError(f"{name} is a list")
    return frozenset(value for value in values if isinstance(value, str))


def _code(claims: dict[str, Any], name: str) -> str | None:
    value = claims.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} is a code")
    return value or None


def authenticate(request: Request, verifier: Verifier) -> Caller:
    """The request's caller, from its bearer token; when only reading, also from the session cookie."""
    authorization = request.authorization
    if authorization is not None and authorization.type == "bearer" and authorization.token:
        return verifier.verify(authorization.token)
    cookie = request.cookies.get(SESSION_COOKIE)
    if not cookie:
        raise Unauthenticated()
    if not request.reads:
        raise CookieOnlyReads()
    return verifier.verify(cookie)


def session_cookie(token: str, *, seconds: int, secure: bool) -> str:
    """The `Set-Cookie` value that signs a browser in for `seconds`; an empty token and 0 sign it out."""
    return dump_cookie(
        SESSION_COOKIE, token, max_age=seconds, path="/", httponly=True, samesite="Strict", secure=secure
    )
