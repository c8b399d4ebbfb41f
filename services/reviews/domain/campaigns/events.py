"""The facts of campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.reviews.domain.campaigns.deadline import Deadline
from shared.domain import Event


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
