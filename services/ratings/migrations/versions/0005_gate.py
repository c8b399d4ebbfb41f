"""What the reviews service tells of a campaign's state, locks and extensions."""

from __future__ import annotations

from alembic import op

from shared.gate import create_gate_tables

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    create_gate_tables(op)
