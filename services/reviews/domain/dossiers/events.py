"""The facts of dossiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.reviews.domain.campaigns.deadline import Deadline
from shared.domain import Event, Instant


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


@dataclass(frozen=True, slots=True)
class DossierReceiptIssued(Event):
    campaign: str
    subject: str
    forwarding: int
    content_sha256: str
    forwarded_at: Instant
    first_forwarded_at: Instant
    on_time: bool
    deadline: Deadline
    extended: bool


@dataclass(frozen=True, slots=True)
class DossierReceived(Event):
    campaign: str
    subject: str
    forwarding: int
    received_by: str
    received_at: Instant


@dataclass(frozen=True, slots=True)
class DossierAccepted(Event):
    campaign: str
    subject: str
    forwarding: int
    accepted_by: str
    accepted_at: Instant


@dataclass(frozen=True, slots=True)
class DossierReturned(Event):
    campaign: str
    subject: str
    forwarding: int
    returned_by: str
    returned_at: Instant
    remarks_sha256: str


@dataclass(frozen=True, slots=True)
class DossierRecalled(Event):
    campaign: str
    subject: str
    forwarding: int
    recalled_by: str
    recalled_at: Instant
    remarks_sha256: str


@dataclass(frozen=True, slots=True)
class NothingToReportConfirmed(Event):
    campaign: str
    subject: str
    confirmed_by: str
    confirmed_at: Instant
