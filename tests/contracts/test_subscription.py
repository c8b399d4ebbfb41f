"""What a subscription promises: every event once in effect, in order, however it arrives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from threading import Semaphore
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from shared.domain import CommandContext, NotFound
from shared.eventstore import STORE, CommitUncertain, EventStore, Unit, open_engine
from shared.messaging import (
    Broker,
    BrokerUnavailable,
    Envelope,
    FeedUnavailable,
    Inbox,
    LocalFeed,
    MemoryBroker,
    Policies,
    RabbitBroker,
    Retried,
    list_parked,
    retry_parked,
    show_parked,
)
from shared.messaging.broker import Arrival
from shared.messaging.subscription import QUIET_SECONDS, Subscription
from tests.contracts.test_broker import send_raw
from tests.notebooks import StillClock, metadata, open_store, take
from tests.readers import MENDED, POISON, POLICIES, SOURCE, on_the_shelf, open_readers, read

NOTEBOOKS = "/binh-dinh/notebooks"
ELSEWHERE = "/quang-ngai/notebooks"
LONG = 20.0
SHORT = 0.05


class OpenFeed:
    """The feed of the notebooks, which can be closed for a while."""

    def __init__(self, feed: LocalFeed) -> None:
        self._feed = feed
        self.closed = False
        self.asked = Semaphore(0)

    def read(self, source: str, after: int, limit: int) -> list[Envelope]:
        if self.closed:
            self.asked.release()
            raise FeedUnavailable("closed")
        return self._feed.read(source, after, limit)


@pytest.fixture
def notebooks(tmp_path: Path) -> EventStore:
    """The store of the service that is listened to."""
    return open_notebooks(tmp_path / "notebooks.db")


def open_notebooks(file: Path) -> EventStore:
    engine = open_engine(f"sqlite:///{file}")
    metadata.create_all(engine)
    return open_store(engine)


@pytest.fixture
def feed(notebooks: EventStore) -> OpenFeed:
    return OpenFeed(LocalFeed({NOTEBOOKS: notebooks}))


@pytest.fixture
def readers(tmp_path: Path) -> EventStore:
    """The store of the service that listens."""
    return open_readers(tmp_path)


@pytest.fixture
def subscribe(readers: EventStore, broker: Broker, feed: OpenFeed) -> Callable[..., Subscription]:
    """A new subscription of the readers, not started."""

    def build(**changes: Any) -> Subscription:
        parts = {"store": readers, "broker": broker, "feed": feed, "policies": POLICIES, **changes}
        return Subscription(source=SOURCE, sources=["notebooks"], clock=StillClock(), **parts)

    return build


@contextmanager
def running(subscription: Subscription) -> Iterator[Subscription]:
    subscription.start()
    yield subscription
    subscription.stop()


@contextmanager
def listening(subscription: Subscription, broker: Broker, probe: Envelope) -> Iterator[Subscription]:
    """Running, and past the questions that it asks the feed at its start: only the broker brings news now."""
    with running(subscription):
        broker.publish([probe])
        assert subscription.wait("notebooks", probe.number, LONG)
        yield subscription


def envelopes(store: EventStore, source: str = NOTEBOOKS) -> list[Envelope]:
    return [Envelope.of(recorded, source) for recorded in store.read(0, 10_000)]


def checkpoints(store: EventStore) -> dict[str, int]:
    with store.query() as connection:
        rows = connection.execute(select(STORE.checkpoints.c.source, STORE.checkpoints.c.number))
        return {source: number for source, number in rows}


def write_notes(store: EventStore, *, notebooks: int, each: int) -> tuple[list[Envelope], dict[str, str]]:
    """Notes in turn in several notebooks: the events, and what the shelf must hold in the end."""
    for note in range(each):
        for notebook in range(notebooks):
            take(store, f"n{notebook}", f"{notebook}.{note}")
    expected = {f"notebook:n{book}": " ".join(f"{book}.{note}" for note in range(each)) for book in range(notebooks)}
    return envelopes(store), expected


def test_each_event_is_applied_once_and_in_order(
    notebooks: EventStore, readers: EventStore, broker: Broker, subscribe: Callable[..., Subscription]
) -> None:
    with running(subscribe()) as subscription:
        events, expected = write_notes(notebooks, notebooks=3, each=20)
        broker.publish(events)
        assert subscription.wait("notebooks", 60, LONG)
        assert subscription.heard("notebooks") == 60
        assert subscription.healthy() == []
    assert on_the_shelf(readers) == expected
    assert checkpoints(readers) == {NOTEBOOKS: 60}


@pytest.mark.parametrize("seed", range(3))
def test_duplicates_in_any_order_change_nothing(
    notebooks: EventStore, readers: EventStore, broker: Broker, subscribe: Callable[..., Subscription], seed: int
) -> None:
    events, expected = write_notes(notebooks, notebooks=4, each=30)
    shuffled = events * 3
    Random(seed).shuffle(shuffled)
    with running(subscribe()) as subscription:
        while shuffled:
            broker.publish(shuffled[:50])
            del shuffled[:50]
        assert subscription.wait("notebooks", len(events), LONG)
        broker.publish(events)
        take(notebooks, "last", "one")
        broker.publish(envelopes(notebooks)[-1:])
        assert subscription.wait("notebooks", len(events) + 1, LONG)
    assert on_the_shelf(readers) == expected | {"notebook:last": "one"}
    assert len(read(readers)) == len(events) + 1


def test_a_hole_is_filled_from_the_feed_before_going_on(
    notebooks: EventStore, readers: EventStore, broker: Broker, subscribe: Callable[..., Subscription]
) -> None:
    take(notebooks, "a", "1")
    with listening(subscribe(), broker, envelopes(notebooks)[0]) as subscription:
        take(notebooks, "a", "2", "3", "4", "5", "6")
        broker.publish([envelopes(notebooks)[number - 1] for number in (2, 6)])
        assert subscription.wait("notebooks", 6, LONG)
    assert on_the_shelf(readers) == {"notebook:a": "1 2 3 4 5 6"}


def test_a_hole_waits_until_the_feed_can_be_read_again(
    notebooks: EventStore, readers: EventStore, broker: Broker, feed: OpenFeed, subscribe: Callable[..., Subscription]
) -> None:
    take(notebooks, "a", "1")
    with listening(subscribe(), broker, envelopes(notebooks)[0]) as subscription:
        feed.closed = True
        take(notebooks, "a", "2", "3")
        broker.publish(envelopes(notebooks)[2:])
        assert feed.asked.acquire(timeout=LONG) and feed.asked.acquire(timeout=LONG)
        assert subscription.healthy() == ["subscription: the feed is away: closed"]
        assert subscription.heard("notebooks") == 1
        feed.closed = False
        assert subscription.wait("notebooks", 3, LONG)
        assert subscription.healthy() == []
    assert on_the_shelf(readers) == {"notebook:a": "1 2 3"}


def test_a_late_subscriber_catches_up_from_the_feed_alone(
    notebooks: EventStore, readers: EventStore, subscribe: Callable[..., Subscription]
) -> None:
    take(notebooks, "a", *map(str, range(2500)))
    with running(subscribe()) as subscription:
        assert subscription.wait("notebooks", 2500, LONG)
    assert on_the_shelf(readers) == {"notebook:a": " ".join(map(str, range(2500)))}


def test_what_the_broker_lost_comes_from_the_feed_once_all_is_quiet(
    notebooks: EventStore, broker: Broker, subscribe: Callable[..., Subscription]
) -> None:
    take(notebooks, "a", "1")
    with listening(subscribe(quiet=SHORT), broker, envelopes(notebooks)[0]) as subscription:
        take(notebooks, "a", "2")
        assert subscription.wait("notebooks", 2, LONG)


def test_a_poisonous_event_parks_its_subject_while_all_others_flow(
    notebooks: EventStore, readers: EventStore, broker: Broker, subscribe: Callable[..., Subscription]
) -> None:
    with running(subscribe()) as subscription:
        take(notebooks, "a", "a1", POISON, "a3")
        take(notebooks, "b", "b1", "b2")
        take(notebooks, "a", "a4")
        broker.publish(envelopes(notebooks))
        assert subscription.wait("notebooks", 6, LONG)
        assert subscription.healthy() == []
    assert on_the_shelf(readers) == {"notebook:a": "a1", "notebook:b": "b1 b2"}
    parked = list_parked(readers)
    assert [(row.source, row.number, row.subject, row.attempts) for row in parked] == [
        (NOTEBOOKS, 2, "notebook:a", 1),
        (NOTEBOOKS, 3, "notebook:a", 0),
        (NOTEBOOKS, 6, "notebook:a", 0),
    ]
    assert parked[0].reason == f"Indigestible: {POISON}"
    assert Envelope.from_json(orjson.loads(show_parked(readers, parked[0].id).envelope)) == envelopes(notebooks)[1]


def test_many_poisonous_events_among_many_others_are_told_apart(
    notebooks: EventStore, readers: EventStore, broker: Broker, subscribe: Callable[..., Subscription]
) -> None:
    texts = {f"n{book}": POISON if book % 7 == 3 else f"text{book}" for book in range(50)}
    for notebook, text in texts.items():
        take(notebooks, notebook, text)
    broker.publish(envelopes(notebooks))
    with running(subscribe()) as subscription:
        assert subscription.wait("notebooks", 50, LONG)
    assert on_the_shelf(readers) == {f"notebook:{name}": text for name, text in texts.items() if text != POISON}
    assert len(list_parked(readers)) == list(texts.values()).count(POISON)


def test_a_retry_applies_the_parked_events_once_in_order_and_sets_the_subject_free(
    notebooks: EventStore, readers: EventStore, broker: Broker, subscribe: Callable[..., Subscription]
) -> None:
    take(notebooks, "a", "a1", POISON, "a3")
    with running(subscribe()) as subscription:
        assert subscription.wait("notebooks", 3, LONG)
        assert retry_parked(readers, MENDED, StillClock(), NOTEBOOKS, "notebook:a") == Retried(applied=2, left=0)
        assert retry_parked(readers, MENDED, StillClock(), NOTEBOOKS, "notebook:a") == Retried(applied=0, left=0)
        take(notebooks, "a", "a4")
        broker.publish(envelopes(notebooks))
        assert subscription.wait("notebooks", 4, LONG)
    assert on_the_shelf(readers) == {"notebook:a": f"a1 {POISON} a3 a4"}
    assert list_parked(readers) == []


def test_a_retry_that_fails_again_is_counted_and_changes_nothing_else(
    notebooks: EventStore, readers: EventStore, subscribe: Callable[..., Subscription]
) -> None:
    take(notebooks, "a", "a1", POISON, "a3")
    with running(subscribe()) as subscription:
        assert subscription.wait("notebooks", 3, LONG)
    assert retry_parked(readers, POLICIES, StillClock(), NOTEBOOKS, "notebook:a") == Retried(applied=0, left=2)
    assert [row.attempts for row in list_parked(readers)] == [2, 0]
    assert on_the_shelf(readers) == {"notebook:a": "a1"}
    with pytest.raises(NotFound):
        show_parked(readers, 7)


class Forgetful:
    """A broker that loses the connection at the first acknowledgement, so that all is delivered again."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self.forgot = Semaphore(0)
        self._failures = 1

    def inbox(self, queue: str, services: Sequence[str]) -> Inbox:
        inbox = self._broker.inbox(queue, services)
        return ForgetfulInbox(inbox, self) if self._failures else inbox

    def forget(self) -> None:
        self._failures = 0
        self.forgot.release()
        raise BrokerUnavailable("the connection is lost")

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        self._broker.publish(envelopes)

    def keep_alive(self) -> None:
        self._broker.keep_alive()

    def close(self) -> None:
        self._broker.close()


