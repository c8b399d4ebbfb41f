"""An issuer of tokens for demonstrations and tests: a key in a folder, its public half as JWKS beside it.

A province's own identity provider takes its place in production; it needs no code of ours.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
from joserfc import jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import KeySet, OKPKey

from shared.domain import Clock

LIFETIME = timedelta(hours=8)


class LocalIssuer:
    """Mints tokens with the Ed25519 key in `folder`, which it makes when there is none."""

    def __init__(self, folder: Path, issuer: str, audience: str, clock: Clock) -> None:
        self.issuer = issuer
        self.audience = audience
        self.jwks_file = folder / "jwks.json"
        self._clock = clock
        self._key = _key_in(folder)
        self.jwks_file.write_bytes(orjson.dumps(KeySet([self._key]).as_dict(private=False)))

    def mint(
        self,
        subject: str,
        roles: Iterable[str],
        *,
        organization: str | None = None,
        person: str | None = None,
        grants: Iterable[str] = (),
        lifetime: timedelta = LIFETIME,
    ) -> str:
        """A token for the account `subject`; `grants` are those of a subscriber (shared.grants)."""
        now = self._clock.now()
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": subject,
            "iat": int(now.timestamp()),
            "exp": int((now + lifetime).timestamp()),
            "roles": sorted(roles),
        }
        if organization is not None:
            claims["organization"] = organization
        if person is not None:
            claims["person"] = person
        if granted := sorted(grants):
            claims["grants"] = granted
        with warnings.catch_warnings():
            # Many verifiers know the algorithm by its older name only.
            warnings.simplefilter("ignore", SecurityWarning)
            return jwt.encode({"alg": "EdDSA", "kid": self._key.kid}, claims, self._key, ["EdDSA"])


def _key_in(folder: Path) -> OKPKey:
    file = folder / "issuer-key.json"
    if file.exists():
        return OKPKey.import_key(orjson.loads(file.read_bytes()))
    folder.mkdir(parents=True, exist_ok=True)
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(orjson.dumps(key.as_dict(private=True)))
    return key
