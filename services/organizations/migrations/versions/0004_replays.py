"""Subscribers are sent the past again, through the relay."""

from __future__ import annotations

from alembic import op

from shared.eventstore import create_replays

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    create_replays(op)
