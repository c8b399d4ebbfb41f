"""How far behind a source a service is, and which of its troubles are grave."""

from __future__ import annotations

import pytest

from shared.messaging import FeedUnavailable, LagLimits, sources
from shared.messaging.sources import Source

LIMITS = LagLimits(seconds=60, events=100)
AWAY = FeedUnavailable("away")


class Clock:
    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(sources, "monotonic", clock)
    return clock


def source_that_was_caught_up_with(heard: int = 0) -> Source:
    source = Source("/p/reviews", quiet=5)
    source.answered()
    source.is_caught_up_with(heard)
    return source


def codes(source: Source, heard: int, *, by_broker: bool) -> dict[str, bool]:
    """The troubles of the source, and whether each is grave."""
    return {trouble.code: trouble.grave for trouble in source.troubles(heard, LIMITS, by_broker=by_broker)}


def test_before_the_feed_has_been_read_to_its_end_a_service_is_not_ready(clock: Clock) -> None:
    source = Source("/p/reviews", quiet=5)
    source.answered()
    assert codes(source, 0, by_broker=True) == {"catching_up": True}
    source.is_caught_up_with(0)
    assert codes(source, 0, by_broker=True) == {}


def test_services_that_start_at_once_do_not_wait_for_each_other(clock: Clock) -> None:
    source = Source("/p/reviews", quiet=5)
    source.failed(AWAY)
    assert codes(source, 0, by_broker=True) == {"feed_unavailable": False}
    assert codes(source, 0, by_broker=False) == {"feed_unavailable": False, "source_silent": True}


def test_a_feed_that_is_away_for_long_is_grave_only_if_nothing_comes_by_the_broker_either(clock: Clock) -> None:
    source = source_that_was_caught_up_with()
    clock.at += LIMITS.seconds + 1
    source.failed(AWAY)
    assert codes(source, 0, by_broker=True) == {"feed_unavailable": False}
    assert codes(source, 0, by_broker=False) == {"feed_unavailable": False, "source_silent": True}
    source.spoke()
    assert codes(source, 0, by_broker=False) == {"feed_unavailable": False}
    source.answered()
    assert codes(source, 0, by_broker=False) == {}


def test_a_source_is_silent_since_its_last_event_or_the_last_answer_of_its_feed(clock: Clock) -> None:
    source = source_that_was_caught_up_with()
    clock.at += 3_600
    source.failed(AWAY)
    assert source.silent() == 3_600
    source.spoke()
    clock.at += 5
    assert source.silent() == 5
    source.answered()
    assert source.silent() == 0


def test_a_hole_that_stays_open_for_longer_than_the_limit_is_grave(clock: Clock) -> None:
    source = source_that_was_caught_up_with(10)
    source.reached(10, 12)
    clock.at += LIMITS.seconds
    assert codes(source, 10, by_broker=True) == {}
    clock.at += 1
    assert codes(source, 10, by_broker=True) == {"source_behind": True}
    assert codes(source, 12, by_broker=True) == {}


def test_more_missing_events_than_the_limit_are_grave_at_once(clock: Clock) -> None:
    source = source_that_was_caught_up_with(10)
    source.reached(10, 10 + LIMITS.events)
    assert codes(source, 10, by_broker=True) == {}
    source.reached(10, 11 + LIMITS.events)
    assert codes(source, 10, by_broker=True) == {"source_behind": True}


def test_events_that_keep_coming_in_their_turn_never_look_like_a_hole(clock: Clock) -> None:
    source = source_that_was_caught_up_with()
    for number in range(1, 200):
        source.reached(number, number)
        clock.at += 1
    assert codes(source, 199, by_broker=True) == {}


def test_a_message_that_claims_a_number_which_the_feed_does_not_have_frightens_nobody_for_long(clock: Clock) -> None:
    source = source_that_was_caught_up_with(10)
    source.reached(10, 10**18)
    assert codes(source, 10, by_broker=True) == {"source_behind": True}
    source.is_caught_up_with(10)
    assert codes(source, 10, by_broker=True) == {}
