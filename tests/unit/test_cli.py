"""`kiemdiem` for whoever calls it from a script: JSON on standard output, and an exit code that means something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deploy.cli import app
from deploy.exits import Exit
from deploy.migrate import migrate
from deploy.parts import database_in, open_store
from deploy.services import service_class
from services.organizations.commands import register_organization
from shared.config import known_settings
from shared.domain import CommandContext, SystemClock
from shared.eventstore import open_engine
from shared.messaging import Envelope
from shared.messaging.parking import park, park_behind
from tests.samples import CLEAN


def call(*arguments: object, **environment: str) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose organizations service knows the province."""
    engine = open_engine(database_in(tmp_path, "organizations"))
    migrate("organizations", engine)
    store = open_store(service_class("organizations"), engine, "/local/organizations")
    context = CommandContext(actor="test", organization=None, now=SystemClock().now())
    store.execute(
        context,
        lambda unit: register_organization(
            unit, code="TU", name="Đảng bộ tỉnh", type="DB_TINH", parent=None, founded_on=None
        ),
    )
    return tmp_path


def test_events_are_given_as_cloud_events(data: Path) -> None:
    answer = call("events", "organizations", "--data", data, "--json")
    assert answer.exit_code == Exit.DONE
    [event] = json.loads(answer.stdout)
    assert (event["type"], event["data"]["code"], event["sequence"]) == ("OrganizationRegistered", "TU", "1".zfill(20))
    assert json.loads(call("events", "organizations", "--after", 1, "--data", data, "--json").stdout) == []


def test_an_intact_log_is_told_by_its_head(data: Path) -> None:
    answer = call("verify", "organizations", "--data", data, "--json")
    assert answer.exit_code == Exit.DONE
    assert json.loads(answer.stdout)["head"]["number"] == 1


def test_an_altered_log_is_a_finding(data: Path) -> None:
    with open_engine(database_in(data, "organizations")).begin() as connection:
        connection.exec_driver_sql("UPDATE events SET body = replace(body, 'Đảng', 'Hội')")
    answer = call("verify", "organizations", "--data", data, "--json")
    assert answer.exit_code == Exit.FINDINGS
    fault = json.loads(answer.stdout)["fault"]
    assert (fault["tampering"], fault["number"], fault["stream"]) == ("altered", 1, "organization:TU")


def test_a_database_without_tables_is_told_in_one_line(tmp_path: Path) -> None:
    answer = call("verify", "reviews", "--data", tmp_path)
    assert answer.exit_code == Exit.UNREACHABLE
    assert len(answer.stderr.strip().splitlines()) == 1


def test_an_unknown_service_is_wrong_usage() -> None:
    answer = call("verify", "payroll")
    assert answer.exit_code == Exit.USAGE
    assert "organizations" in answer.stderr


def test_each_missing_setting_is_one_line_and_nothing_starts() -> None:
    answer = call("migrate", "reviews")
    assert answer.exit_code == Exit.USAGE
    lines = answer.stderr.strip().splitlines()
    assert lines[0].startswith("KIEMDIEM_DATABASE_URL: chưa được đặt")
    assert all("is not set" in line for line in lines)


def test_the_doctor_names_what_is_missing_and_the_remedy() -> None:
    answer = call("doctor", "--json")
    assert answer.exit_code == Exit.FINDINGS
    assert any("KIEMDIEM_DATABASE_URL" in finding["remedy"] for finding in json.loads(answer.stdout))


def test_the_doctor_looks_at_everything_that_run_needs(data: Path, tmp_path: Path) -> None:
    keys = tmp_path / "jwks.json"
    keys.write_text('{"keys": []}')
    answer = call(
        "doctor",
        "--json",
        KIEMDIEM_DATABASE_URL=database_in(data, "organizations"),
        KIEMDIEM_AMQP_URL="amqp://127.0.0.1:1//",
        KIEMDIEM_ISSUER="urn:test",
        KIEMDIEM_JWKS_FILE=str(keys),
        KIEMDIEM_FEEDS="reviews=http://127.0.0.1:1",
    )
    found = {finding["what"].split()[0]: finding["well"] for finding in json.loads(answer.stdout)}
    settings = {setting.name: True for setting in known_settings()}
    others = {"Python": True, "database": True, "broker": False, "token": False, "feed": False}
    assert found == settings | others


