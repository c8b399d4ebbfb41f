"""Publishing to RabbitMQ: the relay, stock nameko's dispatcher with confirms, and as fast as the client can send."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import amqp
from nameko.standalone.events import event_dispatcher

from shared.eventstore import EventStore, open_engine
from shared.messaging import RabbitBroker
from shared.messaging.relay import Relay
from tests.bench.appending import TEXT
from tests.bench.broker import bind, channel_of
from tests.bench.rows import Row, per_second
from tests.notebooks import StillClock, metadata, open_store, take
from tests.servers.rabbit import Rabbit

SOURCE = "/binh-dinh/notebooks"


def measure(rabbit: Rabbit, folder: Path, events: int) -> Iterator[Row]:
    yield Row(
        "publish",
        _relay(rabbit.vhost(), folder, events),
        "events/s",
        _stock(rabbit.vhost(), events // 10),
        _unconfirmed(rabbit.vhost(), events),
        times=8,
    )


def _relay(uri: str, folder: Path, events: int) -> float:
    """From the log to the broker's confirms, envelope and headers included."""
    bind(uri, "notebooks.events", "readers.inbox")
    relay = Relay(notebooks(folder / "published.db", events), RabbitBroker(uri), SOURCE, StillClock())
    started = time.perf_counter()
    relay.start()
    while relay.published < events:
        time.sleep(0.001)
    seconds = time.perf_counter() - started
    relay.stop()
    return per_second(events, seconds)


def notebooks(file: Path, events: int) -> EventStore:
    """A log with so many events, a hundred to each notebook."""
    engine = open_engine(f"sqlite:///{file}")
    metadata.create_all(engine)
    store = open_store(engine)
    for notebook in range(events // 100):
        take(store, f"n{notebook}", *([TEXT] * 100))
    return store


def _stock(uri: str, events: int) -> float:
    """The same data with `dispatch`, which waits for the broker's confirm of each."""
    bind(uri, "notebooks.events", "readers.inbox")
    dispatch = event_dispatcher({"AMQP_URI": uri})
    started = time.perf_counter()
    for _ in range(events):
        dispatch("notebooks", "NoteTaken", {"text": TEXT, "on": None, "marks": []})
    return per_second(events, time.perf_counter() - started)


def _unconfirmed(uri: str, events: int) -> float:
    """Bare bodies into a durable queue, with a confirm for the last alone: the most that they can do."""
    bind(uri, "plain", "plain.inbox")
    with channel_of(uri) as channel:
        message = amqp.Message(TEXT, delivery_mode=2)
        started = time.perf_counter()
        for _ in range(events):
            channel.basic_publish(message, "plain", "NoteTaken")
        channel.basic_publish_confirm(message, "plain", "NoteTaken")
        return per_second(events, time.perf_counter() - started)
