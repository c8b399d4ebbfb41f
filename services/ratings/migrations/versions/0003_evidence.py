"""What an explanation rests on: points beside degrees, and the event behind every piece of evidence."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, Text

revision = "0003"
down_revision = "0002"

_EVENTS = {
    "opinions": "stream = 'opinion:' || opinions.campaign || '/' || opinions.subject || '/' || opinions.stage",
    "findings": "events.number = findings.number",
    "civil_ratings": "stream = 'civil-rating:' || civil_ratings.campaign || '/' || civil_ratings.person",
    "ratings": "stream = 'rating:' || ratings.campaign || '/' || ratings.subject AND events.version = ratings.version",
}
"""How the log finds the event behind a row that was written before; of several the last one stands."""


def upgrade() -> None:
    op.add_column("opinions", Column("points", JSON, nullable=False, server_default="{}"))
    for table, is_behind_the_row in _EVENTS.items():
        op.add_column(table, Column("event", Text, nullable=False, server_default=""))
        newest = f"SELECT id FROM events WHERE {is_behind_the_row} ORDER BY events.number DESC LIMIT 1"
        op.execute(f"UPDATE {table} SET event = COALESCE(({newest}), '')")
