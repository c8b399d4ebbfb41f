"""Publishing to RabbitMQ: many messages on their way at a time, and not done before the broker has confirmed each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic

import amqp
import structlog

from shared.messaging.broker import BrokerUnavailable, exchange_of
from shared.messaging.confirms import Confirms
from shared.messaging.connections import close, connect, declare
from shared.messaging.envelope import Envelope
from shared.messaging.publications import Publications
from shared.messaging.replaying import RabbitReplays, leads

WINDOW = 500
"""Messages that may be on their way unconfirmed."""
_TICK = 1.0

_log = structlog.get_logger()


class Blocked(BrokerUnavailable):
    """The broker takes nothing from publishers until its memory or disk alarm ends."""


class Publisher:
    """A connection for publishing, and the channel on which events go out as they happen."""

    def __init__(self, uri: str, patience: float) -> None:
        self._patience = patience
        self._blocked = False
        self._connection = connect(uri, on_blocked=self._on_blocked, on_unblocked=self._on_unblocked)
        # Else py-amqp would read from the socket before each message, to see whether it is blocked.
        self._connection.client_properties["capabilities"]["connection.blocked"] = False
        self._live = self._channel()
        self._declared: set[str] = set()
        self._replays: RabbitReplays | None = None

    def send(self, envelopes: Sequence[Envelope]) -> None:
        for exchange in {exchange_of(envelope.service) for envelope in envelopes} - self._declared:
            declare(self._connection, exchange)
            self._declared.add(exchange)
        self._live.send(envelopes)

    def replays(self, service: str) -> RabbitReplays | None:
        """The replays of the service, the same as long as this connection lasts; None while another has them."""
        if self._replays is None and leads(self._connection, service):
            self._replays = RabbitReplays(self._connection, service, self._channel)
        return self._replays

    def tend(self) -> None:
        """Read what has come, answer heartbeats, notice their absence."""
        with suppress(TimeoutError):
            self._connection.drain_events(timeout=0)
        self._connection.heartbeat_tick()

    def close(self) -> None:
        close(self._connection)

    def abandon(self) -> None:
        self._connection.collect()

    def _channel(self) -> ConfirmedChannel:
        return ConfirmedChannel(self._connection, self._patience, lambda: self._blocked)

    def _on_blocked(self, reason: str) -> None:
        self._blocked = True
        _log.warning("broker.blocked", reason=reason)

    def _on_unblocked(self) -> None:
        self._blocked = False
        _log.info("broker.unblocked")


class ConfirmedChannel:
    """A channel in confirm mode."""

    def __init__(self, connection: amqp.Connection, patience: float, is_blocked: Callable[[], bool]) -> None:
        self._connection = connection
        self._patience = patience
        self._is_blocked = is_blocked
        channel = connection.channel()
        channel.confirm_select()
        self._confirms = Confirms(channel)
        self._publications = Publications(channel)

    def send(self, envelopes: Sequence[Envelope], exchange: str | None = None) -> int:
        """Send in order, to the exchange of their service unless another is given; how many nobody was bound to.

        Raises BrokerUnavailable when nothing moves for as long as the patience lasts, or a message was refused.
        """
        for start in range(0, len(envelopes), WINDOW // 2):
            self._wait_until(lambda: not self._is_blocked() and self._confirms.awaited <= WINDOW // 2)
            batch = envelopes[start : start + WINDOW // 2]
            self._confirms.expect(len(batch))
            self._publications.write(batch, exchange)
        self._wait_until(lambda: not self._confirms.awaited)
        return self._confirms.settle()

    def _wait_until(self, done: Callable[[], bool]) -> None:
        """Read until `done`. Raises BrokerUnavailable when nothing moves for as long as the patience lasts."""
        deadline = monotonic() + self._patience
        while not done():
            before = self._confirms.awaited, self._is_blocked()
            with suppress(TimeoutError):
                self._connection.drain_events(timeout=min(_TICK, self._patience))
            self._connection.heartbeat_tick()
            if (self._confirms.awaited, self._is_blocked()) != before:
                deadline = monotonic() + self._patience
            elif monotonic() > deadline:
                blocked = self._is_blocked()
                raise Blocked("memory or disk alarm") if blocked else BrokerUnavailable("confirms do not come")
