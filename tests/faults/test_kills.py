"""A service that is killed in mid-play and started again: the same report, nothing lost, nothing doubled."""

from __future__ import annotations

import pytest

from deploy.services import NAMES
from tests.deployments import Deployment, Left, play, report
from tests.samples import FAULTY

MOMENTS = {
    "organizations": [("people", 500), ("posts", 0), ("organizations", 0)],
    "reviews": [("reviews", 500), ("dossiers", 0), ("people", 1000)],
    "ratings": [("opinions", 1500), ("decisions", 700), ("reviews", 1000)],
    "reporting": [("decisions", 600), ("people", 500), ("ballots", 1000)],
}
"""When each service is killed: during which sheet, after how many of its rows."""
SHORT = ("ratings",)
"""Whom the short form kills, at the first moment: plans of test_chaos kill any of the four, in a smaller play."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.config.getoption("full"):
        kills = [(name, *moment) for name in NAMES for moment in MOMENTS[name]]
    else:
        kills = [(name, *MOMENTS[name][0]) for name in SHORT]
    metafunc.parametrize(("victim", "fatal_sheet", "fatal_row"), kills)


def test_a_service_killed_in_mid_play_loses_nothing_and_doubles_nothing(
    deployment: Deployment, unbroken: Left, victim: str, fatal_sheet: str, fatal_row: int
) -> None:
    killed = []

    def kill_in_mid_play(sheet: str, done: int, total: int) -> None:
        if not killed and sheet == fatal_sheet and done >= fatal_row:
            killed.append(victim)
            deployment.kill_and_restart(victim)

    played = play(deployment, FAULTY, kill_in_mid_play)
    assert killed == [victim]
    assert report(played) == unbroken.report
    assert deployment.heads() == unbroken.heads
    for name in NAMES:
        assert deployment.store(name).verify().intact
