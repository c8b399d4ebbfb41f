"""The broker's side of replays, on the connection that publishes: so what is sent and what is bound have one order.

A replay goes through an exchange of the service's own, `<service>.replay.<queue>`, to which the subscriber's queue is
bound. At its end that exchange is bound to `<service>.events`. The service touches no queue (docs/adr/0030).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import amqp

from shared.messaging.broker import exchange_of
from shared.messaging.connections import translated
from shared.messaging.envelope import Envelope

EVERYTHING = ("#",)
"""The routing keys of who may hear everything."""


class ReplayRefused(Exception):
    """A replay cannot go on before a person has done something; the text says why."""


class Replaying(Protocol):
    """What a broker must be able to do for replays. Each method raises BrokerUnavailable and ReplayRefused."""

    def prepare(self, queue: str, keys: Sequence[str]) -> None:
        """Make sure that nothing but the replay itself comes to the queue by way of the replay."""

    def waiting(self, queue: str) -> int:
        """How many messages wait in the queue."""

    def send(self, queue: str, envelopes: Sequence[Envelope]) -> None:
        """Send to this queue alone, in order; return when the broker has taken charge of every one."""

    def join(self, queue: str, keys: Sequence[str]) -> None:
        """Let everything come to the queue that is published under these routing keys from now on."""


class _Sends(Protocol):
    def send(self, envelopes: Sequence[Envelope], exchange: str | None = None) -> int: ...


def replay_exchange_of(service: str, queue: str) -> str:
    """The exchange through which the service's past comes to a queue."""
    return f"{service}.replay.{queue}"


def leads(connection: amqp.Connection, service: str) -> bool:
    """Whether this connection alone carries out the service's replays, from now on until it ends.

    An exclusive queue is the lock: of two instances of a service only one can have it, and it goes with the connection.
    """
    channel = connection.channel()
    try:
        channel.queue_declare(f"{service}.replay", exclusive=True, auto_delete=True)
    except (amqp.ResourceLocked, amqp.AccessRefused, amqp.PreconditionFailed):
        return False
    channel.close()
    return True


class RabbitReplays:
    """The replays of one service, as long as the connection lasts."""

    def __init__(self, connection: amqp.Connection, service: str, open_channel: Callable[[], _Sends]) -> None:
        self._connection = connection
        self._service = service
        self._open_channel = open_channel
        self._sending: _Sends | None = None

    def prepare(self, queue: str, keys: Sequence[str]) -> None:
        exchange = replay_exchange_of(self._service, queue)
        with self._once() as channel:
            channel.exchange_declare(exchange, "fanout", durable=True, auto_delete=False)
            for key in keys:
                channel.exchange_unbind(exchange, exchange_of(self._service), key)

    def waiting(self, queue: str) -> int:
        with self._once() as channel:
            return int(channel.queue_declare(queue, passive=True).message_count)

    def send(self, queue: str, envelopes: Sequence[Envelope]) -> None:
        if not envelopes:
            return
        with translated(), self._refusing():
            self._sending = self._sending or self._open_channel()
            if self._sending.send(envelopes, replay_exchange_of(self._service, queue)):
                raise ReplayRefused(f"the queue {queue} is not bound to the replay")

    def join(self, queue: str, keys: Sequence[str]) -> None:
        with self._once() as channel:
            for key in keys:
                channel.exchange_bind(replay_exchange_of(self._service, queue), exchange_of(self._service), key)

    @contextmanager
    def _once(self) -> Iterator[amqp.Channel]:
        """A channel of its own: what the broker refuses closes it."""
        with translated(), self._refusing():
            channel = self._connection.channel()
            yield channel
            channel.close()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except (amqp.NotFound, amqp.AccessRefused, amqp.PreconditionFailed, amqp.ResourceLocked) as error:
            self._sending = None
            raise ReplayRefused(error.reply_text) from error
