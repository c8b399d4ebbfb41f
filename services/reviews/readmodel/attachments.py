"""The attachments of reviews; the files themselves lie in the file store under their fingerprint."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Integer, Select, Table, Text, select

from services.reviews.readmodel.store import metadata, texts
from shared.eventstore import Unit
from shared.messaging import Envelope, when

attachments = Table(
    "attachments",
    metadata,
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


@when("reviews", "AttachmentAdded")
def list_the_attachment(event: Envelope, unit: Unit) -> None:
    unit.tables.put(attachments, added_by=event.actor, **event.data)


def attachments_of(campaign: str, subject: str) -> Select[Any]:
    """The review's attachments with their names, in the order in which they were added."""
    it = attachments.c
    shown = (it.attachment_sha256, it.media_type, it.size, it.classification, it.added_at, it.added_by)
    return (
        select(*shown, texts.c.text.label("name"))
        .outerjoin(texts, texts.c.sha256 == it.name_sha256)
        .where(it.campaign == campaign, it.subject == subject)
        .order_by(it.added_at, it.attachment_sha256)
    )
