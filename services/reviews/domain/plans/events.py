"""The facts of plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain import Event


@dataclass(frozen=True, slots=True)
class LevelDates:
    """When one level of organizations, by its type, reviews and rates; both days count."""

    level: str
    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class PlanAdopted(Event):
    campaign: str
    organization: str
    document: str
    adopted_on: date
    levels: tuple[LevelDates, ...]


@dataclass(frozen=True, slots=True)
class InterimSummaryRecorded(Event):
    campaign: str
    organization: str
    document: str
    held_on: date
    text_sha256: str
