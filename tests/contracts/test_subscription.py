"""What a subscription promises: every event once in effect, in order, however it arrives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import orjson
import pytest

from shared.messaging import Broker, Envelope, MemoryBroker, Policies, RabbitBroker, list_parked
from shared.messaging.heard import Heard
from shared.messaging.hearing import Hearing
from shared.messaging.memory import MemoryInbox
from shared.troubles import not_running, not_started
from tests.contracts.test_rabbit import send_raw
from tests.notebooks import StillClock
from tests.notebooks import take as take_notes
from tests.readers import POLICIES, on_the_shelf, open_readers, read
from tests.readers.library import LONG, NOTEBOOKS, PROBE, Library, open_notebooks, running

ELSEWHERE = "/quang-ngai/notebooks"
SHORT = 0.05
PROBED = {"notebook:probe": "probe"}


@pytest.fixture
def library(tmp_path: Path, broker: Broker) -> Library:
    return Library(tmp_path, broker)


@pytest.fixture
def quiet_library(tmp_path: Path) -> Library:
    """For what does not depend on the broker."""
    return Library(tmp_path, MemoryBroker())


def test_each_event_is_applied_once_and_in_order(library: Library) -> None:
    with library.listening() as subscription:
        events = library.take("a", "1", "2") + library.take("b", "1") + library.take("a", "3")
        library.publish(events[:3])
        library.publish(events[3:])
        assert subscription.wait("notebooks", PROBE + 4, LONG)
        assert subscription.heard("notebooks") == PROBE + 4
        assert subscription.healthy() == []
    assert on_the_shelf(library.readers) == PROBED | {"notebook:a": "1 2 3", "notebook:b": "1"}
    assert library.checkpoints() == {NOTEBOOKS: PROBE + 4}


@pytest.mark.parametrize("seed", range(4))
def test_duplicates_disorder_and_losses_change_nothing(library: Library, seed: int) -> None:
    random = Random(seed)
    with library.listening() as subscription:
        events: list[Envelope] = []
        for round_ in range(10):
            new = [event for book in "abcd" for event in library.take(book, f"{book}{round_}", f"{book}{round_}+")]
            delivered = 3 * random.sample(new, 7) + random.choices(events, k=len(events) // 4)
            random.shuffle(delivered)
            for start in range(0, len(delivered), 3):
                library.publish(delivered[start : start + 3])
            assert subscription.wait("notebooks", max(event.number for event in delivered), LONG)
            events += new
        library.publish(events[-1:])
        assert subscription.wait("notebooks", PROBE + 80, LONG)
    texts = {f"notebook:{book}": " ".join(f"{book}{number} {book}{number}+" for number in range(10)) for book in "abcd"}
    assert on_the_shelf(library.readers) == PROBED | texts
    assert len(read(library.readers)) == PROBE + 80


def test_a_hole_is_filled_from_the_feed_before_going_on(library: Library) -> None:
    with library.listening() as subscription:
        events = library.take("a", "1", "2", "3", "4", "5", "6")
        library.publish([events[0], events[2], events[5]])
        assert subscription.wait("notebooks", PROBE + 6, LONG)
    assert on_the_shelf(library.readers) == PROBED | {"notebook:a": "1 2 3 4 5 6"}


def test_a_hole_of_many_pages_is_filled_too(library: Library) -> None:
    with library.listening() as subscription:
        library.publish(library.take("a", *map(str, range(2_500)))[-1:])
        assert subscription.wait("notebooks", PROBE + 2_500, LONG)
    assert on_the_shelf(library.readers) == PROBED | {"notebook:a": " ".join(map(str, range(2_500)))}


def test_a_late_subscriber_catches_up_from_the_feed_alone(quiet_library: Library) -> None:
    quiet_library.take("a", *map(str, range(2_500)))
    with running(quiet_library.subscription()) as subscription:
        assert subscription.wait("notebooks", 2_500, LONG)
    assert on_the_shelf(quiet_library.readers) == {"notebook:a": " ".join(map(str, range(2_500)))}


def test_what_the_broker_lost_comes_from_the_feed_once_all_is_quiet(quiet_library: Library) -> None:
    with quiet_library.listening(quiet=SHORT) as subscription:
        quiet_library.take("a", "1")
        assert subscription.wait("notebooks", PROBE + 1, LONG)


class LateBroker(MemoryBroker):
    """A broker to which something happens before it binds an inbox."""

    before_binding: Callable[[], None]

    def inbox(self, queue: str, services: Sequence[str]) -> MemoryInbox:
        self.before_binding()
        return super().inbox(queue, services)


def test_what_is_published_just_before_the_inbox_is_bound_is_not_missed(tmp_path: Path) -> None:
    library = Library(tmp_path, broker := LateBroker())
    broker.before_binding = lambda: library.publish(library.take("a", "1"))
    with running(library.subscription()) as subscription:
        assert subscription.wait("notebooks", 1, LONG)


def test_each_source_has_a_checkpoint_of_its_own(library: Library, tmp_path: Path) -> None:
    elsewhere = open_notebooks(tmp_path / "elsewhere.db")
    with library.listening() as subscription:
        take_notes(elsewhere, "b", "1", "2")
        library.publish([Envelope.of(recorded, ELSEWHERE) for recorded in elsewhere.read(0, 10)])
        library.publish(library.take("a", "1", "2", "3"))
        assert subscription.wait("notebooks", PROBE + 3, LONG)
    assert library.checkpoints() == {NOTEBOOKS: PROBE + 3, ELSEWHERE: 2}
    assert on_the_shelf(library.readers) == PROBED | {"notebook:a": "1 2 3", "notebook:b": "1 2"}


def test_events_that_nobody_hears_move_only_the_checkpoint_and_are_not_opened(library: Library) -> None:
    with library.listening() as subscription:
        [like] = library.take("a", "1")
        unheard = [replace(like, number=number, type="FactsGathered", body="{not json") for number in range(2, 1_202)]
        library.publish(unheard)
        assert subscription.wait("notebooks", 1_201, LONG)
    assert library.checkpoints() == {NOTEBOOKS: 1_201}
    assert on_the_shelf(library.readers) == PROBED
    assert list_parked(library.readers) == []


def test_a_body_that_is_not_json_is_kept_as_evidence_and_the_true_event_applied(library: Library) -> None:
    with library.listening() as subscription:
        first, second = library.take("a", "1", "2")
        library.publish([replace(first, body="{not json"), replace(first, body='"no object"'), second])
        assert subscription.wait("notebooks", PROBE + 2, LONG)
        assert subscription.healthy() == []
    assert on_the_shelf(library.readers) == PROBED | {"notebook:a": "1 2"}
    assert [(row.source, row.number, row.type) for row in list_parked(library.readers)] == [
        ("unreadable:notebooks.events", 1, "NoteTaken"),
        ("unreadable:notebooks.events", 2, "NoteTaken"),
    ]


def test_raw_bytes_are_kept_as_evidence_and_stop_nothing(tmp_path: Path, rabbit_uri: str) -> None:
    library = Library(tmp_path, RabbitBroker(rabbit_uri))
    with library.listening() as subscription:
        send_raw(rabbit_uri, b"\xff\x00", content_type="application/x-python-serialize")
        library.publish(library.take("a", "1"))
        assert subscription.wait("notebooks", PROBE + 1, LONG)
    library.broker.close()
    [evidence] = list_parked(library.readers)
    kept = orjson.loads(evidence.envelope)
    assert (kept["exchange"], kept["base64"], kept["bytes"]) == ("notebooks.events", "/wA=", 2)


def test_what_a_policy_records_names_the_event_that_caused_it(quiet_library: Library) -> None:
    [first] = quiet_library.take("a", "1", correlation="import-7", traceparent="00-1")
    [second] = quiet_library.take("a", "2")
    with running(quiet_library.subscription()) as subscription:
        assert subscription.wait("notebooks", 2, LONG)
    recorded = quiet_library.readers.read(0, 10)
    assert [(event.causation, event.correlation, event.traceparent, event.actor) for event in recorded] == [
        (first.id, "import-7", "00-1", "system:readers"),
        (second.id, None, None, "system:readers"),
    ]


def test_two_processes_that_apply_the_same_events_have_one_effect(quiet_library: Library, tmp_path: Path) -> None:
    events = quiet_library.take("a", "1", "2", "3")
    slow = Hearing(quiet_library.readers, POLICIES, StillClock())
    fast = Hearing(open_readers(tmp_path), POLICIES, StillClock())
    slow.apply(events[:1])
    fast.apply(events[:2])
    slow.apply(events[1:])
    assert slow.heard.number(NOTEBOOKS) == 3
    assert on_the_shelf(quiet_library.readers) == {"notebook:a": "1 2 3"}


def test_what_another_process_of_the_service_has_heard_counts(quiet_library: Library, tmp_path: Path) -> None:
    events = quiet_library.take("a", "1", "2")
    waiting = Heard(open_readers(tmp_path))
    Hearing(quiet_library.readers, POLICIES, StillClock()).apply(events)
    assert waiting.wait(NOTEBOOKS, 2, LONG)


def test_waiting_for_what_does_not_come_ends_in_time(quiet_library: Library) -> None:
    with running(quiet_library.subscription()) as subscription:
        assert not subscription.wait("notebooks", 1, SHORT)
        assert subscription.wait("notebooks", 0, SHORT)


def test_it_is_not_healthy_before_the_start_nor_after_the_end(quiet_library: Library) -> None:
    subscription = quiet_library.subscription(policies=Policies([]))
    assert subscription.healthy() == [not_started("subscription")]
    with running(subscription):
        assert not subscription.wait("notebooks", 1, SHORT)
    assert subscription.healthy() == [not_running("subscription")]
