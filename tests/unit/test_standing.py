"""A log that has lost events which others have heard takes nothing in until it has them back."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.domain import CommandContext
from shared.eventstore import Head
from shared.messaging import LogBehind, LogForked, LogUnchecked, Standing, WitnessAway
from shared.messaging.outage import is_outage
from tests.sample.bench import START, Bench

CONTEXT = CommandContext("test", None, START)


class Said:
    """A witness that has heard what it is told to have heard."""

    def __init__(self, heard: Head | None) -> None:
        self.heard_last = heard
        self.away = False

    def heard(self, source: str) -> Head | None:
        assert source == Bench.source
        if self.away:
            raise WitnessAway("cannot be reached")
        return self.heard_last


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    for code in "ABC":
        bench.take(code)
    return bench


def standing(bench: Bench, **witnesses: Said) -> Standing:
    standing = Standing(bench.store, bench.source, witnesses)
    bench.store.guard_with(standing.guard)
    return standing


def test_a_service_takes_nothing_in_before_it_has_asked_the_others(bench: Bench) -> None:
    its = standing(bench, reporting=Said(bench.store.head()))
    with pytest.raises(LogUnchecked):
        bench.store.execute(CONTEXT, lambda unit: None)
    assert its.examine()
    bench.take("D")
    assert bench.store.head().number == 4


def test_who_has_heard_nothing_or_less_is_no_reason_to_wait(bench: Bench) -> None:
    [second] = bench.store.read(1, 1)
    assert standing(bench, reporting=Said(None), ratings=Said(Head(2, second.hash))).examine()
    bench.take("D")


def test_who_cannot_be_asked_holds_nothing_up_and_is_asked_again(bench: Bench) -> None:
    away = Said(Head(9, "9" * 64))
    away.away = True
    its = standing(bench, reporting=away)
    assert not its.examine()
    bench.take("D")
    away.away = False
    its.examine()
    with pytest.raises(LogBehind):
        its.guard()


def test_a_log_that_ends_before_what_others_have_heard_refuses_commands_and_says_what_to_do(bench: Bench) -> None:
    standing(bench, reporting=Said(Head(9, "9" * 64)), ratings=Said(bench.store.head())).examine()
    answer = bench.take("D")
    assert (answer.status_code, answer.json["code"]) == (503, "log_behind")
    assert "kiemdiem recover samples" in answer.json["way_out"]
    assert "reporting" in answer.json["detail"]
    assert bench.store.head().number == 3


def test_a_number_that_was_given_anew_is_found_by_its_hash(bench: Bench) -> None:
    its = standing(bench, reporting=Said(Head(2, "2" * 64)))
    its.examine()
    with pytest.raises(LogForked):
        its.guard()


def test_a_fault_stays_while_the_one_who_told_it_is_away(bench: Bench) -> None:
    told = Said(Head(9, "9" * 64))
    its = standing(bench, reporting=told, ratings=Said(None))
    its.examine()
    told.away = True
    its.examine()
    with pytest.raises(LogBehind):
        its.guard()


def test_once_the_log_has_its_events_again_the_service_goes_on(bench: Bench) -> None:
    told = Said(Head(4, "4" * 64))
    its = standing(bench, reporting=told)
    its.examine()
    bench.store.guard_with(lambda: None)
    bench.take("D")
    told.heard_last = bench.store.head()
    its.examine()
    its.guard()


def test_what_is_heard_meanwhile_waits_and_is_not_parked(bench: Bench) -> None:
    assert is_outage(LogBehind(service="reviews", witness="reporting", head=1, heard=2))
    assert is_outage(LogUnchecked(service="reviews"))


def test_a_service_tells_how_far_it_has_heard(bench: Bench) -> None:
    assert bench.call("GET", "/samples/heard", role="subscriber").json == {"items": []}
    assert bench.call("GET", "/samples/heard", role="unit_officer").status_code == 403
