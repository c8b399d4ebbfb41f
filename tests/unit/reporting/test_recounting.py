"""Sums that take long: given again for some seconds, by answers that say from which position they are."""

from __future__ import annotations

import time

import pytest

from services.reporting.roster import recounting
from shared.web.waiting import parse_positions
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import FOLDERS
from tests.unit.reporting.speaking import NO_TEXT

OVERVIEW = "/reporting/campaigns/BD-2020/overview"
RETURNED = {"subject": "mem:DV000001", "returned_by": "QN", "returned_at": "2021-01-20T02:00:00Z"}


@pytest.fixture
def counted(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A province whose sums take long, and were counted beside the service."""
    monkeypatch.setattr(recounting, "LONG", 0.0)
    bench.hear_folder(FOLDERS[1])
    reviewed(bench)
    wait_until_counted(bench, since=0.0)
    return bench


def reviewed(bench: Bench, wait_for: str = "") -> tuple[int, int]:
    """How many members have handed in their review, and up to which event of reviews the answer is built."""
    answer = bench.get(OVERVIEW, wait_for=wait_for)
    return answer.json["reviews"]["reviewed"]["members"], parse_positions(answer.headers["Position"])["reviews"]


def return_one_review(bench: Bench) -> int:
    event = bench.speaker.say("reviews", "ReviewReturned", campaign="BD-2020", remarks_sha256=NO_TEXT, **RETURNED)
    bench.hear([event])
    return event.number


def wait_until_counted(bench: Bench, since: float) -> None:
    [recounts] = [each for engine, each in recounting._recounts.items() if engine.url == bench.engine.url]
    ends = time.monotonic() + 60
    while not any(counted.at > since for counted in recounts._counted.values()):
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_the_last_sums_are_given_with_the_position_that_they_are_from(counted: Bench) -> None:
    before = reviewed(counted)
    number = return_one_review(counted)
    assert before[1] < number
    assert reviewed(counted) == before


def test_who_builds_on_something_newer_gets_it_at_once(counted: Bench) -> None:
    members, _ = reviewed(counted)
    number = return_one_review(counted)
    assert reviewed(counted, wait_for=f"reviews:{number}") == (members - 1, number)


def test_what_is_no_longer_fresh_is_counted_again_beside(counted: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    members, _ = reviewed(counted)
    number, now = return_one_review(counted), time.monotonic()
    monkeypatch.setattr(recounting, "FRESH_SECONDS", 0.0)
    assert reviewed(counted)[0] == members
    wait_until_counted(counted, since=now)
    assert reviewed(counted) == (members - 1, number)


def test_what_is_too_old_is_given_to_nobody(counted: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    members, _ = reviewed(counted)
    number = return_one_review(counted)
    monkeypatch.setattr(recounting, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(recounting, "GRACE_SECONDS", 0.0)
    assert reviewed(counted) == (members - 1, number)


def test_all_sums_of_a_page_are_of_one_state(counted: Bench) -> None:
    page = "/reporting/campaigns/BD-2020/pages/outstanding"
    before, _ = counted.get(page), return_one_review(counted)
    assert counted.get(page).headers["Position"] == before.headers["Position"]
    assert reviewed(counted)[1] == parse_positions(before.headers["Position"])["reviews"]
