"""Who recorded what was heard about whom, where dossiers are, and what is followed up: plans, points, remedies.

Of what was heard before nobody knows here who recorded it, where a forwarded dossier went, or who prompted:
`kiemdiem rebuild reporting` fills that in from the logs.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Integer, Text

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    for name in ("recorded_at", "actor", "acted_for"):
        op.add_column("roster_happenings", Column(name, Text))
    op.create_index("roster_happenings_by_number", "roster_happenings", ["service", "number"])
    _say_where_dossiers_are()
    _say_who_prompted()
    _add_the_tables_of_what_is_followed_up()


def _say_where_dossiers_are() -> None:
    with op.batch_alter_table("dossiers") as batch:
        batch.add_column(Column("forwarded_at", Text, nullable=False, server_default=""))
        batch.add_column(Column("state", Text, nullable=False, server_default="forwarded"))
        batch.add_column(Column("since", Text, nullable=False, server_default=""))
    op.add_column("roster", Column("dossier_state", Text))
    op.execute(
        "UPDATE roster SET dossier_state = CASE dossier WHEN 'missing' THEN 'none' ELSE 'forwarded' END"
        " WHERE dossier IS NOT NULL"
    )
    op.drop_index("roster_counted", "roster")
    counted = ("level", "derived", "left_out", "must_review", "reviewed", "dossier", "dossier_state")
    op.create_index("roster_counted", "roster", ["campaign", "kind", "unit", "grassroots", *counted])


def _say_who_prompted() -> None:
    with op.batch_alter_table("prompts") as batch:
        batch.add_column(Column("issued_by", Text, nullable=False, server_default=""))
        batch.add_column(Column("document", Text, nullable=False, server_default=""))


def _add_the_tables_of_what_is_followed_up() -> None:
    op.create_table(
        "plans",
        Column("campaign", Text, primary_key=True),
        Column("organization", Text, primary_key=True),
        Column("document", Text, nullable=False),
        Column("adopted_on", Text, nullable=False),
        Column("levels", JSON, nullable=False),
    )
    op.create_table(
        "interim_summaries",
        Column("campaign", Text, primary_key=True),
        Column("organization", Text, primary_key=True),
        Column("document", Text, primary_key=True),
        Column("held_on", Text, nullable=False),
    )
    op.create_table(
        "prompt_points",
        Column("campaign", Text, primary_key=True),
        Column("code", Text, primary_key=True),
        Column("point", Integer, primary_key=True),
        Column("answered", Boolean, nullable=False),
        Column("judgement", Text),
    )
    op.create_table(
        "remedies",
        Column("campaign", Text, primary_key=True),
        Column("code", Text, primary_key=True),
        Column("subject", Text, nullable=False),
        Column("responsible", Text, nullable=False),
        Column("due_on", Text, nullable=False),
        Column("document", Text, nullable=False),
        Column("outcome", Text),
        Column("reported_by", Text),
        Column("reported_at", Text),
    )
    op.create_index("remedies_by_subject", "remedies", ["campaign", "subject"])
    op.create_table(
        "nothing_owed",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("confirmed_by", Text, nullable=False),
        Column("confirmed_at", Text, nullable=False),
    )
