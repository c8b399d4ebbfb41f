"""`kiemdiem verify` and `kiemdiem checkpoint`: what is told of a log, of its feed and of what was signed about it."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update
from typer.testing import CliRunner, Result

from deploy.checkpoints import Unreadable, key_in, new_key, sign
from deploy.cli import app
from deploy.exits import Exit
from deploy.migrate import migrate
from deploy.parts import database_in, open_store
from deploy.services import service_class
from services.organizations.commands import register_organization
from shared.domain import CommandContext, SystemClock
from shared.eventstore import EMPTY, STORE, EventStore, Recorded, open_engine
from shared.eventstore.record import seal

SERVICE = "organizations"
events = STORE.events


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


class Office:
    """A data folder with an organizations service, and a folder elsewhere for keys and checkpoints."""

    def __init__(self, folder: Path) -> None:
        self.data, self.safe = folder / "data", folder / "safe"
        self.data.mkdir()
        self.safe.mkdir()
        self.engine = open_engine(database_in(self.data, SERVICE))
        migrate(SERVICE, self.engine)
        self.store: EventStore = open_store(service_class(SERVICE), self.engine, f"/local/{SERVICE}")
        self.register("TU", "DB_TINH", None)
        for number in range(4):
            self.register(f"DU-{number}", "DB_TRUC_THUOC_TINH", "TU")

    def register(self, code: str, type_: str, parent: str | None) -> None:
        context = CommandContext(actor="test", organization=None, now=SystemClock().now())
        self.store.execute(
            context,
            lambda unit: register_organization(
                unit, code=code, name=f"Đảng bộ {code}", type=type_, parent=parent, founded_on=None
            ),
        )

    def checkpoint(self) -> Any:
        answer = call("checkpoint", SERVICE, *self._key("key"), "--to", self.safe, "--data", self.data, "--json")
        assert answer.exit_code == Exit.DONE, answer.stderr
        return json.loads(answer.stdout)

    def verify(self, *more: object) -> Any:
        answer = call("verify", SERVICE, "--data", self.data, "--json", *more)
        found = json.loads(answer.stdout)
        checked = found.get("checkpoints", {"faults": []})
        is_well = found["intact"] and not checked["faults"]
        assert answer.exit_code == (Exit.DONE if is_well else Exit.FINDINGS)
        return found

    def against_checkpoints(self) -> Any:
        found = self.verify("--checkpoints", self.safe, *self._key("key.pub"))
        assert found["intact"]
        return found["checkpoints"]

    def _key(self, name: str) -> tuple[str, Path]:
        return "--key", self.safe / name

    def rewrite_from(self, number: int) -> None:
        """Another name in the event `number`, and a new chain from there on, as whoever owns the database could."""
        recorded = self.store.read(0, 100)
        head = EMPTY.hash
        with self.engine.begin() as connection:
            for event in recorded:
                if event.number == number:
                    event = replace(event, body=event.body.replace("Đảng bộ", "Chi bộ"))
                sealed = {f.name: getattr(event, f.name) for f in fields(Recorded) if f.name != "hash"}
                head = seal(head, sealed)
                connection.execute(
                    update(events).where(events.c.number == event.number).values(body=event.body, hash=head)
                )


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    assert call("checkpoint", "--new-key", office.safe / "key", "--json").exit_code == Exit.DONE
    return office


def test_a_log_that_only_grew_is_still_the_one_that_was_signed(office: Office) -> None:
    first = office.checkpoint()
    office.register("DU-9", "DB_TRUC_THUOC_TINH", "TU")
    second = office.checkpoint()
    assert (first["number"], second["number"], second["hash"]) == (5, 6, office.store.head().hash)
    assert office.against_checkpoints() == {"checked": 2, "faults": []}


def test_a_log_rewritten_whole_with_a_new_chain_is_found_by_its_checkpoint_alone(office: Office) -> None:
    signed = office.checkpoint()
    office.rewrite_from(2)
    assert office.verify()["intact"]
    fault = {"line": 1, "what": "other", "number": 5, "instant": signed["instant"]}
    assert office.against_checkpoints() == {"checked": 1, "faults": [fault]}


def test_what_was_cut_off_the_end_is_found(office: Office) -> None:
    signed = office.checkpoint()
    with office.engine.begin() as connection:
        connection.execute(delete(events).where(events.c.number == 5))
    fault = {"line": 1, "what": "missing", "number": 5, "instant": signed["instant"]}
    assert office.against_checkpoints()["faults"] == [fault]


def test_a_line_that_another_key_signed_or_none_is_forged(office: Office) -> None:
    office.checkpoint()
    new_key(office.safe / "forger")
    head, now = office.store.head(), SystemClock().now()
    sign(SERVICE, f"/local/{SERVICE}", head, now, key_in(office.safe / "forger"), office.safe)
    file = office.safe / f"{SERVICE}.jws"
    header, payload, signature = file.read_text().splitlines()[0].split(".")
    with file.open("a") as lines:
        lines.write(f"{header}.{payload[:-2]}AA.{signature}\nnothing at all\n")
    assert [(fault["line"], fault["what"]) for fault in office.against_checkpoints()["faults"]] == [
        (2, "forged"),
        (3, "forged"),
        (4, "forged"),
    ]


def test_checkpoints_of_another_service_prove_nothing_about_this_one(office: Office) -> None:
    sign(
        "reviews", "/local/reviews", office.store.head(), SystemClock().now(), key_in(office.safe / "key"), office.safe
    )
    (office.safe / "reviews.jws").rename(office.safe / f"{SERVICE}.jws")
    assert [fault["what"] for fault in office.against_checkpoints()["faults"]] == ["forged"]


def test_checkpoints_that_are_gone_are_not_taken_for_checked(office: Office) -> None:
    answer = call(
        "verify", SERVICE, "--data", office.data, "--checkpoints", office.safe, "--key", office.safe / "key.pub"
    )
    assert answer.exit_code == Exit.INPUT
    assert "no checkpoints of organizations" in answer.stderr


def test_a_key_is_for_its_owner_alone_and_never_overwritten(office: Office) -> None:
    key = office.safe / "key"
    assert key.stat().st_mode & 0o777 == 0o600
    before = key.read_bytes()
    assert call("checkpoint", "--new-key", key).exit_code == Exit.INPUT
    assert key.read_bytes() == before


def test_nothing_is_signed_with_a_public_key_or_none(office: Office) -> None:
    for file in ("key.pub", "nowhere"):
        answer = call("checkpoint", SERVICE, "--key", office.safe / file, "--to", office.safe, "--data", office.data)
        assert answer.exit_code == Exit.INPUT
    (office.safe / "text").write_text("no key")
    with pytest.raises(Unreadable):
        key_in(office.safe / "text")
    assert not (office.safe / f"{SERVICE}.jws").exists()


def test_what_belongs_together_is_asked_for(office: Office) -> None:
    assert call("checkpoint", SERVICE, "--data", office.data).exit_code == Exit.USAGE
    assert call("verify", SERVICE, "--checkpoints", office.safe).exit_code == Exit.USAGE
    assert call("verify", SERVICE, "--feed", "http://127.0.0.1:9").exit_code == Exit.USAGE


def test_a_feed_that_does_not_answer_is_unreachable(office: Office) -> None:
    answer = call("verify", SERVICE, "--feed", "http://127.0.0.1:9", "--token", "t")
    assert answer.exit_code == Exit.UNREACHABLE
