"""The broker of a deployment: RabbitMQ over AMQP 0-9-1, with pipelined publisher confirms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from time import monotonic

import amqp

from shared.messaging.broker import (
    Arrival,
    BrokerMisconfigured,
    BrokerUnavailable,
    InboxTaken,
    Unreadable,
    exchange_of,
)
from shared.messaging.connections import PATIENCE, close, connect, declare, declaring, translated
from shared.messaging.deliveries import Deliveries, Delivery
from shared.messaging.envelope import Envelope, UnreadableMessage
from shared.messaging.publisher import Blocked, Publisher
from shared.messaging.replaying import RabbitReplays

PREFETCH = 2_000

_QUIET = 0.005
"""Seconds of silence that end a batch; what arrives while a batch is being applied makes up the next one."""
_GATHERING = 0.1
"""Seconds after which a batch ends even if messages keep trickling in."""


class RabbitBroker:
    """One connection to publish, opened when first needed and anew after each trouble; one per open inbox."""

    def __init__(self, uri: str, patience: float = PATIENCE) -> None:
        self._uri = uri
        self._patience = patience
        self._lock = Lock()
        self._publisher: Publisher | None = None

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        with self._lock, self._surviving():
            self._opened().send(envelopes)

    def replays(self, service: str) -> RabbitReplays | None:
        """The one way of replays, as long as the connection for publishing lasts; None while another process has it.

        Raises BrokerUnavailable.
        """
        with self._lock, self._surviving():
            return self._opened().replays(service)

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

    def _opened(self) -> Publisher:
        if self._publisher is None:
            self._publisher = Publisher(self._uri, self._patience)
        return self._publisher

    @contextmanager
    def _surviving(self) -> Iterator[None]:
        """Drop the connection on any trouble, so that the next attempt starts clean.

        Not when it is only blocked: what was sent is still in it, and would come again with each new one.
        """
        try:
            with translated():
                yield
        except Blocked:
            raise
        except (BrokerUnavailable, BrokerMisconfigured):
            if self._publisher is not None:
                self._publisher.abandon()
                self._publisher = None
            raise


class RabbitInbox:
    """A queue, its bindings and its one consumer, on a connection of its own."""

    def __init__(self, uri: str, queue: str, services: Sequence[str]) -> None:
        self._arrived: list[Delivery] = []
        self._taken_up_to = 0
        with translated():
            self._connection = connect(uri)
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
        with translated():
            self._gather(limit, timeout)
            self._connection.heartbeat_tick()
        taken, self._arrived = self._arrived[:limit], self._arrived[limit:]
        if taken:
            self._taken_up_to = taken[-1].tag
        return [_arrival(delivery) for delivery in taken]

    def acknowledge(self) -> None:
        with translated():
            if self._taken_up_to:
                self._channel.basic_ack(self._taken_up_to, multiple=True)
                self._taken_up_to = 0

    def close(self) -> None:
        close(self._connection)

    def _bind(self, queue: str, services: Sequence[str]) -> None:
        with declaring():
            self._channel.queue_declare(queue, durable=True, exclusive=False, auto_delete=False)
        for service in services:
            declare(self._connection, exchange_of(service))
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
