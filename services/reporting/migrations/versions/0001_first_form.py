"""The first form: the log, the register, what the figures are counted from, issued reports."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, Text

from shared.eventstore import create_store_tables
from shared.register import create_register_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_store_tables(op)
    create_register_tables(op)
    op.create_table(
        "names",
        Column("subject", Text, primary_key=True),
        Column("name", Text, nullable=False),
    )
    op.create_table(
        "campaigns",
        Column("campaign", Text, primary_key=True),
        Column("rulebook", Text, nullable=False),
        Column("province", Text, nullable=False),
        Column("reference_date", Text, nullable=False),
        Column("facts", JSON, nullable=False),
    )
    op.create_table(
        "rulebooks",
        Column("rulebook", Text, primary_key=True),
        Column("caps", JSON, nullable=False),
    )
    op.create_table(
        "prompts",
        Column("campaign", Text, primary_key=True),
        Column("code", Text, primary_key=True),
        Column("subject", Text, nullable=False),
        Column("answered", Boolean, nullable=False),
    )
    op.create_table(
        "reviews",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("submitted", Boolean, nullable=False),
    )
    op.create_table(
        "ratings",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("level", Text, nullable=False),
        Column("proposed", Text),
        Column("decided_by", Text, nullable=False),
        Column("document", Text, nullable=False),
        Column("reason", Text),
        Column("cap_override", Text),
    )
    op.create_table(
        "decisions",
        Column("campaign", Text, primary_key=True),
        Column("decided_by", Text, primary_key=True),
        Column("document", Text, primary_key=True),
        Column("ratings", Integer, nullable=False),
    )
    op.create_table(
        "decision_refusals",
        Column("campaign", Text, primary_key=True),
        Column("decided_by", Text, primary_key=True),
        Column("document", Text, primary_key=True),
        Column("faults", JSON, nullable=False),
    )
    op.create_table(
        "dossiers",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("on_time", Boolean, nullable=False),
    )
    op.create_table(
        "dossier_refusals",
        Column("campaign", Text, primary_key=True),
        Column("number", BigInteger, primary_key=True),
        Column("subject", Text, nullable=False),
        Column("row", Integer),
        Column("faults", JSON, nullable=False),
    )
    op.create_table(
        "reports",
        Column("campaign", Text, primary_key=True),
        Column("version", Integer, primary_key=True),
        Column("content_sha256", Text, nullable=False),
        Column("positions", JSON, nullable=False),
        Column("heads", JSON, nullable=False),
        Column("issued_at", Text, nullable=False),
    )
    op.create_table(
        "report_contents",
        Column("sha256", Text, primary_key=True),
        Column("content", Text, nullable=False),
    )
