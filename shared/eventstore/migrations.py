"""The store's part of a service's first migration."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import MetaData
from sqlalchemy.schema import CreateTable

from shared.eventstore.schema import store_tables


def create_store_tables(op: Operations) -> None:
    """Create the tables of `shared.eventstore.schema`, also when a migration only prints its SQL."""
    metadata = MetaData()
    store_tables(metadata)
    for table in metadata.sorted_tables:
        op.execute(CreateTable(table))
