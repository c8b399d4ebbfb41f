"""The attachments of one review: added, never replaced; what was withdrawn stays in the log, and its bytes are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from services.reviews.domain.attachments.errors import TooManyAttachments, WithdrawalNeedsReason
from services.reviews.domain.attachments.events import AttachmentAdded, AttachmentWithdrawn
from services.reviews.domain.errors import NotReviewed
from shared.domain import Aggregate, AlreadyExists, Event, NotFound, when
from shared.subjects import is_reviewed

MOST_ATTACHMENTS = 50


class Attachments(Aggregate):
    """By their content: the same file added twice is one attachment."""

    kind = "attachments"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.added: dict[str, AttachmentAdded] = {}
        self.known: set[str] = set()

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

    def withdraw(self, wanted: AttachmentWithdrawn, *, handed_in: bool) -> Iterator[Event]:
        """Let a file count no longer. Once the review is handed in somebody may have read it, so it needs a reason."""
        if wanted.attachment_sha256 not in self.known:
            raise NotFound(what=f"attachment {wanted.attachment_sha256}", value=wanted.attachment_sha256)
        if wanted.attachment_sha256 not in self.added:
            return
        if handed_in and wanted.reason_sha256 is None:
            raise WithdrawalNeedsReason(field="/reason", subject=wanted.subject)
        yield wanted

    @when(AttachmentAdded)
    def _added(self, event: AttachmentAdded) -> None:
        self.added[event.attachment_sha256] = event
        self.known.add(event.attachment_sha256)

    @when(AttachmentWithdrawn)
    def _withdrawn(self, event: AttachmentWithdrawn) -> None:
        del self.added[event.attachment_sha256]
