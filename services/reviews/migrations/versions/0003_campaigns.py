"""The states of a campaign, its locks and extensions; who owes what, and how much of it has come."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, Integer, Text

from shared.gate import create_gate_tables

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    create_gate_tables(op)
    op.add_column("campaigns", Column("version", Integer, nullable=False, server_default="1"))
    op.create_index("reviews_by_status", "reviews", ["campaign", "status", "subject"])
    _create_the_tables_of_what_is_owed()


def _create_the_tables_of_what_is_owed() -> None:
    """For a campaign that was opened before, nothing is expected: its set was not frozen."""
    op.create_table(
        "expected",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("organization", Text, nullable=False),
        Column("unit", Text),
        Column("grassroots", Text),
        Column("review", Boolean, nullable=False),
        Column("rating", Boolean, nullable=False),
        Column("dossier", Boolean, nullable=False),
        Column("waived", Text, nullable=False),
    )
    op.create_index("expected_by_unit", "expected", ["campaign", "unit", "subject"])
    op.create_table(
        "received",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("owed", Text, primary_key=True),
        Column("on_time", Boolean),
    )
    op.create_table(
        "completeness",
        Column("campaign", Text, primary_key=True),
        Column("owed", Text, primary_key=True),
        Column("unit", Text, primary_key=True),
        Column("grassroots", Text, primary_key=True),
        Column("expected", Integer, nullable=False, server_default="0"),
        Column("received", Integer, nullable=False, server_default="0"),
        Column("on_time", Integer, nullable=False, server_default="0"),
    )
