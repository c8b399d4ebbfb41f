"""`kiemdiem replay` says what cannot be replayed, and why, before it does anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from deploy.cli import app
from deploy.migrate import migrate
from shared.eventstore import open_engine


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('replays')}/reviews.db"
    migrate("reviews", open_engine(url))
    return url


@pytest.fixture
def asked(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], Result]:
    """The command, in the environment of a service whose broker is away."""
    (tmp_path / "jwks.json").write_text("{}")
    monkeypatch.setenv("KIEMDIEM_DATABASE_URL", database)
    monkeypatch.setenv("KIEMDIEM_AMQP_URL", "amqp://reviews@127.0.0.1:1/kiemdiem")
    monkeypatch.setenv("KIEMDIEM_ISSUER", "https://issuer.test")
    monkeypatch.setenv("KIEMDIEM_JWKS_FILE", str(tmp_path / "jwks.json"))
    return lambda options: CliRunner().invoke(app, ["replay", "reviews", "--passwords", str(tmp_path), *options])


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--from", "1", "--queue", "reviews.inbox"], "belongs to no subscriber"),
        (["--from", "1", "--queue", "ban-noi-chinh.all"], "was granted nothing of reviews"),
        (["--from", "1", "--queue", "so-noi-vu.all", "--event", "ReviewSubmitted"], "not granted ReviewSubmitted"),
        (["--from", "99", "--queue", "so-noi-vu.all"], "the log has the events 1 to 0"),
        (["--from", "yesterday", "--queue", "so-noi-vu.all"], "neither a number nor an instant"),
        (["--from", "2026-01-01T00:00:00", "--queue", "so-noi-vu.all"], "neither a number nor an instant"),
        (["--from", "1", "--queue", "so-noi-vu.all"], "so-noi-vu.password"),
    ],
)
def test_what_cannot_be_replayed_is_said_with_exit_code_2(
    asked: Callable[[list[str]], Result], options: list[str], why: str
) -> None:
    said = asked(options)
    assert (said.exit_code, why in said.output.replace("\n", " ")) == (2, True), said.output


def test_a_broker_that_does_not_answer_is_exit_code_3(asked: Callable[[list[str]], Result], tmp_path: Path) -> None:
    (tmp_path / "so-noi-vu.password").write_text("secret")
    said = asked(["--from", "1", "--queue", "so-noi-vu.all"])
    assert said.exit_code == 3, said.output
