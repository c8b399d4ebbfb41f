"""The first form: the log, the register, rulebooks, what is said about subjects, decisions and ratings."""

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
        "rulebooks",
        Column("rulebook", Text, primary_key=True),
        Column("content_sha256", Text, nullable=False),
        Column("content", Text, nullable=False),
    )
    op.create_table(
        "campaigns",
        Column("campaign", Text, primary_key=True),
        Column("rulebook", Text, nullable=False),
        Column("province", Text, nullable=False),
        Column("reference_date", Text, nullable=False),
    )
    op.create_table(
        "prompts",
        Column("campaign", Text, primary_key=True),
        Column("code", Text, primary_key=True),
        Column("subject", Text, nullable=False),
        Column("answered", Boolean, nullable=False),
    )
    op.create_index("prompts_by_subject", "prompts", ["campaign", "subject"])
    op.create_table(
        "reviews",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("submitted", Boolean, nullable=False),
    )
    op.create_table(
        "opinions",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("stage", Text, primary_key=True),
        Column("level", Text),
        Column("degrees", JSON, nullable=False),
    )
    op.create_table(
        "findings",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("fact", Text, primary_key=True),
        Column("value", Text, nullable=False),
        Column("document", Text),
        Column("number", Integer, nullable=False),
    )
    op.create_table(
        "civil_ratings",
        Column("campaign", Text, primary_key=True),
        Column("person", Text, primary_key=True),
        Column("level", Text, nullable=False),
    )
    op.create_table(
        "ratings",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("level", Text, nullable=False),
        Column("document", Text, nullable=False),
        Column("decided_by", Text, nullable=False),
        Column("decided_at", Text, nullable=False),
        Column("proposed", Text),
        Column("reason", Text),
        Column("cap_override", Text),
        Column("version", Integer, nullable=False),
    )
    op.create_index("ratings_by_body", "ratings", ["campaign", "decided_by", "kind"])
    op.create_table(
        "decisions",
        Column("campaign", Text, primary_key=True),
        Column("decided_by", Text, primary_key=True),
        Column("document", Text, primary_key=True),
        Column("issued_at", Text),
        Column("ratings", Integer),
        Column("refused_at", Text),
        Column("faults", JSON),
        Column("version", Integer, nullable=False),
    )
