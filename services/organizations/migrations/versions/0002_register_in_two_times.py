"""The register in two times: what is known of the past."""

from __future__ import annotations

from alembic import op

from shared.register import remember_in_two_times

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    remember_in_two_times(op)
