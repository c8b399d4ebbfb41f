"""The states of a campaign, its locks and extensions."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer

from shared.gate import create_gate_tables

revision = "0003"
down_revision = "0001"


def upgrade() -> None:
    create_gate_tables(op)
    op.add_column("campaigns", Column("version", Integer, nullable=False, server_default="1"))
    op.create_index("reviews_by_status", "reviews", ["campaign", "status", "subject"])