def test_play_needs_one_place_to_play() -> None:
    assert call("play", CLEAN).exit_code == Exit.USAGE
    assert call("play", CLEAN, "--api", "http://127.0.0.1:1").exit_code == Exit.USAGE


def test_services_elsewhere_are_not_started_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.playing.play_through", lambda *_, **__: pytest.fail("it was played"))
    refused = call("play", CLEAN, "--apart", "--api", "http://127.0.0.1:1", "--token", "t")
    assert refused.exit_code == Exit.USAGE
    assert "--apart goes with --embedded" in refused.stderr


@pytest.mark.parametrize("half", [("--only", "reviews"), ("--broker", "broker")])
def test_a_service_that_lives_beside_others_needs_their_broker(
    half: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.embedded.serve_embedded", lambda *_: None)  # it would serve for ever
    assert call("serve", "--embedded", *half).exit_code == Exit.USAGE


def test_a_folder_with_errors_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    (tmp_path / "campaign.yaml").write_text("code: BD-2020\n")
    answer = call("play", tmp_path, "--api", "http://127.0.0.1:1", "--token", "t")
    assert answer.exit_code == Exit.INPUT
    assert "campaign" in answer.stderr


@pytest.fixture
def stuck(tmp_path: Path) -> Path:
    """A data folder whose reviews service could not apply an event, so that a second one waits behind it."""
    engine = open_engine(database_in(tmp_path, "reviews"))
    migrate("reviews", engine)
    store = open_store(service_class("reviews"), engine, "/local/reviews")
    now = SystemClock().now()
    registered = {"code": "P", "full_name": "Nguyễn Đức", "member_status": "active", "cell": None}
    unknown = ("birth_date", "admitted_on", "civil_category", "sick_leave_months")
    said = [
        ("MemberTransferred", {"person": "P", "cell": "C", "moved_on": "2020-01-01"}),
        ("PersonRegistered", registered | dict.fromkeys(unknown)),
    ]
    failed, waiting = (
        Envelope(
            id=f"m{number}",
            source="/local/organizations",
            type=type_,
            time=now.isoformat(),
            subject="person:P",
            number=number,
            version=number,
            schema=1,
            actor="test",
            organization=None,
            correlation=None,
            causation=None,
            traceparent=None,
            hash="0" * 64,
            body=json.dumps(body),
        )
        for number, (type_, body) in enumerate(said, start=1)
    )
    context = CommandContext(actor="test", organization=None, now=now)
    store.execute(context, lambda unit: park(unit, failed, "LookupError: who is P?"))
    store.execute(context, lambda unit: park_behind(unit, waiting))
    return tmp_path


def test_what_is_parked_is_listed_shown_retried_and_given_up(stuck: Path) -> None:
    answer = call("parked", "list", "reviews", "--data", stuck, "--json")
    assert answer.exit_code == Exit.FINDINGS
    assert [(row["id"], row["number"], row["attempts"]) for row in json.loads(answer.stdout)] == [(1, 1, 1), (2, 2, 0)]
    assert "envelope" not in answer.stdout
    shown = json.loads(call("parked", "show", "reviews", 1, "--data", stuck, "--json").stdout)
    assert shown["envelope"]["data"] == {"person": "P", "cell": "C", "moved_on": "2020-01-01"}
    waits = call("parked", "discard", "reviews", 2, "--reason", "no use", "--data", stuck)
    assert waits.exit_code == Exit.INPUT
    assert "retry" in waits.stderr
    assert call("parked", "discard", "reviews", 1, "--reason", "no use", "--data", stuck).exit_code == Exit.DONE
    retried = call("parked", "retry", "reviews", 2, "--data", stuck, "--json")
    assert json.loads(retried.stdout) == {
        "source": "/local/organizations",
        "subject": "person:P",
        "applied": 1,
        "left": 0,
    }
    assert call("parked", "list", "reviews", "--data", stuck).exit_code == Exit.DONE
    [given_up] = json.loads(call("parked", "list", "reviews", "--discarded", "--data", stuck, "--json").stdout)
    assert given_up["number"] == 1


def test_an_unknown_parked_event_is_said_to_be_unknown(data: Path) -> None:
    answer = call("parked", "show", "organizations", 7, "--data", data)
    assert answer.exit_code == Exit.INPUT
    assert "parked/7" in answer.stderr
