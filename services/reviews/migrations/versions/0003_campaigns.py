"""The states of a campaign."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer, Text

revision = "0003"
down_revision = "0001"


def upgrade() -> None:
    """What stood in the table before was open."""
    op.add_column("campaigns", Column("state", Text, nullable=False, server_default="open"))
    op.add_column("campaigns", Column("version", Integer, nullable=False, server_default="1"))
    op.create_index("reviews_by_status", "reviews", ["campaign", "status", "subject"])
