"""The first form: the log, the register, descriptions."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, Integer, Text

from shared.eventstore import create_store_tables
from shared.register import create_register_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_store_tables(op)
    create_register_tables(op)
    op.create_table(
        "descriptions",
        Column("kind", Text, primary_key=True),
        Column("code", Text, primary_key=True),
        Column("facts", JSON, nullable=False),
        Column("version", Integer, nullable=False),
    )
