"""What happens to ratings after the first decision: revisions, questions, appeals, publication; and ballots."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Integer, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _add_the_tables_of_decisions()
    _add_the_tables_of_doubts()
    op.create_table(
        "publications",
        Column("campaign", Text, primary_key=True),
        Column("decided_by", Text, primary_key=True),
        Column("document", Text, primary_key=True),
        Column("scope", Text, primary_key=True),
        Column("published_on", Text, nullable=False),
        Column("published_by", Text, nullable=False),
    )
    op.create_table(
        "ballots",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("stage", Text, primary_key=True),
        Column("round", Integer, primary_key=True),
        Column("held_on", Text),
        Column("eligible", Integer, nullable=False),
        Column("present", Integer, nullable=False),
        Column("issued", Integer, nullable=False),
        Column("returned", Integer, nullable=False),
        Column("valid", Integer, nullable=False),
        Column("votes", JSON, nullable=False),
    )


def _add_the_tables_of_decisions() -> None:
    """What was decided so far was decided for the first time."""
    op.add_column("decisions", Column("act", Text, nullable=False, server_default="decision"))
    op.create_table(
        "rating_decisions",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("version", Integer, primary_key=True),
        Column("level", Text, nullable=False),
        Column("previous_level", Text),
        Column("document", Text, nullable=False),
        Column("decided_by", Text, nullable=False),
        Column("decided_at", Text, nullable=False),
        Column("proposed", Text),
        Column("reason", Text),
        Column("cap_override", Text),
        Column("cause", Text),
    )
    columns = "campaign, subject, version, level, document, decided_by, decided_at, proposed, reason, cap_override"
    op.execute(f"INSERT INTO rating_decisions ({columns}) SELECT {columns} FROM ratings")


def _add_the_tables_of_doubts() -> None:
    op.create_table(
        "rating_questions",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("event", Text, primary_key=True),
        Column("cause", Text, nullable=False),
        Column("questioned_at", Text, nullable=False),
    )
    op.create_table(
        "rating_confirmations",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("version", Integer, primary_key=True),
        Column("document", Text, nullable=False),
        Column("decided_by", Text, nullable=False),
        Column("decided_at", Text, nullable=False),
        Column("reason", Text, nullable=False),
    )
    op.create_table(
        "appeals",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("version", Integer, primary_key=True),
        Column("against", Text, nullable=False),
        Column("lodged_by", Text),
        Column("lodged_at", Text, nullable=False),
        Column("grounds_sha256", Text, nullable=False),
        Column("open", Boolean, nullable=False),
        Column("outcome", Text),
        Column("document", Text),
        Column("decided_by", Text, nullable=False),
        Column("decided_at", Text),
        Column("reason", Text),
    )
    op.create_table(
        "texts",
        Column("sha256", Text, primary_key=True),
        Column("text", Text, nullable=False),
    )
