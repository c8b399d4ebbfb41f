"""The facts of attachments."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain import Event, Instant


@dataclass(frozen=True, slots=True)
class AttachmentAdded(Event):
    campaign: str
    subject: str
    attachment_sha256: str
    name_sha256: str
    media_type: str
    size: int
    classification: str
    added_at: Instant


@dataclass(frozen=True, slots=True)
class AttachmentWithdrawn(Event):
    campaign: str
    subject: str
    attachment_sha256: str
    reason_sha256: str | None
    withdrawn_at: Instant
