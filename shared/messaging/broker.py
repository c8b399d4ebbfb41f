"""The port to the broker: the fast way of events between services. The feed is the truth behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.messaging.envelope import Envelope


class BrokerUnavailable(Exception):
    """The broker is away, blocked, or has not confirmed. What was being sent may have arrived or not."""


class InboxTaken(Exception):
    """Another process of the service is reading the inbox. This one may take over when that one is gone."""


class BrokerMisconfigured(Exception):
    """The broker holds an exchange or a queue of this name with other properties. A person must act."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message that is no event: where it came from, what it holds, and why it cannot be read."""

    exchange: str
    routing_key: str
    body: bytes
    reason: str


Arrival = Envelope | Unreadable


class Inbox(Protocol):
    """The open inbox of one service. Belongs to the thread that opened it."""

    def take(self, limit: int, timeout: float) -> Sequence[Arrival]:
        """Up to `limit` messages that arrive together; empty when none has come within `timeout` seconds.

        Raises BrokerUnavailable when the connection is lost; the inbox is then to be opened anew.
        """

    def acknowledge(self) -> None:
        """Say that everything taken so far is done with, and need never be delivered again."""

    def close(self) -> None:
        """Let go. What was taken but not acknowledged will be delivered again."""


class Broker(Protocol):
    def publish(self, envelopes: Sequence[Envelope]) -> None:
        """Send in the given order; return when the broker has taken charge of every one.

        Raises BrokerUnavailable, after which any part of them may have been sent: send all of them again.
        """

    def keep_alive(self) -> None:
        """Tend an idle connection, about once a second. Raises BrokerUnavailable when it is found dead."""

    def inbox(self, queue: str, services: Sequence[str]) -> Inbox:
        """Open the durable queue, bound to all events of the services. Raises BrokerUnavailable, InboxTaken."""

    def close(self) -> None:
        """Let go of the connection for publishing."""


def exchange_of(service: str) -> str:
    """The exchange that carries a service's events."""
    return f"{service}.events"


def inbox_of(service: str) -> str:
    """The queue in which a service receives the events of all others."""
    return f"{service}.inbox"
