"""A whole campaign on four processes, four PostgreSQL databases and RabbitMQ."""

from __future__ import annotations

import pytest

from tests.deployments import Left, deployed, play, report
from tests.samples import FAULTY
from tests.servers.postgres import Postgres
from tests.servers.rabbit import Rabbit


@pytest.fixture(scope="module")
def plays(postgres_server: Postgres, rabbit_server: Rabbit, tmp_path_factory: pytest.TempPathFactory) -> list[Left]:
    """What a play leaves, and what another one after it leaves."""
    with deployed(postgres_server, rabbit_server, tmp_path_factory.mktemp("deployment")) as running:
        return [Left(report(play(running, FAULTY)), running.heads()) for _ in range(2)]


def test_four_processes_give_the_same_report_as_one_byte_for_byte(plays: list[Left], unbroken: Left) -> None:
    assert plays[0] == unbroken


def test_a_second_play_changes_nothing(plays: list[Left]) -> None:
    assert plays[1] == plays[0]
