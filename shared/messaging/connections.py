"""Connections to RabbitMQ: opened with patience that ends, closed without insisting, their troubles named by ours."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import amqp
from kombu.connection import Connection

from shared.messaging.broker import BrokerMisconfigured, BrokerUnavailable

PATIENCE = 10.0
"""Seconds without any confirm, or with a blocked connection, before a publication is given up."""

_HEARTBEAT = 10
_CONNECT_SECONDS = 5
_CLOSE_SECONDS = 2


def connect(uri: str, **options: Any) -> amqp.Connection:
    # The kernel gives a connection up when what was sent stays unacknowledged for this long, so that
    # a write to a broker that no longer reads cannot last for ever.
    options["socket_settings"] = {socket.TCP_USER_TIMEOUT: int(PATIENCE * 1000)}
    parameters = {"heartbeat": _HEARTBEAT, "connect_timeout": _CONNECT_SECONDS, "transport_options": options}
    return Connection(uri, **parameters).transport.establish_connection()  # type: ignore[no-untyped-call]


def declare(connection: amqp.Connection, exchange: str) -> None:
    """Exactly as nameko declares it: whoever comes first, the other agrees. Who may not declare it needs it there."""
    with declaring():
        channel = connection.channel()  # of its own: a refusal closes it
        try:
            channel.exchange_declare(exchange, "topic", durable=True, auto_delete=False)
        except amqp.AccessRefused:
            channel = connection.channel()
            channel.exchange_declare(exchange, "topic", passive=True)
        channel.close()


def close(connection: amqp.Connection) -> None:
    """Say goodbye, but do not insist on an answer."""
    try:
        connection.transport.sock.settimeout(_CLOSE_SECONDS)
        connection.close()
    except (amqp.AMQPError, OSError, AttributeError):
        connection.collect()


@contextmanager
def declaring() -> Iterator[None]:
    try:
        yield
    except amqp.PreconditionFailed as error:
        raise BrokerMisconfigured(error.reply_text) from error


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except (amqp.AMQPError, OSError) as error:
        raise BrokerUnavailable(f"{type(error).__name__}: {error}") from error
