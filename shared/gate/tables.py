"""The tables in which a service remembers who may still hand in what, as the reviews service told it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, MetaData, Table, Text

WHOLE_CAMPAIGN = ""
"""The unit of a lock that no unit alone is under: a key is never null."""


@dataclass(frozen=True, slots=True)
class GateTables:
    """The gate's tables inside one service's own metadata. Instants are ISO text in UTC, so that they sort."""

    states: Table
    locks: Table
    extensions: Table


def gate_tables(metadata: MetaData) -> GateTables:
    """Add the gate's tables to `metadata`."""
    return GateTables(
        states=Table(
            "gate_states",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("state", Text, nullable=False),
        ),
        locks=Table(
            "gate_locks",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("unit", Text, primary_key=True),
            Column("stops", Text, primary_key=True),
            Column("since", Text, nullable=False),
            Column("until", Text),
            Column("reason", Text, nullable=False),
            Column("locked_by", Text),
            Column("document", Text),
        ),
        extensions=Table(
            "gate_extensions",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("unit", Text, primary_key=True),
            Column("until", Text, nullable=False),
            Column("rule", Text, nullable=False),
            Column("zone", Text, nullable=False),
            Column("ends_at", Text, nullable=False),
            Column("reason", Text, nullable=False),
            Column("extended_by", Text),
            Column("document", Text),
        ),
    )