class ForgetfulInbox:
    def __init__(self, inbox: Inbox, broker: Forgetful) -> None:
        self._inbox = inbox
        self._broker = broker
        self._holds = False

    def take(self, limit: int, timeout: float) -> Sequence[Arrival]:
        taken = self._inbox.take(limit, timeout)
        self._holds = bool(taken)
        return taken

    def acknowledge(self) -> None:
        if self._holds:
            self._broker.forget()

    def close(self) -> None:
        self._inbox.close()


def test_a_crash_between_commit_and_acknowledgement_has_no_double_effect(
    notebooks: EventStore, readers: EventStore, broker: Broker, subscribe: Callable[..., Subscription]
) -> None:
    forgetful = Forgetful(broker)
    with running(subscribe(broker=forgetful)) as subscription:
        take(notebooks, "a", "1", "2")
        broker.publish(envelopes(notebooks))
        assert forgetful.forgot.acquire(timeout=LONG)
        take(notebooks, "a", "3")
        broker.publish(envelopes(notebooks)[2:])
        assert subscription.wait("notebooks", 3, LONG)
    assert on_the_shelf(readers) == {"notebook:a": "1 2 3"}
    with closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        assert inbox.take(1, SHORT) == []


def test_a_commit_whose_confirmation_is_lost_has_no_double_effect(
    notebooks: EventStore,
    readers: EventStore,
    subscribe: Callable[..., Subscription],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    execute, lost = readers.execute, Semaphore(0)

    def execute_and_lose_the_first_answer(context: CommandContext, work: Callable[[Unit], Any]) -> Any:
        result = execute(context, work)
        monkeypatch.setattr(readers, "execute", execute)
        lost.release()
        raise CommitUncertain(str(result))

    monkeypatch.setattr(readers, "execute", execute_and_lose_the_first_answer)
    take(notebooks, "a", "1", "2")
    with running(subscribe()) as subscription:
        assert lost.acquire(timeout=LONG)
        assert subscription.wait("notebooks", 2, LONG)
    assert on_the_shelf(readers) == {"notebook:a": "1 2"}
    assert list_parked(readers) == []


def test_each_source_has_a_checkpoint_of_its_own(
    notebooks: EventStore,
    readers: EventStore,
    broker: Broker,
    subscribe: Callable[..., Subscription],
    tmp_path: Path,
) -> None:
    elsewhere = open_notebooks(tmp_path / "elsewhere.db")
    feed = LocalFeed({NOTEBOOKS: notebooks, ELSEWHERE: elsewhere})
    with running(subscribe(feed=feed)) as subscription:
        take(notebooks, "a", "1", "2", "3")
        take(elsewhere, "b", "1", "2")
        broker.publish([*envelopes(elsewhere, ELSEWHERE), *envelopes(notebooks)])
        assert subscription.wait("notebooks", 3, LONG)
    assert checkpoints(readers) == {NOTEBOOKS: 3, ELSEWHERE: 2}
    assert on_the_shelf(readers) == {"notebook:a": "1 2 3", "notebook:b": "1 2"}


def test_events_that_nobody_hears_move_only_the_checkpoint_and_are_not_opened(
    notebooks: EventStore, readers: EventStore, broker: Broker, subscribe: Callable[..., Subscription]
) -> None:
    take(notebooks, "a", "1")
    with listening(subscribe(), broker, envelopes(notebooks)[0]) as subscription:
        unheard = [
            replace(envelopes(notebooks)[0], number=number, type="FactsGathered", body="{not json")
            for number in range(2, 1202)
        ]
        broker.publish(unheard)
        assert subscription.wait("notebooks", 1201, LONG)
    assert checkpoints(readers) == {NOTEBOOKS: 1201}
    assert on_the_shelf(readers) == {"notebook:a": "1"}
    assert list_parked(readers) == []


def test_a_body_that_is_not_json_is_kept_as_evidence_and_the_true_event_applied(
    notebooks: EventStore, readers: EventStore, broker: Broker, subscribe: Callable[..., Subscription]
) -> None:
    take(notebooks, "a", "1")
    with listening(subscribe(), broker, envelopes(notebooks)[0]) as subscription:
        take(notebooks, "a", "2", "3")
        true = envelopes(notebooks)
        broker.publish([replace(true[1], body="{not json"), replace(true[1], body='"no object"'), true[2]])
        assert subscription.wait("notebooks", 3, LONG)
        assert subscription.healthy() == []
    assert on_the_shelf(readers) == {"notebook:a": "1 2 3"}
    assert [(row.source, row.number, row.type) for row in list_parked(readers)] == [
        ("unreadable:notebooks.events", 1, "NoteTaken"),
        ("unreadable:notebooks.events", 2, "NoteTaken"),
    ]


def test_raw_bytes_do_not_stop_the_flow(
    notebooks: EventStore, readers: EventStore, rabbit_uri: str, subscribe_to_rabbit: Callable[..., Subscription]
) -> None:
    broker = RabbitBroker(rabbit_uri)
    take(notebooks, "a", "1")
    with listening(subscribe_to_rabbit(), broker, envelopes(notebooks)[0]) as subscription:
        send_raw(rabbit_uri, b"\xff\x00", content_type="application/x-python-serialize")
        take(notebooks, "a", "2")
        broker.publish(envelopes(notebooks)[1:])
        assert subscription.wait("notebooks", 2, LONG)
    broker.close()
    [evidence] = list_parked(readers)
    assert orjson.loads(evidence.envelope) == {"exchange": "notebooks.events", "base64": "/wA="}


@pytest.fixture
def subscribe_to_rabbit(readers: EventStore, feed: OpenFeed, rabbit_uri: str) -> Callable[[], Subscription]:
    def build() -> Subscription:
        broker = RabbitBroker(rabbit_uri)
        return Subscription(readers, broker, feed, POLICIES, SOURCE, ["notebooks"], StillClock(), QUIET_SECONDS)

    return build


class Absent(MemoryBroker):
    """A broker that is not up yet."""

    def __init__(self) -> None:
        super().__init__()
        self.up = False
        self.asked = Semaphore(0)

    def inbox(self, queue: str, services: Sequence[str]) -> Any:
        self.asked.release()
        if not self.up:
            raise BrokerUnavailable("not up yet")
        return super().inbox(queue, services)


def test_it_starts_before_the_broker_and_hears_the_feed_meanwhile(
    notebooks: EventStore, readers: EventStore, feed: OpenFeed
) -> None:
    broker = Absent()
    take(notebooks, "a", "1")
    subscription = Subscription(readers, broker, feed, POLICIES, SOURCE, ["notebooks"], StillClock())
    with running(subscription):
        assert subscription.wait("notebooks", 1, LONG)
        assert broker.asked.acquire(timeout=LONG) and broker.asked.acquire(timeout=LONG)
        assert subscription.healthy() == ["subscription: the broker is away: not up yet"]
        broker.up = True
        take(notebooks, "a", "2")
        assert subscription.wait("notebooks", 2, LONG)
        assert subscription.healthy() == []


def test_of_two_processes_of_a_service_one_reads_and_the_other_follows(
    notebooks: EventStore,
    readers: EventStore,
    broker: Broker,
    tmp_path: Path,
    subscribe: Callable[..., Subscription],
) -> None:
    take(notebooks, "a", "1")
    with listening(subscribe(), broker, envelopes(notebooks)[0]) as first:
        with running(subscribe(store=open_readers(tmp_path))) as second:
            assert second.wait("notebooks", 1, LONG)
            take(notebooks, "a", "2")
            broker.publish(envelopes(notebooks)[1:])
            assert first.wait("notebooks", 2, LONG) and second.wait("notebooks", 2, LONG)
            first.stop()
            take(notebooks, "a", "3")
            broker.publish(envelopes(notebooks)[2:])
            assert second.wait("notebooks", 3, LONG)
            assert second.healthy() == []
    assert on_the_shelf(readers) == {"notebook:a": "1 2 3"}


def test_what_a_policy_records_names_the_event_that_caused_it(
    notebooks: EventStore, readers: EventStore, subscribe: Callable[..., Subscription]
) -> None:
    take(notebooks, "a", "1", correlation="import-7", traceparent="00-1")
    take(notebooks, "a", "2")
    with running(subscribe()) as subscription:
        assert subscription.wait("notebooks", 2, LONG)
    causes = [(event.causation, event.correlation, event.traceparent, event.actor) for event in readers.read(0, 10)]
    first, second = envelopes(notebooks)
    assert causes == [(first.id, "import-7", "00-1", "system:readers"), (second.id, None, None, "system:readers")]


def test_waiting_for_what_does_not_come_ends_in_time(subscribe: Callable[..., Subscription]) -> None:
    with running(subscribe()) as subscription:
        assert not subscription.wait("notebooks", 1, SHORT)
        assert subscription.wait("notebooks", 0, SHORT)


def test_it_is_not_healthy_before_the_start_nor_after_the_end(subscribe: Callable[..., Subscription]) -> None:
    subscription = subscribe(policies=Policies([]))
    assert subscription.healthy() == ["subscription: not started"]
    with running(subscription):
        assert not subscription.wait("notebooks", 1, SHORT)
    assert subscription.healthy() == ["subscription: no longer running"]
