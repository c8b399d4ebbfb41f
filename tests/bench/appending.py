"""Appending to PostgreSQL: one small command after the other, and 32 writers at once.

Writers are threads of one process, thirty-two for both sides. Ours loads the notebook, checks the contract, seals the
hash chain and gives the publication number in the same transaction, on one connection at a time; the peer is the
`eventsourcing` library with its PostgreSQL module and a connection for each writer, told to write the same aggregate,
which it does not look for first. The limits are plain SQL: one INSERT per commit for one writer, one COPY for many.
"""

from __future__ import annotations

import io
import statistics
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager

import psycopg2
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from sqlalchemy import make_url

from shared.eventstore import open_engine
from tests.bench.rows import Row, per_second
from tests.notebooks import metadata, open_store, take
from tests.servers.postgres import Postgres

WRITERS = 32
ROUNDS = 5
TEXT = "Kết quả thực hiện nhiệm vụ năm 2020: hoàn thành tốt các chỉ tiêu được giao."

Write = Callable[[str], object]
"""One command: create the notebook of this name with one note in it."""


class Notebook(Aggregate):
    """The peer's notebook."""

    @event("NoteTaken")
    def __init__(self, text: str) -> None:
        self.texts = [text]


def measure(postgres: Postgres, commands: int) -> Iterator[Row]:
    """Both sides take turns, so that whatever else the machine does meanwhile concerns both alike."""
    with postgres.database() as here, postgres.database() as there, _peer(there) as write:
        engine = open_engine(here)
        metadata.create_all(engine)
        store = open_store(engine)
        sides: tuple[Write, Write] = lambda key: take(store, key, TEXT), write
        for side in sides:
            _timed(side, "warm", 1, commands // ROUNDS)
        alone = _in_turns(sides, "one", 1, commands // ROUNDS)
        together = _in_turns(sides, "many", WRITERS, commands // ROUNDS // 4)
    with postgres.database() as url, closing(_table(url)) as connection:
        single = _single_inserts(connection, commands)
    yield Row("append_1_writer", alone[0], "events/s", alone[1], single, times=1.2)
    yield Row("append_32_writers", together[0], "events/s", together[1], copy_speed(postgres, 100 * commands), times=5)


def _in_turns(sides: Iterable[Write], name: str, writers: int, each: int) -> list[float]:
    """For each side the median of its events per second."""
    turns = [[_timed(side, f"{name}-{turn}", writers, each) for side in sides] for turn in range(ROUNDS)]
    return [per_second(writers * each, statistics.median(seconds)) for seconds in zip(*turns, strict=True)]


def _timed(write: Write, name: str, writers: int, each: int) -> float:
    def work(writer: int) -> None:
        barrier.wait()
        for number in range(each):
            write(f"{name}-{writer}-{number}")

    barrier = threading.Barrier(writers + 1)
    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    barrier.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


@contextmanager
def _peer(url: str) -> Iterator[Write]:
    at = make_url(url)
    settings = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": at.database,
        "POSTGRES_HOST": at.host,
        "POSTGRES_PORT": str(at.port),
        "POSTGRES_USER": at.username,
        "POSTGRES_PASSWORD": "none",
        "POSTGRES_POOL_SIZE": str(WRITERS),
    }
    with Application(env=settings) as application:
        yield lambda key: application.save(Notebook(f"{key} {TEXT}"))


def _table(url: str) -> psycopg2.extensions.connection:
    at = make_url(url)
    connection = psycopg2.connect(host=at.host, port=at.port, user=at.username, dbname=at.database)
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE plain (number bigint PRIMARY KEY, stream text, body text, hash text)")
    return connection


def _single_inserts(connection: psycopg2.extensions.connection, commands: int) -> float:
    started = time.perf_counter()
    for number in range(commands):
        with connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO plain VALUES (%s, %s, %s, %s)", (number, "notebook:a", TEXT, "0" * 64))
    return per_second(commands, time.perf_counter() - started)


def copy_speed(postgres: Postgres, rows: int) -> float:
    """Rows per second of one COPY of rows like those of a log."""
    lines = "".join(f"{10_000_000 + number}\tnotebook:a\t{TEXT}\t{'0' * 64}\n" for number in range(rows))
    with postgres.database() as url, closing(_table(url)) as connection:
        started = time.perf_counter()
        with connection, connection.cursor() as cursor:
            cursor.copy_expert("COPY plain FROM STDIN", io.StringIO(lines))
        return per_second(rows, time.perf_counter() - started)
