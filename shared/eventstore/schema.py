"""The tables that every service's store has beside the service's own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text, UniqueConstraint

_Number = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit number. SQLite calls that INTEGER, and makes a primary key of that name its row number."""


KEPT = {"kept": True}
"""Goes with a table (`info=KEPT`) that no policy fills: it stands beside the log, and no rebuild replaces it."""


@dataclass(frozen=True, slots=True)
class StoreTables:
    """`events`: the log. `checkpoints`: how far each source has been heard, with the hash of the last event,
    and how far the relay has published (source `relay`). `parked`: events that could not be applied, and those
    that wait behind them. `idempotency`: the answers already given. `replays`: what queues are being sent again."""

    events: Table
    checkpoints: Table
    parked: Table
    idempotency: Table
    replays: Table


def store_tables(metadata: MetaData) -> StoreTables:
    """Add the store's tables to a service's metadata."""
    return StoreTables(
        events=Table(
            "events",
            metadata,
            Column("number", _Number, primary_key=True, autoincrement=False),
            Column("id", Text, nullable=False, unique=True),
            Column("stream", Text, nullable=False),
            Column("version", Integer, nullable=False),
            Column("type", Text, nullable=False),
            Column("schema", Integer, nullable=False),
            Column("body", Text, nullable=False),
            Column("time", Text, nullable=False),
            Column("actor", Text, nullable=False),
            Column("organization", Text),
            Column("correlation", Text),
            Column("causation", Text),
            Column("traceparent", Text),
            Column("hash", Text, nullable=False),
            UniqueConstraint("stream", "version"),
            info=KEPT,
        ),
        checkpoints=Table(
            "checkpoints",
            metadata,
            Column("source", Text, primary_key=True),
            Column("number", _Number, nullable=False),
            Column("hash", Text),
            Column("updated_at", Text, nullable=False),
            info=KEPT,
        ),
        parked=Table(
            "parked",
            metadata,
            Column("id", _Number, primary_key=True, autoincrement=True),
            Column("source", Text, nullable=False),
            Column("number", _Number, nullable=False),
            Column("subject", Text, nullable=False),
            Column("type", Text, nullable=False),
            Column("envelope", Text, nullable=False),
            Column("reason", Text, nullable=False),
            Column("attempts", Integer, nullable=False),
            Column("parked_at", Text, nullable=False),
            UniqueConstraint("source", "number"),
            info=KEPT,
        ),
        idempotency=Table(
            "idempotency",
            metadata,
            Column("key", Text, primary_key=True),
            Column("actor", Text, primary_key=True),
            Column("request_sha256", Text, nullable=False),
            Column("status", Integer, nullable=False),
            Column("headers", Text, nullable=False),
            Column("body", Text, nullable=False),
            Column("created_at", Text, nullable=False),
            info=KEPT,
        ),
        replays=Table(
            "replays",
            metadata,
            Column("queue", Text, primary_key=True),
            Column("keys", Text, nullable=False),
            Column("number", _Number, nullable=False),
            Column("until", _Number),
            Column("state", Text, nullable=False),
            Column("reason", Text),
            Column("updated_at", Text, nullable=False),
            info=KEPT,
        ),
    )


STORE = store_tables(MetaData())
"""The same tables apart from any service, for the statements of the shared code."""

RELAY = "relay"
"""The source under which the relay keeps its own checkpoint."""
