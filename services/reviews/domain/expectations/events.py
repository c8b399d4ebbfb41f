"""The facts of the expected set."""

from __future__ import annotations

from dataclasses import dataclass

from services.reviews.domain.expectations.owed import Owed
from shared.domain import Event


@dataclass(frozen=True, slots=True)
class ExpectedSetFrozen(Event):
    campaign: str
    organizations_position: int
    subjects: int
    reviews: int
    ratings: int
    dossiers: int
    content_sha256: str


@dataclass(frozen=True, slots=True)
class ExpectationChanged(Event):
    campaign: str
    subject: str
    organization: str
    unit: str | None
    grassroots: str | None
    owes: frozenset[Owed]
    waived: frozenset[Owed]
    reason: str
    cause: str | None
    document: str | None
