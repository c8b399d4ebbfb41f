"""The facts of campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.reviews.domain.campaigns.deadline import Deadline
from shared.domain import Event


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
