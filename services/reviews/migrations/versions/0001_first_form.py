"""The first form: the log, the register, campaigns, prompts, reviews, dossiers."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Integer, Text

from shared.eventstore import create_store_tables
from shared.register import create_register_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_store_tables(op)
    create_register_tables(op)
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
        Column("content", JSON, nullable=False),
    )
    op.create_table(
        "prompts",
        Column("campaign", Text, primary_key=True),
        Column("code", Text, primary_key=True),
        Column("subject", Text, nullable=False, index=True),
        Column("organization", Text, nullable=False, index=True),
        Column("issued_by", Text, nullable=False),
        Column("document", Text, nullable=False),
        Column("issued_on", Text, nullable=False),
        Column("text_sha256", Text, nullable=False),
        Column("answered", Boolean, nullable=False),
    )
    op.create_table(
        "reviews",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("status", Text, nullable=False),
        Column("form", Text, nullable=False),
        Column("held_on", Text),
        Column("submitted_at", Text),
        Column("content_sha256", Text),
        Column("remarks_sha256", Text),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "dossiers",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("forwarded_by", Text, nullable=False),
        Column("forwarded_at", Text, nullable=False),
        Column("documents", JSON, nullable=False),
        Column("on_time", Boolean, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "rated",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
    )
    op.create_table(
        "texts",
        Column("sha256", Text, primary_key=True),
        Column("text", Text, nullable=False),
    )
