"""The course of dossiers, plans, and remedies."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Integer, Text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _give_dossiers_a_course()
    op.add_column("rated", Column("level", Text))
    op.create_table(
        "plans",
        Column("campaign", Text, primary_key=True),
        Column("organization", Text, primary_key=True),
        Column("document", Text, nullable=False),
        Column("adopted_on", Text, nullable=False),
        Column("levels", JSON, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "interim_summaries",
        Column("campaign", Text, primary_key=True),
        Column("organization", Text, primary_key=True),
        Column("document", Text, primary_key=True),
        Column("held_on", Text, nullable=False),
        Column("text_sha256", Text, nullable=False),
    )
    _add_the_tables_of_remedies()


def _give_dossiers_a_course() -> None:
    """What stood in the table before was forwarded once, and nothing else had happened to it."""
    with op.batch_alter_table("dossiers") as batch:
        batch.add_column(Column("state", Text, nullable=False, server_default="forwarded"))
        batch.add_column(Column("forwarding", Integer))
        batch.add_column(Column("first_forwarded_at", Text))
        batch.add_column(Column("content_sha256", Text))
        batch.add_column(Column("deadline", JSON))
        batch.add_column(Column("extended", Boolean))
        for column, type_ in (
            ("forwarded_by", Text),
            ("forwarded_at", Text),
            ("documents", JSON),
            ("on_time", Boolean),
        ):
            batch.alter_column(column, existing_type=type_(), nullable=True)
    op.create_index("dossiers_by_state", "dossiers", ["campaign", "state", "subject"])
    op.execute("UPDATE dossiers SET forwarding = 1, first_forwarded_at = forwarded_at")
    op.create_table(
        "dossier_steps",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("version", Integer, primary_key=True),
        Column("state", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("remarks_sha256", Text),
    )
    op.execute(
        'INSERT INTO dossier_steps (campaign, subject, version, state, "by", at)'
        " SELECT campaign, subject, version, state, forwarded_by, forwarded_at FROM dossiers"
    )


def _add_the_tables_of_remedies() -> None:
    op.create_table(
        "remedies",
        Column("campaign", Text, primary_key=True),
        Column("code", Text, primary_key=True),
        Column("subject", Text, nullable=False),
        Column("weakness_sha256", Text, nullable=False),
        Column("responsible", Text, nullable=False),
        Column("due_on", Text, nullable=False),
        Column("document", Text, nullable=False),
        Column("outcome", Text),
        Column("version", Integer, nullable=False),
    )
    op.create_index("remedies_by_subject", "remedies", ["campaign", "subject"])
    op.create_table(
        "remedy_reports",
        Column("campaign", Text, primary_key=True),
        Column("code", Text, primary_key=True),
        Column("version", Integer, primary_key=True),
        Column("outcome", Text, nullable=False),
        Column("reported_by", Text, nullable=False),
        Column("reported_at", Text, nullable=False),
        Column("report_sha256", Text, nullable=False),
    )
