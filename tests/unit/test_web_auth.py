"""Tokens: whom the web layer believes."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from shared.web import Caller, LocalIssuer, TokenVerifier, Unauthenticated, session_cookie
from tests.sample.bench import START, HeldClock

ISSUER, AUDIENCE = "https://issuer.test", "kiemdiem"
CLAIMS = {"iss": ISSUER, "aud": AUDIENCE, "sub": "officer-7", "exp": int(START.timestamp()) + 3600, "roles": ["member"]}


def encode(header: dict[str, str], claims: dict[str, Any], key: Any) -> str:
    return jwt.encode(header, claims, key, [header["alg"]])


def publish(file: Path, *keys: Any) -> None:
    file.write_bytes(orjson.dumps({"keys": [key.as_dict(private=False) for key in keys]}))


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def issuer(tmp_path: Path, clock: HeldClock) -> LocalIssuer:
    return LocalIssuer(tmp_path, ISSUER, AUDIENCE, clock)


@pytest.fixture
def verifier(issuer: LocalIssuer, clock: HeldClock) -> TokenVerifier:
    return TokenVerifier(issuer.jwks_file, ISSUER, AUDIENCE, clock)


def test_a_token_says_who_calls(issuer: LocalIssuer, verifier: TokenVerifier) -> None:
    token = issuer.mint("dv-1", ["member", "unit_officer"], organization="QN", person="DV000001")
    assert verifier.verify(token) == Caller("dv-1", frozenset({"member", "unit_officer"}), "QN", "DV000001")


def test_roles_that_do_not_exist_give_nothing(issuer: LocalIssuer, verifier: TokenVerifier) -> None:
    assert verifier.verify(issuer.mint("x", ["emperor", "member"])).roles == {"member"}


def test_a_service_whose_clock_is_slow_takes_a_new_token_all_the_same(
    issuer: LocalIssuer, verifier: TokenVerifier, clock: HeldClock
) -> None:
    token = issuer.mint("x", ["member"])
    clock.advance(minutes=-10)
    assert verifier.verify(token).subject == "x"


def test_a_token_ends_with_its_lifetime(issuer: LocalIssuer, verifier: TokenVerifier, clock: HeldClock) -> None:
    token = issuer.mint("x", ["member"], lifetime=timedelta(minutes=5))
    clock.advance(minutes=4)
    assert verifier.verify(token).subject == "x"
    clock.advance(minutes=2)
    with pytest.raises(Unauthenticated):
        verifier.verify(token)


@pytest.mark.parametrize("other", [{"issuer": "https://elsewhere.test"}, {"audience": "another-system"}])
def test_a_token_of_another_issuer_or_audience_is_refused(
    issuer: LocalIssuer, clock: HeldClock, other: dict[str, str]
) -> None:
    expected = {"issuer": ISSUER, "audience": AUDIENCE, **other}
    with pytest.raises(Unauthenticated):
        TokenVerifier(issuer.jwks_file, clock=clock, **expected).verify(issuer.mint("x", ["member"]))


@pytest.mark.parametrize("claim", ["iss", "aud", "exp", "sub"])
def test_a_token_without_a_required_claim_is_refused(tmp_path: Path, clock: HeldClock, claim: str) -> None:
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    publish(tmp_path / "jwks.json", key)
    verifier = TokenVerifier(tmp_path / "jwks.json", ISSUER, AUDIENCE, clock)
    header = {"alg": "Ed25519", "kid": str(key.kid)}
    assert verifier.verify(encode(header, dict(CLAIMS), key)).subject == "officer-7"
    lacking = {name: value for name, value in CLAIMS.items() if name != claim}
    with pytest.raises(Unauthenticated):
        verifier.verify(encode(header, lacking, key))


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [("ES256", ECKey.generate_key("P-256", auto_kid=True)), ("RS256", RSAKey.generate_key(2048, auto_kid=True))],
)
def test_the_usual_algorithms_of_identity_providers_are_accepted(
    tmp_path: Path, clock: HeldClock, algorithm: str, key: Any
) -> None:
    publish(tmp_path / "jwks.json", key)
    token = encode({"alg": algorithm, "kid": key.kid}, dict(CLAIMS), key)
    assert TokenVerifier(tmp_path / "jwks.json", ISSUER, AUDIENCE, clock).verify(token).subject == "officer-7"


def test_an_unsigned_token_is_refused(issuer: LocalIssuer, verifier: TokenVerifier) -> None:
    header, claims = (
        base64.urlsafe_b64encode(orjson.dumps(part)).rstrip(b"=").decode() for part in ({"alg": "none"}, CLAIMS)
    )
    with pytest.raises(Unauthenticated):
        verifier.verify(f"{header}.{claims}.")


def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(
    issuer: LocalIssuer, verifier: TokenVerifier
) -> None:
    published = orjson.loads(issuer.jwks_file.read_bytes())["keys"][0]
    secret = OctKey.import_key(base64.urlsafe_b64decode(published["x"] + "="))
    with pytest.raises(Unauthenticated):
        verifier.verify(encode({"alg": "HS256", "kid": published["kid"]}, dict(CLAIMS), secret))


def test_a_token_that_was_changed_is_refused(issuer: LocalIssuer, verifier: TokenVerifier) -> None:
    header, _, signature = issuer.mint("x", ["member"]).split(".")
    claims = base64.urlsafe_b64encode(orjson.dumps({**CLAIMS, "roles": ["operator"]})).rstrip(b"=").decode()
    with pytest.raises(Unauthenticated):
        verifier.verify(f"{header}.{claims}.{signature}")


@pytest.mark.parametrize(
    "odd",
    [
        {"roles": "operator"},
        {"roles": None},
        {"sub": ""},
        {"sub": 7},
        {"organization": 7},
        {"person": {}},
        {"exp": "never"},
        {"exp": True},
        {"nbf": int(START.timestamp()) + 3600},
    ],
)
def test_a_signed_token_with_a_senseless_claim_is_refused(
    tmp_path: Path, clock: HeldClock, odd: dict[str, Any]
) -> None:
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    publish(tmp_path / "jwks.json", key)
    token = encode({"alg": "Ed25519", "kid": str(key.kid)}, {**CLAIMS, **odd}, key)
    with pytest.raises(Unauthenticated):
        TokenVerifier(tmp_path / "jwks.json", ISSUER, AUDIENCE, clock).verify(token)


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "é.è.ê", "..", "a" * 100_000])
def test_what_is_no_token_is_refused(verifier: TokenVerifier, token: str) -> None:
    with pytest.raises(Unauthenticated):
        verifier.verify(token)


def test_a_key_that_the_issuer_adds_later_is_taken_up(
    tmp_path: Path, issuer: LocalIssuer, verifier: TokenVerifier, clock: HeldClock
) -> None:
    verifier.verify(issuer.mint("x", ["member"]))
    later = LocalIssuer(tmp_path / "later", ISSUER, AUDIENCE, clock)
    token = later.mint("y", ["member"])
    with pytest.raises(Unauthenticated):
        verifier.verify(token)
    issuer.jwks_file.write_bytes(later.jwks_file.read_bytes())
    assert verifier.verify(token).subject == "y"


def test_an_issuer_keeps_its_key(tmp_path: Path, issuer: LocalIssuer, clock: HeldClock) -> None:
    token = issuer.mint("x", ["member"])
    again = LocalIssuer(tmp_path, ISSUER, AUDIENCE, clock)
    assert TokenVerifier(again.jwks_file, ISSUER, AUDIENCE, clock).verify(token).subject == "x"
    assert (tmp_path / "issuer-key.json").stat().st_mode & 0o077 == 0


def test_the_published_keys_hold_no_private_one(issuer: LocalIssuer) -> None:
    assert "d" not in orjson.loads(issuer.jwks_file.read_bytes())["keys"][0]


def test_the_session_cookie_is_out_of_reach_for_scripts_and_other_sites() -> None:
    cookie = session_cookie("abc", seconds=60, secure=True)
    assert cookie.startswith("kiemdiem_session=abc;")
    assert {"HttpOnly", "SameSite=Strict", "Secure", "Path=/"} <= set(cookie.split("; "))


def test_a_token_says_what_its_subscriber_was_granted(issuer: LocalIssuer, verifier: TokenVerifier) -> None:
    token = issuer.mint("agency", ["subscriber"], grants=["ratings/personal", "reviews"])
    assert verifier.verify(token).grants == {"reviews", "ratings/personal"}
    assert verifier.verify(issuer.mint("agency", ["subscriber"])).grants == frozenset()
