"""What the rules derive for each subject, and the findings that figures need."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, BigInteger, Boolean, Column, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "proposals",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("derived", Text, nullable=False),
        Column("conditions", JSON, nullable=False),
    )
    op.create_table(
        "findings",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("fact", Text, primary_key=True),
        Column("holds", Boolean, nullable=False),
        Column("number", BigInteger, nullable=False),
    )
