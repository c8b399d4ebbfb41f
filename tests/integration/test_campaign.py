"""A whole campaign on four processes, four PostgreSQL databases and RabbitMQ."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deployments import Deployment, Left, deployed, play, report
from tests.samples import FAULTY
from tests.servers.postgres import Postgres
from tests.servers.rabbit import Rabbit

pytestmark = pytest.mark.timeout(480)  # the first of these tests plays the folder twice: on four processes, and in one


@pytest.fixture(scope="module")
def running(
    postgres_server: Postgres, rabbit_server: Rabbit, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    with deployed(postgres_server, rabbit_server, tmp_path_factory.mktemp("deployment")) as deployment:
        yield deployment


@pytest.fixture(scope="module")
def first(running: Deployment) -> Left:
    """What the first play leaves."""
    return left_by_a_play(running)


def left_by_a_play(running: Deployment) -> Left:
    return Left(report(play(running, FAULTY)), running.heads())


def test_four_processes_give_the_same_report_as_one_byte_for_byte(first: Left, unbroken: Left) -> None:
    assert first == unbroken


def test_a_second_play_changes_nothing(running: Deployment, first: Left) -> None:
    assert left_by_a_play(running) == first
