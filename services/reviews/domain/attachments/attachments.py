"""The attachments of one review: added, never replaced and never taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from services.reviews.domain.attachments.errors import TooManyAttachments
from services.reviews.domain.attachments.events import AttachmentAdded
from services.reviews.domain.errors import NotReviewed
from shared.domain import Aggregate, AlreadyExists, Event, when
from shared.subjects import is_reviewed

MOST_ATTACHMENTS = 50


class Attachments(Aggregate):
    """By their content: the same file added twice is one attachment."""

    kind = "attachments"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.added: dict[str, AttachmentAdded] = {}

    def add(self, wanted: AttachmentAdded) -> Iterator[Event]:
        """Add a file. Said again of the same file, with the same name and classification, nothing happens."""
        if not is_reviewed(wanted.subject):
            raise NotReviewed(field="/subject", value=wanted.subject)
        if known := self.added.get(wanted.attachment_sha256):
            if replace(known, added_at=wanted.added_at) == wanted:
                return
            raise AlreadyExists(what=f"attachment {wanted.attachment_sha256}", field="?name")
        if len(self.added) == MOST_ATTACHMENTS:
            raise TooManyAttachments(subject=wanted.subject, limit=MOST_ATTACHMENTS)
        yield wanted

    @when(AttachmentAdded)
    def _added(self, event: AttachmentAdded) -> None:
        self.added[event.attachment_sha256] = event
