"""The register in two times: what is known of the past, and what each campaign sees; names too."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

from shared.register import make_rectangles, open_editions, remember_in_two_times

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    remember_in_two_times(op)
    open_editions(op)
    make_rectangles(op, "names", Column("name", Text, nullable=False), code="subject")
