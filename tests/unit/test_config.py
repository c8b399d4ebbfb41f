"""Settings come from the environment, or from files that it names; a wrong one is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.config import WrongSetting, settings_from


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    keys = tmp_path / "jwks.json"
    keys.write_text("{}")
    return {
        "KIEMDIEM_DATABASE_URL": "sqlite://",
        "KIEMDIEM_AMQP_URL": "amqp://localhost",
        "KIEMDIEM_ISSUER": "urn:test",
        "KIEMDIEM_JWKS_FILE": str(keys),
    }


def test_what_has_a_usual_value_need_not_be_set(environment: dict[str, str]) -> None:
    settings = settings_from(environment)
    assert settings.source("reviews") == "/binh-dinh/reviews"
    assert settings.wait_seconds == 10


def test_a_secret_may_lie_in_a_file(environment: dict[str, str], tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("abc\n")
    assert settings_from(environment | {"KIEMDIEM_FEED_TOKEN_FILE": str(secret)}).feed_token == "abc"


def test_feeds_are_addresses_by_service(environment: dict[str, str]) -> None:
    settings = settings_from(environment | {"KIEMDIEM_FEEDS": "reviews=http://a:1/, ratings=https://b"})
    assert settings.feeds == {"reviews": "http://a:1", "ratings": "https://b"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KIEMDIEM_DATABASE_URL", ""),
        ("KIEMDIEM_FEEDS", "reviews"),
        ("KIEMDIEM_JWKS_FILE", "/nowhere/jwks.json"),
        ("KIEMDIEM_WAIT_SECONDS", "soon"),
        ("KIEMDIEM_WAIT_SECONDS", "0"),
    ],
)
def test_a_wrong_setting_names_its_variable(environment: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=name):
        settings_from(environment | {name: value})
