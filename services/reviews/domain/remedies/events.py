"""The facts of remedies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.domain import Event, Instant


class Outcome(StrEnum):
    IN_PROGRESS = "in_progress"
    DONE = "done"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class RemedyAssigned(Event):
    campaign: str
    code: str
    subject: str
    weakness_sha256: str
    responsible: str
    due_on: date
    document: str


@dataclass(frozen=True, slots=True)
class RemedyReported(Event):
    campaign: str
    code: str
    subject: str
    reported_by: str
    reported_at: Instant
    outcome: Outcome
    report_sha256: str
