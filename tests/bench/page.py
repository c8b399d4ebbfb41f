"""The figures as a document: docs/benchmarks.md, whose other parts are written by hand."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import amqp
import psycopg2
from sqlalchemy import make_url

from tests.bench.rows import Row
from tests.servers.postgres import Postgres
from tests.servers.rabbit import Rabbit

PAGE = Path("docs/benchmarks.md")
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
ASKED_OF_POSTGRES = ("fsync", "synchronous_commit", "wal_sync_method", "full_page_writes", "shared_buffers")
LIBRARIES = ("sqlalchemy", "psycopg2-binary", "amqp", "eventlet", "nameko", "marshmallow", "orjson", "eventsourcing")


def facts_of(postgres: Postgres, rabbit: Rabbit) -> dict[str, str]:
    """What the figures were taken on."""
    cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return {
        "processor": next((fact.partition(":")[2].strip() for fact in cpu if fact.startswith("model name")), "?"),
        "processors": str(len(list(Path("/sys/devices/system/cpu").glob("cpu[0-9]*")))),
        "system": platform.platform(),
        "python": platform.python_version(),
        "postgresql": _postgres(postgres),
        "rabbitmq": _rabbit(rabbit),
        "sqlite": f"{sqlite3.sqlite_version}, WAL, synchronous=FULL",
        "libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
    }


def write(facts: dict[str, str], rows: Iterable[Row]) -> None:
    """Put the figures where the document has its place for them."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text("".join((before, BEGIN, *_table(facts, rows), END, after)), encoding="utf-8")


def _table(facts: dict[str, str], rows: Iterable[Row]) -> Iterator[str]:
    yield "\n"
    yield from (f"- {name}: {value}\n" for name, value in facts.items())
    yield "\n| | ours | unit | peer | ours / peer | limit | goal | |\n|---|---:|---|---:|---:|---:|---|---|\n"
    for row in rows:
        figures = (row.peer, row.ratio, row.limit)
        peer, ratio, limit = ("" if figure is None else f"{figure:,}" for figure in figures)
        kept = "" if not row.wanted else "kept" if row.kept else "**missed**"
        yield f"| {row.name} | {row.ours:,} | {row.unit} | {peer} | {ratio} | {limit} | {row.wanted} | {kept} |\n"
    yield "\n"


def _postgres(postgres: Postgres) -> str:
    with postgres.database() as url:
        at = make_url(url)
        where = {"host": at.host, "port": at.port, "user": at.username, "dbname": at.database}
        with closing(psycopg2.connect(**where)) as connection, connection.cursor() as cursor:
            said = []
            for name in ("server_version", *ASKED_OF_POSTGRES):
                cursor.execute(f"SHOW {name}")
                said.append((name, cursor.fetchone()[0]))
    (_, number), *settings = said
    return ", ".join((number.split()[0], *(f"{name}={value}" for name, value in settings)))


def _rabbit(rabbit: Rabbit) -> str:
    at = urlsplit(rabbit.vhost())
    with amqp.Connection(f"{at.hostname}:{at.port}") as connection:
        return f"{connection.server_properties['version']}, durable queues, persistent messages"
