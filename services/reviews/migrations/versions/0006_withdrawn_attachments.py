"""Attachments that were withdrawn: when, by whom and why."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for name in ("withdrawn_at", "withdrawn_by", "withdrawn_reason_sha256"):
        op.add_column("attachments", Column(name, Text))
