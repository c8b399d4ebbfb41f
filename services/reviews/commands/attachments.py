"""What can be asked about attachments."""

from __future__ import annotations

from services.reviews.commands.campaigns import admit
from services.reviews.domain.attachments.attachments import Attachments
from services.reviews.domain.attachments.events import AttachmentAdded, AttachmentWithdrawn
from services.reviews.domain.campaigns.campaign import Act
from services.reviews.domain.reviews.review import HANDED_IN, Review
from services.reviews.readmodel.store import texts
from shared.eventstore import Unit
from shared.subjects import Subject
from shared.texts import keep_text


def attach_file(
    unit: Unit,
    campaign: str,
    subject: Subject,
    attachment_sha256: str,
    *,
    name: str,
    media_type: str,
    size: int,
    classification: str,
) -> None:
    """Add a file that has been kept already."""
    admit(unit, campaign, Act.NEW, subject)
    attachments = unit.load(Attachments, f"{campaign}/{subject.code}")
    wanted = AttachmentAdded(
        campaign,
        subject.code,
        attachment_sha256,
        keep_text(unit, texts, name),
        media_type,
        size,
        classification,
        unit.context.now,
    )
    unit.record(attachments, attachments.add(wanted))


def withdraw_file(unit: Unit, campaign: str, subject: Subject, attachment_sha256: str, reason: str | None) -> None:
    """Let an attached file count no longer."""
    admit(unit, campaign, Act.CORRECTION, subject)
    attachments = unit.load(Attachments, f"{campaign}/{subject.code}")
    handed_in = unit.load(Review, f"{campaign}/{subject.code}").status in HANDED_IN
    said = keep_text(unit, texts, reason) if reason and reason.strip() else None
    wanted = AttachmentWithdrawn(campaign, subject.code, attachment_sha256, said, unit.context.now)
    unit.record(attachments, attachments.withdraw(wanted, handed_in=handed_in))
