"""The roster: each subject of each campaign in one row, and what was heard about whom."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, BigInteger, Boolean, Column, Text, text

revision = "0005"
down_revision = "0004"

_SORT_KEY = Text().with_variant(Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "roster",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("organization", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("grassroots", Text),
        Column("type", Text),
        Column("management_level", Text),
        Column("collective", Text),
        Column("head", Boolean, nullable=False),
        Column("person", Text),
        Column("by_name", _SORT_KEY, nullable=False),
        Column("by_family", _SORT_KEY, nullable=False),
        Column("searched", Text, nullable=False),
        Column("left_out", Text),
        Column("must_review", Boolean, nullable=False),
        Column("reviewed", Boolean, nullable=False),
        Column("level", Text),
        Column("decided_by", Text),
        Column("cap_override", Text),
        Column("derived", Text),
        Column("dossier", Text),
    )
    op.create_table(
        "roster_happenings",
        Column("subject", Text, primary_key=True),
        Column("event", Text, primary_key=True),
        Column("campaign", Text),
        Column("service", Text, nullable=False),
        Column("number", BigInteger, nullable=False),
        Column("type", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("facts", JSON, nullable=False),
    )
    of, order = ("campaign", "kind"), ("by_name", "subject")
    counted = ("level", "derived", "left_out", "must_review", "reviewed", "dossier")
    op.create_index("roster_by_name", "roster", [*of, *order, "searched"])
    op.create_index("roster_by_family", "roster", [*of, "by_family", "subject"])
    op.create_index("roster_of_unit", "roster", [*of, "unit", *order])
    op.create_index("roster_at_level", "roster", [*of, "level", *order])
    op.create_index("roster_counted", "roster", [*of, "unit", "grassroots", *counted])
    differs = text("level IS NOT NULL AND derived != 'none' AND derived != level")
    op.create_index("roster_differing", "roster", [*of, *order], sqlite_where=differs, postgresql_where=differs)
    op.create_index(
        "roster_not_reviewed",
        "roster",
        [*of, *order],
        sqlite_where=text("must_review = 1 AND reviewed = 0"),
        postgresql_where=text("must_review AND NOT reviewed"),
    )
