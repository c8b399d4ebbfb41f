"""The facts of campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.reviews.domain.campaigns.deadline import Deadline
from shared.admission import Stops
from shared.domain import Event, Instant


@dataclass(frozen=True, slots=True)
class CampaignDrafted(Event):
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
class CampaignClosed(Event):
    campaign: str
    organizations_position: int
    document: str | None


@dataclass(frozen=True, slots=True)
class CampaignReopened(Event):
    campaign: str
    reason: str
    document: str | None


@dataclass(frozen=True, slots=True)
class CampaignLocked(Event):
    campaign: str
    unit: str | None
    stops: Stops
    since: Instant
    until: Instant | None
    reason: str
    locked_by: str | None
    document: str | None


@dataclass(frozen=True, slots=True)
class CampaignUnlocked(Event):
    campaign: str
    unit: str | None
    stops: Stops
    reason: str
    unlocked_by: str | None
    document: str | None


@dataclass(frozen=True, slots=True)
class DeadlineExtended(Event):
    campaign: str
    unit: str
    until: Deadline
    ends_at: Instant
    reason: str
    extended_by: str | None
    document: str | None
