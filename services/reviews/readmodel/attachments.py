"""The attachments of reviews; the files themselves lie in the file store under their fingerprint."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Integer, Select, Table, Text, or_, select

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
    Column("withdrawn_at", Text),
    Column("withdrawn_by", Text),
    Column("withdrawn_reason_sha256", Text),
)


_WITHDRAWN = ("withdrawn_at", "withdrawn_by", "withdrawn_reason_sha256")


@when("reviews", "AttachmentAdded")
def list_the_attachment(event: Envelope, unit: Unit) -> None:
    unit.tables.put(attachments, added_by=event.actor, **dict.fromkeys(_WITHDRAWN), **event.data)


@when("reviews", "AttachmentWithdrawn")
def note_the_withdrawal(event: Envelope, unit: Unit) -> None:
    data = event.data
    key = {name: data[name] for name in ("campaign", "subject", "attachment_sha256")}
    values = (data["withdrawn_at"], event.actor, data["reason_sha256"])
    unit.tables.change(attachments, key, **dict(zip(_WITHDRAWN, values, strict=True)))


def attachments_of(campaign: str, subject: str) -> Select[Any]:
    """The review's attachments with their names, in the order in which they were added.

    Of those that were withdrawn only what somebody may have read, and so needed a reason.
    """
    it, reasons = attachments.c, texts.alias()
    shown = (it.attachment_sha256, it.media_type, it.size, it.classification, it.added_at, it.added_by)
    withdrawn = (it.withdrawn_at, it.withdrawn_by, reasons.c.text.label("withdrawn_reason"))
    return (
        select(*shown, texts.c.text.label("name"), *withdrawn)
        .outerjoin(texts, texts.c.sha256 == it.name_sha256)
        .outerjoin(reasons, reasons.c.sha256 == it.withdrawn_reason_sha256)
        .where(it.campaign == campaign, it.subject == subject)
        .where(or_(it.withdrawn_at.is_(None), it.withdrawn_reason_sha256.is_not(None)))
        .order_by(it.added_at, it.attachment_sha256)
    )
