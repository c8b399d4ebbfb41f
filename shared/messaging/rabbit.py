"""The broker of a deployment: RabbitMQ over AMQP 0-9-1, with pipelined publisher confirms."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Lock
from time import monotonic
from typing import Any

import amqp
import structlog
from kombu.connection import Connection

from shared.messaging.broker import (
    Arrival,
    BrokerMisconfigured,
    BrokerUnavailable,
    InboxTaken,
    Unreadable,
    exchange_of,
)
from shared.messaging.confirms import Confirms
from shared.messaging.deliveries import Deliveries, Delivery
from shared.messaging.envelope import Envelope, UnreadableMessage
from shared.messaging.publications import Publications

WINDOW = 500
"""Messages that may be on their way unconfirmed."""
PREFETCH = 2_000
PATIENCE = 10.0
"""Seconds without any confirm, or with a blocked connection, before a publication is given up."""

_HEARTBEAT = 10
_CONNECT_SECONDS = 5
_CLOSE_SECONDS = 2
_TICK = 1.0
_QUIET = 0.005
"""Seconds of silence that end a batch; what arrives while a batch is being applied makes up the next one."""
_GATHERING = 0.1
"""Seconds after which a batch ends even if messages keep trickling in."""

_log = structlog.get_logger()


class RabbitBroker:
    """One connection to publish, opened when first needed and anew after each trouble; one per open inbox."""

    def __init__(self, uri: str, patience: float = PATIENCE) -> None:
        self._uri = uri
        self._patience = patience
        self._lock = Lock()
        self._publisher: _Publisher | None = None

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        with self._lock, self._surviving():
            if self._publisher is None:
                self._publisher = _Publisher(self._uri, self._patience)
            self._publisher.send(envelopes)

    def keep_alive(self) -> None:
        with self._lock, self._surviving():
            if self._publisher is not None:
                self._publisher.tend()

    def inbox(self, queue: str, services: Sequence[str]) -> RabbitInbox:
        return RabbitInbox(self._uri, queue, services)

    def close(self) -> None:
        with self._lock:
            if self._publisher is not None:
                self._publisher.close()
                self._publisher = None

    @contextmanager
    def _surviving(self) -> Iterator[None]:
        """Drop the connection on any trouble, so that the next attempt starts clean.

        Not when it is only blocked: what was sent is still in it, and would come again with each new one.
        """
        try:
            with _translated():
                yield
        except _Blocked:
            raise
        except (BrokerUnavailable, BrokerMisconfigured):
            if self._publisher is not None:
                self._publisher.abandon()
                self._publisher = None
            raise


class _Blocked(BrokerUnavailable):
    """The broker takes nothing from publishers until its memory or disk alarm ends."""


class _Publisher:
    """A connection and its channel in confirm mode."""

    def __init__(self, uri: str, patience: float) -> None:
        self._patience = patience
        self._blocked = False
        self._connection = _connect(uri, on_blocked=self._on_blocked, on_unblocked=self._on_unblocked)
        # Else py-amqp would read from the socket before each message, to see whether it is blocked.
        self._connection.client_properties["capabilities"]["connection.blocked"] = False
        self._channel = self._connection.channel()
        self._channel.confirm_select()
        self._confirms = Confirms(self._channel)
        self._publications = Publications(self._channel)
        self._declared: set[str] = set()

    def send(self, envelopes: Sequence[Envelope]) -> None:
        for start in range(0, len(envelopes), WINDOW // 2):
            self._wait_until(lambda: not self._blocked and self._confirms.awaited <= WINDOW // 2)
            self._publish(envelopes[start : start + WINDOW // 2])
        self._wait_until(lambda: not self._confirms.awaited)
        self._confirms.settle()

    def tend(self) -> None:
        """Read what has come, answer heartbeats, notice their absence."""
        self._read(timeout=0)
        self._connection.heartbeat_tick()

    def close(self) -> None:
        _close(self._connection)

    def abandon(self) -> None:
        self._connection.collect()

    def _publish(self, envelopes: Sequence[Envelope]) -> None:
        for exchange in {exchange_of(envelope.service) for envelope in envelopes} - self._declared:
            _declare(self._connection, exchange)
            self._declared.add(exchange)
        self._confirms.expect(len(envelopes))
        self._publications.write(envelopes)

    def _wait_until(self, done: Callable[[], bool]) -> None:
        """Read until `done`. Raises BrokerUnavailable when nothing moves for as long as the patience lasts."""
        deadline = monotonic() + self._patience
        while not done():
            before = self._confirms.awaited, self._blocked
            self._read(timeout=min(_TICK, self._patience))
            self._connection.heartbeat_tick()
            if (self._confirms.awaited, self._blocked) != before:
                deadline = monotonic() + self._patience
            elif monotonic() > deadline:
                raise _Blocked("memory or disk alarm") if self._blocked else BrokerUnavailable("confirms do not come")

    def _read(self, timeout: float) -> None:
        with suppress(TimeoutError):
            self._connection.drain_events(timeout=timeout)

    def _on_blocked(self, reason: str) -> None:
        self._blocked = True
        _log.warning("broker.blocked", reason=reason)

    def _on_unblocked(self) -> None:
        self._blocked = False
        _log.info("broker.unblocked")


class RabbitInbox:
    """A queue, its bindings and its one consumer, on a connection of its own."""

    def __init__(self, uri: str, queue: str, services: Sequence[str]) -> None:
        self._arrived: list[Delivery] = []
        self._taken_up_to = 0
        with _translated():
            self._connection = _connect(uri)
            try:
                self._channel = self._connection.channel()
                self._channel.auto_decode = False
                self._deliveries = Deliveries(self._channel, self._arrived_one)
                self._bind(queue, services)
                self._consume(queue)
            except BaseException:
                self._connection.collect()
                raise

    def take(self, limit: int, timeout: float) -> Sequence[Arrival]:
        with _translated():
            self._gather(limit, timeout)
            self._connection.heartbeat_tick()
        taken, self._arrived = self._arrived[:limit], self._arrived[limit:]
        if taken:
            self._taken_up_to = taken[-1].tag
        return [_arrival(delivery) for delivery in taken]

    def acknowledge(self) -> None:
        with _translated():
            if self._taken_up_to:
                self._channel.basic_ack(self._taken_up_to, multiple=True)
                self._taken_up_to = 0

    def close(self) -> None:
        _close(self._connection)

    def _bind(self, queue: str, services: Sequence[str]) -> None:
        with _declaring():
            self._channel.queue_declare(queue, durable=True, exclusive=False, auto_delete=False)
        for service in services:
            _declare(self._connection, exchange_of(service))
            self._channel.queue_bind(queue, exchange_of(service), routing_key="#")

    def _consume(self, queue: str) -> None:
        self._channel.basic_qos(0, PREFETCH, False)
        try:
            self._channel.basic_consume(queue, exclusive=True, callback=self._deliveries.take_message)
        except amqp.AccessRefused as error:
            if "exclusive" not in error.reply_text:
                raise
            raise InboxTaken(queue) from error

    def _arrived_one(self, delivery: Delivery) -> None:
        self._arrived.append(delivery)

    def _gather(self, limit: int, timeout: float) -> None:
        latest = monotonic() + timeout + _GATHERING
        while len(self._arrived) < limit and monotonic() < latest:
            try:
                self._deliveries.read(timeout=_QUIET if self._arrived else timeout)
            except TimeoutError:
                return


def _arrival(delivery: Delivery) -> Arrival:
    try:
        return Envelope.from_message(delivery.body, delivery.headers)
    except UnreadableMessage as error:
        return Unreadable(delivery.exchange, delivery.routing_key, delivery.body, str(error))


def _connect(uri: str, **options: Any) -> amqp.Connection:
    # The kernel gives a connection up when what was sent stays unacknowledged for this long, so that
    # a write to a broker that no longer reads cannot last for ever.
    options["socket_settings"] = {socket.TCP_USER_TIMEOUT: int(PATIENCE * 1000)}
    parameters = {"heartbeat": _HEARTBEAT, "connect_timeout": _CONNECT_SECONDS, "transport_options": options}
    return Connection(uri, **parameters).transport.establish_connection()  # type: ignore[no-untyped-call]


def _declare(connection: amqp.Connection, exchange: str) -> None:
    """Exactly as nameko declares it: whoever comes first, the other agrees. Who may not declare it needs it there."""
    with _declaring():
        channel = connection.channel()  # of its own: a refusal closes it
        try:
            channel.exchange_declare(exchange, "topic", durable=True, auto_delete=False)
        except amqp.AccessRefused:
            channel = connection.channel()
            channel.exchange_declare(exchange, "topic", passive=True)
        channel.close()


def _close(connection: amqp.Connection) -> None:
    """Say goodbye, but do not insist on an answer."""
    try:
        connection.transport.sock.settimeout(_CLOSE_SECONDS)
        connection.close()
    except (amqp.AMQPError, OSError, AttributeError):
        connection.collect()


@contextmanager
def _declaring() -> Iterator[None]:
    try:
        yield
    except amqp.PreconditionFailed as error:
        raise BrokerMisconfigured(error.reply_text) from error


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (amqp.AMQPError, OSError) as error:
        raise BrokerUnavailable(f"{type(error).__name__}: {error}") from error
