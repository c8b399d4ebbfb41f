"""When each source last said something that changed a table."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table("latest", Column("source", Text, primary_key=True), Column("at", Text, nullable=False))
