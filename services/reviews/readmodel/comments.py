"""What participants said about subjects, without the texts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Select, Table, Text, select

from services.reviews.readmodel.store import metadata, texts
from shared.eventstore import Unit
from shared.messaging import Envelope, when

comments = Table(
    "comments",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("campaign", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("given_at", Text, nullable=False),
    Column("content_sha256", Text, nullable=False),
    Index("comments_by_subject", "campaign", "subject"),
)
"""By the number of the event that told of it."""


@when("reviews", "CommentGiven")
def list_the_comment(event: Envelope, unit: Unit) -> None:
    unit.tables.put(comments, number=event.number, **event.data)


def comments_on(campaign: str, subject: str) -> Select[Any]:
    """The comments on a subject with their texts, in the order in which they were given."""
    it = comments.c
    return (
        select(it.side, it.given_by, it.given_at, texts.c.text)
        .outerjoin(texts, texts.c.sha256 == it.content_sha256)
        .where(it.campaign == campaign, it.subject == subject)
        .order_by(it.number)
    )
