"""Settings come from the environment, or from files that it names; a wrong one is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.config import WrongSetting, known_settings, settings_from, unknown_settings


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
    assert settings.traces_url == "off"


@pytest.mark.parametrize("secret", [setting.name for setting in known_settings() if setting.secret])
def test_every_secret_may_lie_in_a_file(environment: dict[str, str], tmp_path: Path, secret: str) -> None:
    file = tmp_path / "secret"
    file.write_text("sqlite:///a\n" if "DATABASE" in secret else "amqp://a\n")
    environment.pop(secret, None)
    settings = settings_from(environment | {f"{secret}_FILE": str(file)})
    value = getattr(settings, secret.removeprefix("KIEMDIEM_").lower())
    assert (value() if callable(value) else value) == file.read_text().strip()


def test_a_token_that_is_renewed_in_its_file_is_taken_up(environment: dict[str, str], tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("abc\n")
    settings = settings_from(environment | {"KIEMDIEM_FEED_TOKEN_FILE": str(secret)})
    assert settings.feed_token() == "abc"
    secret.write_text("def\n")
    assert settings.feed_token() == "def"


def test_feeds_are_addresses_by_service(environment: dict[str, str]) -> None:
    settings = settings_from(environment | {"KIEMDIEM_FEEDS": "reviews=http://a:1/, ratings=https://b"})
    assert settings.feeds == {"reviews": "http://a:1", "ratings": "https://b"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KIEMDIEM_DATABASE_URL", ""),
        ("KIEMDIEM_DATABASE_URL", "mysql://somewhere"),
        ("KIEMDIEM_AMQP_URL", "http://somewhere"),
        ("KIEMDIEM_PROVINCE", "Bình Định"),
        ("KIEMDIEM_LISTEN", "8000"),
        ("KIEMDIEM_LISTEN", "0.0.0.0:99999"),
        ("KIEMDIEM_FEEDS", "reviews"),
        ("KIEMDIEM_JWKS_FILE", "/nowhere/jwks.json"),
        ("KIEMDIEM_WAIT_SECONDS", "soon"),
        ("KIEMDIEM_WAIT_SECONDS", "0"),
        ("KIEMDIEM_WAIT_SECONDS", "nan"),
        ("KIEMDIEM_FILES_URL", "ftp://somewhere"),
        ("KIEMDIEM_CLASSIFICATION_CEILING", "secret"),
        ("KIEMDIEM_LOG_LEVEL", "loud"),
        ("KIEMDIEM_TRACES_URL", "collector"),
        ("KIEMDIEM_FEED_TOKEN_FILE", "/nowhere/token"),
    ],
)
def test_a_wrong_setting_is_one_line_with_its_name_and_the_way_out(
    environment: dict[str, str], name: str, value: str
) -> None:
    with pytest.raises(WrongSetting) as wrong:
        settings_from(environment | {name: value})
    [line] = str(wrong.value).splitlines()
    vietnamese, english = line.split(" | ")
    assert vietnamese.startswith(name)
    assert f"Đặt {name.removesuffix('_FILE')}" in vietnamese
    assert f"Set {name.removesuffix('_FILE')}" in english


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(WrongSetting) as wrong:
        settings_from({"KIEMDIEM_WAIT_SECONDS": "-1"})
    named = [line.split()[0].rstrip(":") for line in str(wrong.value).splitlines()]
    assert named == [
        "KIEMDIEM_DATABASE_URL",
        "KIEMDIEM_AMQP_URL",
        "KIEMDIEM_ISSUER",
        "KIEMDIEM_JWKS_FILE",
        "KIEMDIEM_WAIT_SECONDS",
    ]


def test_the_value_of_a_secret_is_never_said(environment: dict[str, str]) -> None:
    with pytest.raises(WrongSetting) as wrong:
        settings_from(environment | {"KIEMDIEM_DATABASE_URL": "mysql://user:hunter2@host/db"})
    assert "hunter2" not in str(wrong.value)
    [database] = [setting for setting in known_settings() if setting.name == "KIEMDIEM_DATABASE_URL"]
    assert "hunter2" not in database.shown("postgresql://user:hunter2@host/db")


def test_one_setting_in_two_places_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(WrongSetting, match="only one"):
        settings_from(environment | {"KIEMDIEM_FEED_TOKEN": "a", "KIEMDIEM_FEED_TOKEN_FILE": "/b"})


def test_a_mistyped_name_is_found(environment: dict[str, str]) -> None:
    assert unknown_settings(environment | {"KIEMDIEM_TOKEN": "of a person", "PATH": "/bin"}) == []
    assert unknown_settings(environment | {"KIEMDIEM_WAIT_SECOND": "10"}) == ["KIEMDIEM_WAIT_SECOND"]
