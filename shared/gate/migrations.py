"""The gate's part of a service's migration, as it was then. Later forms are later migrations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Text


def create_gate_tables(op: Any) -> None:
    """Create the tables of `shared.gate.tables` in their first form. `op` is alembic's.

    What stands in the service's `campaigns` is open: before there was a gate, every campaign was.
    """
    op.create_table(
        "gate_states",
        Column("campaign", Text, primary_key=True),
        Column("state", Text, nullable=False),
    )
    op.create_table(
        "gate_locks",
        Column("campaign", Text, primary_key=True),
        Column("unit", Text, primary_key=True),
        Column("stops", Text, primary_key=True),
        Column("since", Text, nullable=False),
        Column("until", Text),
        Column("reason", Text, nullable=False),
        Column("locked_by", Text),
        Column("document", Text),
    )
    op.create_table(
        "gate_extensions",
        Column("campaign", Text, primary_key=True),
        Column("unit", Text, primary_key=True),
        Column("until", Text, nullable=False),
        Column("rule", Text, nullable=False),
        Column("zone", Text, nullable=False),
        Column("ends_at", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("extended_by", Text),
        Column("document", Text),
    )
    op.execute("INSERT INTO gate_states (campaign, state) SELECT campaign, 'open' FROM campaigns")
