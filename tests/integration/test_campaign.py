"""A whole campaign on four processes, PostgreSQL and RabbitMQ, in peace and while services are killed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.playing import play_embedded
from deploy.services import NAMES
from tests.integration.deployment import Deployment, deployed
from tests.integration.plays import play, report
from tests.samples import FAULTY
from tests.servers.postgres import Postgres
from tests.servers.rabbit import Rabbit

MID_PLAY = {
    "organizations": ("people", 500),
    "reviews": ("reviews", 500),
    "ratings": ("opinions", 1500),
    "reporting": ("decisions", 600),
}
"""During which sheet, and after how many of its rows, each service is killed."""


@dataclass(frozen=True, slots=True)
class Unbroken:
    """What a play without any fault leaves: its report, and how many events each service has."""

    report: bytes
    heads: dict[str, int]


def heads_of(deployment: Deployment) -> dict[str, int]:
    return {name: deployment.store(name).head().number for name in NAMES}


@pytest.fixture
def deployment(postgres_server: Postgres, rabbit_server: Rabbit, tmp_path: Path) -> Iterator[Deployment]:
    with deployed(postgres_server, rabbit_server, tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def unbroken(postgres_server: Postgres, rabbit_server: Rabbit, tmp_path_factory: pytest.TempPathFactory) -> Unbroken:
    with deployed(postgres_server, rabbit_server, tmp_path_factory.mktemp("unbroken")) as running:
        return Unbroken(report(play(running, FAULTY)), heads_of(running))


def test_four_processes_give_the_same_report_as_one_byte_for_byte(unbroken: Unbroken, tmp_path: Path) -> None:
    assert unbroken.report == report(play_embedded(FAULTY, tmp_path, as_json=True))


def test_a_second_play_changes_nothing(deployment: Deployment, unbroken: Unbroken) -> None:
    play(deployment, FAULTY)
    assert report(play(deployment, FAULTY)) == unbroken.report
    assert heads_of(deployment) == unbroken.heads


@pytest.mark.parametrize("victim", NAMES)
def test_a_service_killed_in_mid_play_loses_nothing_and_doubles_nothing(
    deployment: Deployment, unbroken: Unbroken, victim: str
) -> None:
    fatal_sheet, fatal_row = MID_PLAY[victim]
    killed = []

    def kill_in_mid_play(sheet: str, done: int, total: int) -> None:
        if not killed and sheet == fatal_sheet and done >= fatal_row:
            killed.append(victim)
            deployment.kill_and_restart(victim)

    played = play(deployment, FAULTY, kill_in_mid_play)
    assert killed == [victim]
    assert report(played) == unbroken.report
    assert heads_of(deployment) == unbroken.heads
    for name in NAMES:
        assert deployment.store(name).verify().intact
