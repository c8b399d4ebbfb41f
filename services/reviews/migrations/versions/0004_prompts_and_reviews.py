"""Attachments."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer, Text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "attachments",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("attachment_sha256", Text, primary_key=True),
        Column("name_sha256", Text, nullable=False),
        Column("media_type", Text, nullable=False),
        Column("size", Integer, nullable=False),
        Column("classification", Text, nullable=False),
        Column("added_at", Text, nullable=False),
        Column("added_by", Text, nullable=False),
    )
