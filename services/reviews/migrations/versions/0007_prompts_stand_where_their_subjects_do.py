"""A prompt stands where its subject stands in the register, which is asked: a copy would tell of when it was listed."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.drop_index("ix_prompts_organization", "prompts")
    op.drop_column("prompts", "organization")
