"""Rebuilding and verifying a played province, while its four services go on serving."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from typer.testing import CliRunner

from deploy.campaign.client import Client
from deploy.cli import app
from deploy.exits import Exit
from deploy.local import EVERYTHING, board_token
from deploy.playing import addresses_of
from deploy.rebuild import rebuilt
from deploy.services import NAMES
from shared.eventstore import open_engine
from shared.messaging import Envelope
from tests.deployments import Deployment, play, played
from tests.deployments import Province as Running
from tests.samples import FAULTY

CAMPAIGN = "BD-2020"


class Province:
    """The faulty sample, played and reported, with the services still running."""

    def __init__(self, running: Running) -> None:
        self.data = running.data
        self.address = running.address
        self.issuer = running.issuer
        self.board = Client(addresses_of(self.address), lambda: board_token(self.issuer, "TU"))
        for service in ("organizations", "reviews", "ratings"):
            self.board.positions[service] = self.head(service)
        issued = self.board.post(f"/reporting/campaigns/{CAMPAIGN}/reports", b"", "first report")
        assert issued.status == 201, issued.document

    def head(self, service: str) -> int:
        with self.database(service) as connection:
            return int(connection.execute("SELECT max(number) FROM events").fetchone()[0])

    def figures(self) -> Any:
        answer = self.board.get(f"/reporting/campaigns/{CAMPAIGN}/figures")
        assert answer.status == 200
        return answer.document

    @contextmanager
    def database(self, service: str) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.data / f"{service}.db", timeout=30)) as connection, connection:
            yield connection

    def call(self, *arguments: object) -> tuple[int, Any]:
        answer = CliRunner().invoke(app, [str(argument) for argument in (*arguments, "--json")])
        return answer.exit_code, json.loads(answer.stdout)

    def verify(self, service: str, *more: object) -> tuple[int, Any]:
        return self.call("verify", service, "--data", self.data, *more)

    def verify_feed(self, service: str) -> tuple[int, Any]:
        token = self.issuer.mint("auditor", ["subscriber"], grants=EVERYTHING)
        return self.call("verify", service, "--feed", self.address, "--token", token)

    def rebuild(self, service: str, *more: object) -> tuple[int, Any]:
        return self.call("rebuild", service, "--data", self.data, *more)

    @contextmanager
    def forged(self, service: str, *statements: str) -> Iterator[None]:
        """The log as `statements` leave it, and afterwards as it was."""
        with self.database(service) as connection:
            rows = connection.execute("SELECT * FROM events").fetchall()
            for statement in statements:
                connection.execute(statement)
        try:
            yield
        finally:
            with self.database(service) as connection:
                connection.execute("DELETE FROM events")
                connection.executemany(f"INSERT INTO events VALUES ({', '.join('?' * len(rows[0]))})", rows)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    data = tmp_path_factory.mktemp("province")
    with played(FAULTY, data) as running:
        yield Province(running)


@pytest.mark.parametrize("service", NAMES)
def test_two_rebuilds_give_the_same_hash_and_that_of_the_live_tables(province: Province, service: str) -> None:
    figures = province.figures()
    outcomes = [province.rebuild(service), province.rebuild(service)]
    for code, found in outcomes:
        assert (code, found["differences"], found["switched"]) == (Exit.DONE, [], False)
        assert found["events"] == sum(found["positions"].values())
    hashes = {found[which] for _, found in outcomes for which in ("hash", "live_hash")}
    assert len(hashes) == 1
    assert province.figures() == figures


def _first(service: str) -> Callable[[Envelope], Any]:
    return lambda event: event.service != service


INTERLEAVINGS = [
    *((service, first) for service in ("organizations", "ratings", "reporting") for first in NAMES),
    *(("reviews", first) for first in ("organizations", "ratings")),  # its own log comes after what it decided by
]


@pytest.mark.parametrize(("service", "first"), INTERLEAVINGS)
def test_it_does_not_matter_which_log_is_replayed_first(province: Province, service: str, first: str) -> None:
    outcome = rebuilt(service, province.data, lambda _: None, check_only=True, order=_first(first))
    assert outcome.comparison.differences == []


DAMAGES = {
    "organizations": ("register_people", "UPDATE register_people SET member_status = 'exempt' WHERE code LIKE '%1'"),
    "reviews": ("completeness", "UPDATE completeness SET received = received + 1"),
    "ratings": ("ratings", "DELETE FROM ratings WHERE subject LIKE 'ldr:%'"),
    "reporting": ("ratings", "DELETE FROM ratings WHERE subject LIKE 'mem:%'"),
}


@pytest.mark.parametrize("service", NAMES)
def test_damaged_tables_are_named_and_healed_while_the_service_goes_on(province: Province, service: str) -> None:
    figures = province.figures()
    _, sound = province.rebuild(service)
    table, damage = DAMAGES[service]
    with province.database(service) as connection:
        connection.execute(damage)

    code, found = province.rebuild(service, "--check")
    assert (code, found["switched"]) == (Exit.FINDINGS, False)
    assert [difference["table"] for difference in found["differences"]] == [table]
    if service == "reporting":
        assert province.figures() != figures

    code, found = province.rebuild(service)
    assert (code, found["switched"], found["hash"]) == (Exit.DONE, True, sound["hash"])
    assert province.rebuild(service, "--check")[0] == Exit.DONE
    assert province.figures() == figures
    assert province.verify(service)[0] == Exit.DONE


FORGERIES = {
    "altered": ("UPDATE events SET actor = 'somebody else' WHERE number = 1200",),
    "missing": ("DELETE FROM events WHERE number = 1200",),
    "inserted": (
        "UPDATE events SET number = -number WHERE number >= 1200",
        "UPDATE events SET number = 1 - number WHERE number < 0",
        "INSERT INTO events SELECT 1200, 'forged', stream, 99, type, schema, body, time, actor, organization,"
        " correlation, causation, traceparent, hash FROM events WHERE number = 1201",
    ),
}


@pytest.mark.parametrize("tampering", FORGERIES)
def test_what_was_done_to_a_log_is_named_in_the_store_and_over_the_feed(province: Province, tampering: str) -> None:
    assert province.verify_feed("reviews") == (Exit.DONE, province.verify("reviews")[1])
    with province.forged("reviews", *FORGERIES[tampering]):
        for code, found in (province.verify("reviews"), province.verify_feed("reviews")):
            assert code == Exit.FINDINGS
            assert (found["fault"]["tampering"], found["fault"]["number"]) == (tampering, 1200)
            assert found["head"]["number"] == 1199


def test_a_feed_without_its_subscribers_role_is_not_given(province: Province) -> None:
    answer = CliRunner().invoke(
        app, ["verify", "reviews", "--feed", province.address, "--token", board_token(province.issuer, "TU")]
    )
    assert answer.exit_code == Exit.UNREACHABLE


def test_an_issued_report_is_held_to_its_content_and_to_the_logs_that_it_was_built_from(province: Province) -> None:
    code, found = province.verify("reporting")
    assert (code, found["reports"]) == (Exit.DONE, {"checked": 1, "faults": [], "unreachable": []})

    with province.database("reporting") as connection:
        [[content]] = connection.execute("SELECT content FROM report_contents").fetchall()
        connection.execute("UPDATE report_contents SET content = replace(content, '0', '1')")
    assert _faults(province) == [(1, "altered", None, None)]
    with province.database("reporting") as connection:
        connection.execute("DELETE FROM report_contents")
    assert _faults(province) == [(1, "missing", None, None)]
    with province.database("reporting") as connection:
        [[sha256]] = connection.execute("SELECT content_sha256 FROM reports").fetchall()
        connection.execute("INSERT INTO report_contents VALUES (?, ?)", (sha256, content))
    assert _faults(province) == []


def test_a_report_shows_which_log_is_no_longer_the_one_that_it_was_built_from(province: Province) -> None:
    number = province.head("ratings")
    with province.forged("ratings", f"UPDATE events SET hash = '{'f' * 64}' WHERE number = {number}"):
        assert _faults(province) == [(1, "other", "/local/ratings", number)]
    with province.forged("ratings", f"DELETE FROM events WHERE number = {number}"):
        assert _faults(province) == [(1, "missing", "/local/ratings", number)]


def _faults(province: Province) -> list[tuple[Any, ...]]:
    _, found = province.verify("reporting")
    assert found["intact"]
    return [
        tuple(fault[name] for name in ("version", "what", "source", "number")) for fault in found["reports"]["faults"]
    ]


def test_services_in_processes_of_their_own_are_rebuilt_from_their_databases_and_feeds(deployment: Deployment) -> None:
    play(deployment, FAULTY)
    with open_engine(deployment.databases["reporting"]).begin() as connection:
        connection.exec_driver_sql("DELETE FROM ratings WHERE subject LIKE 'mem:%%'")
    for service in NAMES:
        answers = [
            CliRunner().invoke(app, ["rebuild", service, "--json"], env=deployment.settings[service]) for _ in range(2)
        ]
        assert [answer.exit_code for answer in answers] == [Exit.DONE, Exit.DONE]
        first, second = (json.loads(answer.stdout) for answer in answers)
        assert [difference["table"] for difference in first["differences"]] == ["ratings"] * (service == "reporting")
        assert (second["differences"], second["hash"]) == ([], first["hash"])
    answer = CliRunner().invoke(app, ["verify", "reporting", "--json"], env=deployment.settings["reporting"])
    assert json.loads(answer.stdout)["reports"] == {"checked": 0, "faults": [], "unreachable": []}
