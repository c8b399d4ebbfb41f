"""What rulebooks say of the statistical tables, and exports that run in a process of their own."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, BigInteger, Column, Integer, LargeBinary, Text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "layouts",
        Column("rulebook", Text, primary_key=True),
        Column("tables", JSON, nullable=False),
        Column("basis", JSON, nullable=False),
    )
    op.create_table(
        "export_jobs",
        Column("job", Integer, primary_key=True, autoincrement=False),
        Column("campaign", Text, nullable=False),
        Column("asked_by", Text, nullable=False),
        Column("organization", Text),
        Column("described", JSON, nullable=False),
        Column("state", Text, nullable=False, index=True),
        Column("asked_at", Text, nullable=False),
        Column("seen_at", Text, nullable=False),
        Column("done", BigInteger, nullable=False),
        Column("expected", BigInteger),
        Column("bytes", BigInteger),
        Column("fault", Text),
    )
    op.create_table(
        "export_results",
        Column("job", Integer, primary_key=True, autoincrement=False),
        Column("content", LargeBinary, nullable=False),
    )
