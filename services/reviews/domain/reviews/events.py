"""The facts of reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain import Event, Instant


@dataclass(frozen=True, slots=True)
class ReviewDrafted(Event):
    campaign: str
    subject: str
    form: str
    held_on: date | None
    content_sha256: str | None


@dataclass(frozen=True, slots=True)
class ReviewSubmitted(Event):
    campaign: str
    subject: str
    form: str
    held_on: date | None
    submitted_at: Instant
    answered_prompts: tuple[str, ...]
    content_sha256: str | None


@dataclass(frozen=True, slots=True)
class ReviewReturned(Event):
    campaign: str
    subject: str
    returned_by: str
    returned_at: Instant
    remarks_sha256: str


@dataclass(frozen=True, slots=True)
class ReviewSupplemented(Event):
    campaign: str
    subject: str
    supplemented_at: Instant
    answered_prompts: tuple[str, ...]
    content_sha256: str
