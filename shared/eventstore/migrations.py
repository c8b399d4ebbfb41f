"""The store's part of a service's first migration, as it was then. Later forms are later migrations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, Text, UniqueConstraint


def create_store_tables(op: Any) -> None:
    """Create the tables of `shared.eventstore.schema` in their first form. `op` is alembic's."""
    number = BigInteger().with_variant(Integer, "sqlite")
    op.create_table(
        "events",
        Column("number", number, primary_key=True, autoincrement=False),
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
    )
    op.create_table(
        "checkpoints",
        Column("source", Text, primary_key=True),
        Column("number", number, nullable=False),
        Column("hash", Text),
        Column("updated_at", Text, nullable=False),
    )
    op.create_table(
        "parked",
        Column("id", number, primary_key=True, autoincrement=True),
        Column("source", Text, nullable=False),
        Column("number", number, nullable=False),
        Column("subject", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("envelope", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("parked_at", Text, nullable=False),
        UniqueConstraint("source", "number"),
    )
    op.create_table(
        "idempotency",
        Column("key", Text, primary_key=True),
        Column("actor", Text, primary_key=True),
        Column("request_sha256", Text, nullable=False),
        Column("status", Integer, nullable=False),
        Column("headers", Text, nullable=False),
        Column("body", Text, nullable=False),
        Column("created_at", Text, nullable=False),
    )


def create_replays(op: Any) -> None:
    """Create the table of replays in its first form."""
    number = BigInteger().with_variant(Integer, "sqlite")
    op.create_table(
        "replays",
        Column("queue", Text, primary_key=True),
        Column("keys", Text, nullable=False),
        Column("number", number, nullable=False),
        Column("until", number),
        Column("state", Text, nullable=False),
        Column("reason", Text),
        Column("updated_at", Text, nullable=False),
    )
