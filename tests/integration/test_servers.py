"""The private servers that the other tests rely on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import amqp
import pytest
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tests.servers.postgres import Postgres
from tests.servers.rabbit import Rabbit
from tests.servers.server import Server, ServerFailed

QUEUE = "inbox"

Revival = Callable[[Server], None]


def start_after_a_crash(server: Server) -> None:
    server.kill()
    server.start()


def open_engine(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


def write_a_table(url: str) -> None:
    with open_engine(url).begin() as connection:
        connection.execute(text("CREATE TABLE facts AS SELECT 'Đảng bộ tỉnh' AS fact"))


def tables(url: str) -> list[str]:
    return inspect(open_engine(url)).get_table_names()


def connect(uri: str, **options: object) -> amqp.Connection:
    address, _, vhost = uri.removeprefix("amqp://guest:guest@").partition("/")
    return amqp.Connection(address, virtual_host=vhost, **options)


@contextmanager
def channel(uri: str) -> Iterator[amqp.Channel]:
    with connect(uri, confirm_publish=True) as connection:
        yield connection.channel()


def send_a_durable_message(uri: str) -> None:
    with channel(uri) as open_channel:
        open_channel.queue_declare(QUEUE, durable=True, auto_delete=False)
        open_channel.basic_publish(amqp.Message("đã gửi", delivery_mode=2), routing_key=QUEUE)


def waiting_message(uri: str) -> str | None:
    """The text of the queue's first message; None when there is no such queue."""
    with channel(uri) as open_channel:
        try:
            message: amqp.Message = open_channel.basic_get(QUEUE)
        except amqp.NotFound:
            return None
    return str(message.body)


def test_each_database_is_new_and_empty(postgres_server: Postgres) -> None:
    with postgres_server.database() as first, postgres_server.database() as second:
        write_a_table(first)
        assert tables(second) == []


def test_a_database_is_dropped_even_while_someone_is_connected(postgres_server: Postgres) -> None:
    with postgres_server.database() as url:
        connection = open_engine(url).connect()
    with pytest.raises(OperationalError):
        connection.execute(text("SELECT 1"))


def test_a_database_is_durable_and_stores_vietnamese(postgres_url: str) -> None:
    with open_engine(postgres_url).connect() as connection:
        settings = [connection.execute(text(f"SHOW {name}")).scalar_one() for name in ("fsync", "server_encoding")]
    assert settings == ["on", "UTF8"]


@pytest.mark.parametrize("revive", [Server.restart, start_after_a_crash])
def test_a_committed_row_survives(revive: Revival, postgres_server: Postgres, postgres_url: str) -> None:
    write_a_table(postgres_url)
    revive(postgres_server)
    assert tables(postgres_url) == ["facts"]


def test_a_wiped_database_is_there_but_empty(postgres_server: Postgres, postgres_url: str) -> None:
    write_a_table(postgres_url)
    postgres_server.wipe()
    assert tables(postgres_url) == []


def test_each_virtual_host_is_new_and_empty(rabbit_server: Rabbit, rabbit_uri: str) -> None:
    send_a_durable_message(rabbit_uri)
    assert waiting_message(rabbit_server.vhost()) is None


def test_a_confirmed_message_survives_a_restart_and_then_a_crash(rabbit_server: Rabbit, rabbit_uri: str) -> None:
    send_a_durable_message(rabbit_uri)
    rabbit_server.restart()
    assert waiting_message(rabbit_uri) == "đã gửi"
    start_after_a_crash(rabbit_server)
    assert waiting_message(rabbit_uri) == "đã gửi"


def test_a_wiped_broker_knows_the_virtual_host_but_no_queue(rabbit_server: Rabbit, rabbit_uri: str) -> None:
    send_a_durable_message(rabbit_uri)
    rabbit_server.wipe()
    assert waiting_message(rabbit_uri) is None


def test_a_memory_alarm_blocks_who_publishes(rabbit_server: Rabbit, rabbit_uri: str) -> None:
    notices: list[str] = []
    # Nothing of a blocked connection is read, not even its close: the alarm has to end first.
    with connect(rabbit_uri, on_blocked=notices.append) as connection, rabbit_server.memory_alarm():
        connection.channel().basic_publish(amqp.Message("đã gửi"), routing_key=QUEUE)
        while not notices:
            connection.drain_events(timeout=10)
    assert len(notices) == 1


def test_a_server_that_cannot_start_says_why(postgres_server: Postgres) -> None:
    class Misconfigured(Postgres):
        def command(self) -> list[str]:
            return [*super().command(), "--no-such-setting=1"]

    with pytest.raises(ServerFailed, match="no_such_setting"), Misconfigured():
        pass
