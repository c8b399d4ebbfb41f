"""Replays, step by step on a real broker: what the relay calls between two publications, and what may break then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import amqp
import pytest
from kombu.connection import Connection

from deploy.subscribers.grants import Subscriber
from deploy.subscribers.replaying import Logins, NoSuchReplay, replayed
from shared.eventstore import EventStore, open_engine
from shared.messaging import Envelope, RabbitBroker, Replay, Replays, replays
from shared.messaging.replaying import EVERYTHING, replay_exchange_of
from shared.messaging.replays import DONE, FAILED, FULL, HISTORY, JOINING, LIVE, ask_for, replay_into
from tests.notebooks import StillClock, metadata, open_store, take

SOURCE = "/binh-dinh/notebooks"
QUEUE = "agency.notes"
THROUGH = replay_exchange_of("notebooks", QUEUE)


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    engine = open_engine(f"sqlite:///{tmp_path / 'notebooks.db'}")
    metadata.create_all(engine)
    return open_store(engine)


@pytest.fixture
def agency(rabbit_uri: str) -> Iterator[amqp.Channel]:
    """The subscriber's channel; its queue hears the replay alone."""
    with Connection(rabbit_uri) as connection:  # type: ignore[no-untyped-call]
        channel = connection.channel()
        channel.queue_declare(QUEUE, durable=True, auto_delete=False)
        channel.exchange_declare(THROUGH, "fanout", durable=True, auto_delete=False)
        channel.queue_bind(QUEUE, THROUGH)
        yield channel


class Publishing:
    """A relay by hand: it publishes when it is told to, and lets the replays go on when it is told to."""

    def __init__(self, store: EventStore, uri: str) -> None:
        self.broker = RabbitBroker(uri)
        self.store = store
        self.replays = Replays(store, self.broker, SOURCE, StillClock())
        self.published = 0

    def publish(self) -> None:
        events = [Envelope.of(it, SOURCE) for it in self.store.read(self.published, 1_000)]
        if events:
            self.broker.publish(events)
            self.published = events[-1].number

    def go_on(self) -> None:
        while self.replays.go_on(self.published):
            continue


@pytest.fixture
def relay(store: EventStore, rabbit_uri: str) -> Iterator[Publishing]:
    relay = Publishing(store, rabbit_uri)
    take(store, "a", *map(str, range(5)))
    relay.publish()
    yield relay
    relay.broker.close()


def asked(store: EventStore, number: int = 0, until: int | None = None) -> None:
    ask_for(store, StillClock(), Replay(QUEUE, EVERYTHING, number, until))


def state(store: EventStore) -> tuple[str, int, str | None]:
    found = replay_into(store, QUEUE)
    assert found is not None
    return found.state, found.number, found.reason


def come(agency: amqp.Channel) -> list[int]:
    numbers = []
    while message := agency.basic_get(QUEUE, no_ack=True):
        numbers.append(int(message.headers["cloudEvents_sequence"]))
    return numbers


def test_the_past_comes_and_then_what_is_published(store: EventStore, relay: Publishing, agency: amqp.Channel) -> None:
    asked(store, number=2)
    relay.go_on()
    assert state(store) == (LIVE, 5, None)
    take(store, "a", "more")
    relay.publish()
    assert come(agency) == [3, 4, 5, 6]


def test_what_was_asked_for_up_to_a_number_ends_there(
    store: EventStore, relay: Publishing, agency: amqp.Channel
) -> None:
    asked(store, number=1, until=3)
    relay.go_on()
    take(store, "a", "more")
    relay.publish()
    assert (state(store), come(agency)) == ((DONE, 3, None), [2, 3])


def test_what_is_recorded_and_not_published_yet_comes_live(
    store: EventStore, relay: Publishing, agency: amqp.Channel
) -> None:
    take(store, "a", "more")
    asked(store)
    relay.go_on()
    assert state(store) == (JOINING, 5, None), "another instance may have published it before the binding"
    relay.publish()
    relay.go_on()
    assert (state(store), come(agency)) == ((LIVE, 6, None), [1, 2, 3, 4, 5, 6])


def test_a_binding_of_which_nobody_knows_what_came_by_it_is_taken_back(
    store: EventStore, relay: Publishing, agency: amqp.Channel, rabbit_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replays, "PART", 1)
    take(store, "a", "6", "7")
    asked(store)
    relay.go_on()
    assert state(store) == (JOINING, 5, None)
    relay.broker.close()
    successor = Publishing(store, rabbit_uri)
    successor.published = 7  # as another instance has published them, before the binding
    successor.replays.go_on(7)
    successor.replays.go_on(7)
    assert state(store) == (HISTORY, 6, None)
    take(store, "a", "8")
    successor.publish()
    successor.go_on()
    successor.broker.close()
    assert (state(store), come(agency)) == ((LIVE, 8, None), [1, 2, 3, 4, 5, 6, 7, 8])


def test_it_pauses_while_the_queue_is_full(
    store: EventStore, relay: Publishing, agency: amqp.Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replays, "MOST_WAITING", 2)
    monkeypatch.setattr(replays, "PART", 2)
    asked(store)
    relay.go_on()
    assert state(store) == (HISTORY, 2, FULL)
    assert come(agency) == [1, 2]
    relay.go_on()
    assert come(agency) == [3, 4]
    relay.go_on()
    assert (state(store), come(agency)) == ((LIVE, 5, None), [5])


@pytest.mark.parametrize("lost", ["queue", "binding"])
def test_without_its_queue_it_is_given_up_and_the_relay_goes_on(
    store: EventStore, relay: Publishing, agency: amqp.Channel, lost: str
) -> None:
    agency.queue_delete(QUEUE) if lost == "queue" else agency.queue_unbind(QUEUE, THROUGH)
    asked(store)
    relay.go_on()
    found = state(store)
    assert (found[0], QUEUE in str(found[2])) == (FAILED, True)
    take(store, "a", "more")
    relay.publish()


def test_of_two_instances_one_replays(store: EventStore, relay: Publishing, rabbit_uri: str) -> None:
    other = RabbitBroker(rabbit_uri)
    assert relay.broker.replays("notebooks") is relay.broker.replays("notebooks") is not None
    assert other.replays("notebooks") is None
    relay.broker.close()
    assert other.replays("notebooks") is not None
    other.close()


def test_a_queue_that_there_is_not_is_refused_and_nothing_is_asked_for(store: EventStore, rabbit_uri: str) -> None:
    agency = Subscriber("agency", "Một cơ quan", frozenset({"reviews/personal"}))
    wanted = Replay("agency.nowhere", EVERYTHING, 0, None)
    with pytest.raises(NoSuchReplay, match="no queue agency.nowhere"):
        replayed(store, Logins(rabbit_uri, rabbit_uri), agency, wanted, lambda text: None)
    assert replay_into(store, "agency.nowhere") is None
