"""How a transaction that writes begins: alone, at the head of the log, with what it is known to need."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from shared.eventstore.record import EMPTY, Head

Row = Sequence[Any]

_HEAD = "SELECT number, hash FROM events ORDER BY number DESC LIMIT 1"
_HEAD_AND_STREAMS = (
    "SELECT head.number, head.hash, loaded.stream, loaded.type, loaded.schema, loaded.body"
    f" FROM ({_HEAD}) head LEFT JOIN events loaded ON loaded.stream = ANY(%(streams)s)"
    " ORDER BY loaded.stream, loaded.version"
)


def head_of(connection: Connection) -> Head:
    row = connection.exec_driver_sql(_HEAD).first()
    return Head(*row) if row else EMPTY


def lock_out_other_writers(connection: Connection, service: str) -> None:
    """Be the only writer of the service's store up to the end of the transaction."""
    # SQLite has done it already, with BEGIN IMMEDIATE.
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_locking(service))


def open_on_postgres(connection: Connection, service: str, streams: list[str]) -> tuple[Head, list[Row]]:
    """Lock out other writers; the head of the log as it is then, and the events of the streams.

    Each event as (stream, type, schema, body), in the order of its stream.
    """
    # One message to the server instead of three. Each statement in it has a snapshot of its own, so the second sees
    # all that was committed before the first got its lock.
    wanted = _HEAD_AND_STREAMS if streams else _HEAD
    rows = connection.exec_driver_sql(f"{_locking(service)}; {wanted}", {"streams": streams}).all()
    if not rows:
        return EMPTY, []
    return Head(*rows[0][:2]), [row[2:] for row in rows if streams and row[2] is not None]


@cache
def _locking(service: str) -> str:
    lock = int.from_bytes(sha256(service.encode()).digest()[:8], signed=True)
    return f"SELECT pg_advisory_xact_lock({lock})"
