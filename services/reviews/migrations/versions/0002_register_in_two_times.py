"""The register in two times: what is known of the past, and what each campaign sees."""

from __future__ import annotations

from alembic import op

from shared.register import open_editions, remember_in_two_times

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    remember_in_two_times(op)
    open_editions(op)
