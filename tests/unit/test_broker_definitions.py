"""What the broker is told of services and subscribers, and where their passwords come from."""

from __future__ import annotations

import stat
from pathlib import Path

from typer.testing import CliRunner

from deploy.broker import definitions, passwords_in
from deploy.cli import app
from deploy.local import local_issuer
from deploy.services import NAMES
from shared.domain import SystemClock
from shared.web import TokenVerifier

RUN = CliRunner()


def test_a_password_is_made_once_for_its_owner_alone_and_kept(tmp_path: Path) -> None:
    (tmp_path / "b.password").write_text("given\n")
    made = passwords_in(tmp_path, ["a", "b"])
    assert made["b"] == "given" and len(made["a"]) > 30
    assert passwords_in(tmp_path, ["a", "b"]) == made
    assert stat.S_IMODE((tmp_path / "a.password").stat().st_mode) == 0o600


def test_the_same_passwords_give_the_same_definitions_without_a_password_in_them() -> None:
    passwords = {name: f"secret of {name}" for name in NAMES}
    assert definitions(passwords) == definitions(passwords)
    assert "secret of" not in str(definitions(passwords))


def test_a_subscribers_trial_token_says_what_it_was_granted(tmp_path: Path) -> None:
    said = RUN.invoke(app, ["subscribers", "token", "so-noi-vu", "--data", str(tmp_path)])
    assert said.exit_code == 0, said.output
    issuer = local_issuer(tmp_path)
    caller = TokenVerifier(issuer.jwks_file, issuer.issuer, issuer.audience, SystemClock()).verify(said.stdout.strip())
    assert (caller.roles, caller.grants) == (frozenset({"subscriber"}), frozenset({"organizations", "reviews"}))


def test_a_subscriber_that_nobody_entered_has_no_token(tmp_path: Path) -> None:
    said = RUN.invoke(app, ["subscribers", "token", "nobody", "--data", str(tmp_path)])
    assert said.exit_code == 2 and "so-noi-vu" in said.output
