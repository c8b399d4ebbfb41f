"""Points of prompts, forms, comments and attachments; when a review began."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, Text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _prompts()
    _reviews()
    op.create_table(
        "attachments",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("attachment_sha256", Text, primary_key=True),
        Column("name_sha256", Text, nullable=False),
        Column("media_type", Text, nullable=False),
        Column("size", Integer, nullable=False),
        Column("classification", Text, nullable=False),
        Column("added_at", Text, nullable=False),
        Column("added_by", Text, nullable=False),
    )


def _prompts() -> None:
    """A prompt had one point; when it was answered is told by the review that answered it."""
    op.create_table(
        "prompt_points",
        Column("campaign", Text, primary_key=True),
        Column("code", Text, primary_key=True),
        Column("point", Integer, primary_key=True),
        Column("subject", Text, nullable=False),
        Column("text_sha256", Text, nullable=False),
        Column("content_sha256", Text),
        Column("answered_at", Text),
        Column("judgement", Text),
        Column("judged_by", Text),
        Column("judged_at", Text),
        Column("remarks_sha256", Text),
    )
    op.create_index("prompt_points_by_subject", "prompt_points", ["campaign", "subject"])
    op.execute(
        "insert into prompt_points (campaign, code, point, subject, text_sha256, content_sha256, answered_at) "
        "select p.campaign, p.code, 1, p.subject, p.text_sha256, "
        "case when p.answered then r.content_sha256 end, case when p.answered then r.submitted_at end "
        "from prompts p left join reviews r on r.campaign = p.campaign and r.subject = p.subject"
    )
    op.add_column("prompts", Column("version", Integer, nullable=False, server_default="1"))
    with op.batch_alter_table("prompts") as batch:
        batch.drop_column("text_sha256")


def _reviews() -> None:
    op.add_column("reviews", Column("begun", BigInteger))
    op.create_table(
        "forms",
        Column("campaign", Text, primary_key=True),
        Column("kind", Text, primary_key=True),
        Column("form", Text, primary_key=True),
        Column("number", BigInteger, primary_key=True),
        Column("content_sha256", Text, nullable=False),
    )
    op.create_table(
        "comments",
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("campaign", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("side", Text, nullable=False),
        Column("given_by", Text, nullable=False),
        Column("given_at", Text, nullable=False),
        Column("content_sha256", Text, nullable=False),
    )
    op.create_index("comments_by_subject", "comments", ["campaign", "subject"])
