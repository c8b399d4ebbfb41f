"""A whole campaign on four processes, four PostgreSQL databases and RabbitMQ."""

from __future__ import annotations

from pathlib import Path

from deploy.playing import play_embedded
from tests.deployments import Deployment, Unbroken, play, report
from tests.samples import FAULTY


def test_four_processes_give_the_same_report_as_one_byte_for_byte(unbroken: Unbroken, tmp_path: Path) -> None:
    assert unbroken.report == report(play_embedded(FAULTY, tmp_path, as_json=True))


def test_a_second_play_changes_nothing(deployment: Deployment, unbroken: Unbroken) -> None:
    play(deployment, FAULTY)
    assert report(play(deployment, FAULTY)) == unbroken.report
    assert deployment.heads() == unbroken.heads
