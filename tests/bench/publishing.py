"""Publishing to RabbitMQ: the relay, stock nameko's dispatcher with confirms, and as fast as the client can send."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import amqp
from nameko.standalone.events import event_dispatcher
from sqlalchemy import make_url

from shared.messaging import Envelope, RabbitBroker
from shared.messaging.relay import Relay
from tests.bench.appending import TEXT
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
    store = open_store(_engine(folder / "published.db"))
    for notebook in range(events // 100):
        take(store, f"n{notebook}", *([TEXT] * 100))
    broker = RabbitBroker(uri)
    broker.inbox("readers.inbox", ["notebooks"]).close()  # a durable queue receives it all, as in deployment
    relay = Relay(store, broker, SOURCE, StillClock())
    started = time.perf_counter()
    relay.start()
    while relay.published < events:
        time.sleep(0.001)
    seconds = time.perf_counter() - started
    relay.stop()
    return per_second(events, seconds)


def _stock(uri: str, events: int) -> float:
    """The same data with `dispatch`, which waits for the broker's confirm of each."""
    dispatch = event_dispatcher({"AMQP_URI": uri})
    _bind(uri, "notebooks.events", "NoteTaken")
    started = time.perf_counter()
    for _ in range(events):
        dispatch("notebooks", "NoteTaken", {"text": TEXT, "on": None, "marks": []})
    return per_second(events, time.perf_counter() - started)


def _unconfirmed(uri: str, events: int) -> float:
    """Bodies without an envelope into a durable queue, no confirm awaited but the last: the client's own maximum."""
    _bind(uri, "plain", "#")
    with _connected(uri) as connection:
        channel = connection.channel()
        channel.confirm_select()
        started = time.perf_counter()
        for _ in range(events):
            channel.basic_publish(amqp.Message(TEXT, delivery_mode=2), "plain", "NoteTaken")
        channel.basic_publish_confirm(amqp.Message(TEXT, delivery_mode=2), "plain", "NoteTaken")
        return per_second(events, time.perf_counter() - started)
