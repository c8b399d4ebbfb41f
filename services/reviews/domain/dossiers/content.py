"""What lies in a dossier when it is forwarded, so that a receipt can vouch for it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from services.reviews.domain.dossiers.dossier import Forwarding


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The review that stood when the dossier was forwarded: its form and version, and the fingerprint of its text."""

    form: str
    version: int
    content_sha256: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """What this service holds of a dossier: the review, the prompts that the subject was sent, attached files."""

    review: HandedIn | None = None
    prompts: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


def manifest(campaign: str, subject: str, forwarding: Forwarding, content: Content) -> str:
    """What was forwarded, as JSON in one line with sorted keys. Its SHA-256 is the fingerprint on the receipt."""
    facts = {
        "campaign": campaign,
        "subject": subject,
        "forwarded_by": forwarding.forwarded_by,
        "documents": sorted(forwarding.documents),
        "prompts": sorted(content.prompts),
        "attachments": sorted(content.attachments),
        "review": content.review and asdict(content.review),
    }
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
