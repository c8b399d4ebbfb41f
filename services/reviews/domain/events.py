"""The facts of the reviews service: a campaign's prompts, reviews and dossiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.reviews.domain.deadline import Deadline
from shared.domain import Event, Instant


@dataclass(frozen=True, slots=True)
class CampaignOpened(Event):
    campaign: str
    title: str
    rulebook: str
    year: int
    document: str
    opened_on: date
    dossier_deadline: Deadline
    province: str
    dossiers_to: str
    reference_date: date


@dataclass(frozen=True, slots=True)
class PromptIssued(Event):
    campaign: str
    code: str
    subject: str
    issued_by: str
    document: str
    issued_on: date
    text_sha256: str


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


@dataclass(frozen=True, slots=True)
class DossierForwarded(Event):
    campaign: str
    subject: str
    forwarded_by: str
    forwarded_at: Instant
    documents: frozenset[str]
    on_time: bool
    deadline: Instant


@dataclass(frozen=True, slots=True)
class DossierRefused(Event):
    campaign: str
    subject: str
    forwarded_by: str | None
    forwarded_at: Instant
    faults: tuple[dict[str, Any], ...]
    row: int | None


EVENTS: tuple[type[Event], ...] = (
    CampaignOpened,
    PromptIssued,
    ReviewDrafted,
    ReviewSubmitted,
    ReviewReturned,
    ReviewSupplemented,
    DossierForwarded,
    DossierRefused,
)
