"""What the measurements ask of RabbitMQ beside the code that they measure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import amqp


@contextmanager
def channel_of(uri: str) -> Iterator[amqp.Channel]:
    """A channel in confirm mode, on a connection of its own."""
    at = urlsplit(uri)
    where = {"host": f"{at.hostname}:{at.port}", "userid": at.username, "password": at.password}
    with amqp.Connection(**where, virtual_host=at.path[1:]) as connection:
        channel = connection.channel()
        channel.confirm_select()
        yield channel


def bind(uri: str, exchange: str, queue: str) -> None:
    """A durable queue that gets all that is published to a topic exchange, as nameko declares it."""
    with channel_of(uri) as channel:
        channel.exchange_declare(exchange, "topic", durable=True, auto_delete=False)
        channel.queue_declare(queue, durable=True, exclusive=False, auto_delete=False)
        channel.queue_bind(queue, exchange, routing_key="#")
