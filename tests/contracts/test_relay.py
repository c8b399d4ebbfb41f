"""What the relay promises: every event, in order, at least once, whatever happens to the broker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Semaphore

import pytest

from shared.eventstore import EventStore, open_engine
from shared.messaging import Broker, BrokerUnavailable, Envelope, Inbox, MemoryBroker
from shared.messaging.limits import LAG_LIMITS
from shared.messaging.relay import Relay
from shared.troubles import broker_unavailable, not_running, not_started, relay_behind
from tests.notebooks import NOW, StillClock, metadata, open_store, take

SOURCE = "/binh-dinh/notebooks"
LONG = 10.0


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    engine = open_engine(f"sqlite:///{tmp_path / 'notebooks.db'}")
    metadata.create_all(engine)
    return open_store(engine)


@pytest.fixture
def inbox(broker: Broker) -> Iterator[Inbox]:
    with closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        yield inbox


@contextmanager
def running(relay: Relay) -> Iterator[Relay]:
    relay.start()
    yield relay
    relay.stop()


def relay_of(store: EventStore, broker: Broker) -> Relay:
    return Relay(store, broker, SOURCE, StillClock())


def published(inbox: Inbox, count: int) -> list[Envelope]:
    """The next events, in the order of their arrival."""
    events: list[Envelope] = []
    while len(events) < count:
        batch = inbox.take(count - len(events), LONG)
        assert batch, f"only {len(events)} of {count} have come"
        events += [arrival for arrival in batch if isinstance(arrival, Envelope)]
    inbox.acknowledge()
    return events


def published_up_to(inbox: Inbox, number: int) -> None:
    """Take until the event `number` comes."""
    while published(inbox, 1)[-1].number < number:
        continue


def feed(store: EventStore) -> list[Envelope]:
    return [Envelope.of(recorded, SOURCE) for recorded in store.read(0, 10_000)]


class Interrupted:
    """A broker that does its work and then seems to fail, as often as it is told to."""

    def __init__(self, broker: Broker, failures: int) -> None:
        self._broker = broker
        self._failures = failures

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        self._broker.publish(envelopes)
        if self._failures:
            self._failures -= 1
            raise BrokerUnavailable("the confirm was lost")

    def keep_alive(self) -> None:
        self._broker.keep_alive()

    def inbox(self, queue: str, services: Sequence[str]) -> Inbox:
        return self._broker.inbox(queue, services)

    def close(self) -> None:
        self._broker.close()


class Away(Interrupted):
    """A broker that takes nothing until it is back."""

    def __init__(self, broker: Broker) -> None:
        super().__init__(broker, failures=0)
        self.back = Event()
        self.asked = Semaphore(0)

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        self.asked.release()
        if not self.back.is_set():
            raise BrokerUnavailable("away")
        super().publish(envelopes)


def test_everything_is_published_in_order_as_it_stands_in_the_feed(
    store: EventStore, broker: Broker, inbox: Inbox
) -> None:
    take(store, "a", *map(str, range(1500)))
    take(store, "b", "old")
    with running(relay_of(store, broker)):
        assert published(inbox, 1501) == feed(store)
        take(store, "b", "new", traceparent="00-1")
        assert published(inbox, 1) == feed(store)[1501:]


def test_after_a_restart_it_goes_on_where_it_was(store: EventStore, broker: Broker, inbox: Inbox) -> None:
    take(store, "a", "1", "2")
    with running(relay_of(store, broker)):
        published(inbox, 2)
    take(store, "a", "3")
    with running(relay_of(store, broker)):
        assert [event.number for event in published(inbox, 1)] == [3]


def test_what_was_sent_but_not_noted_is_sent_again_with_the_same_id_and_number(
    store: EventStore, broker: Broker, inbox: Inbox
) -> None:
    take(store, "a", "1", "2")
    with running(relay_of(store, Interrupted(broker, failures=1))):
        assert published(inbox, 4) == [*feed(store), *feed(store)]


def test_while_the_broker_is_away_nothing_is_lost_and_the_reason_is_told(
    store: EventStore, broker: Broker, inbox: Inbox
) -> None:
    away = Away(broker)
    with running(relay_of(store, away)) as relay:
        take(store, "a", "1")
        assert away.asked.acquire(timeout=LONG)
        take(store, "a", "2", "3")
        assert away.asked.acquire(timeout=LONG)
        assert relay.healthy() == [broker_unavailable("relay", "away")]
        away.back.set()
        assert published(inbox, 3) == feed(store)
        take(store, "a", "4")
        published(inbox, 1)
        assert relay.healthy() == []


def test_a_slower_relay_of_the_same_service_does_not_set_the_checkpoint_back(
    store: EventStore, broker: Broker, inbox: Inbox
) -> None:
    away = Away(broker)
    away.back.set()
    with running(relay_of(store, away)):
        take(store, "a", "1")
        published(inbox, 1)
        away.back.clear()
        with running(relay_of(store, broker)):
            take(store, "a", "2", "3")
            published_up_to(inbox, 3)
    with running(relay_of(store, broker)):
        take(store, "a", "4")
        assert [event.number for event in published(inbox, 1)] == [4]


class Later:
    """The same clock when patience has ended."""

    def now(self) -> datetime:
        return NOW + timedelta(seconds=LAG_LIMITS.seconds + 1)


def test_events_that_have_waited_too_long_are_told_with_their_number_and_age(store: EventStore) -> None:
    away = Away(MemoryBroker())
    with running(Relay(store, away, SOURCE, Later())) as relay:
        take(store, "a", "1", "2")
        assert away.asked.acquire(timeout=LONG)
        assert relay_behind(2, "2021-02-24T17:00:00.000000Z") in relay.healthy()


def test_it_is_not_healthy_before_the_start_nor_after_the_end(store: EventStore) -> None:
    relay = relay_of(store, MemoryBroker())
    assert relay.healthy() == [not_started("relay")]
    with running(relay):
        pass
    assert relay.healthy() == [not_running("relay")]
