"""The facts that the ratings service states, as shared.contracts.ratings publishes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.domain import Event, Instant


@dataclass(frozen=True, slots=True)
class RulebookPublished(Event):
    """A version of the rules, whole and for good."""

    rulebook: str
    content_sha256: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OpinionGiven(Event):
    """An assessor's level and degrees for a subject at one stage."""

    campaign: str
    subject: str
    stage: str
    level: str | None
    degrees: dict[str, str]
    given_on: date | None


@dataclass(frozen=True, slots=True)
class BallotTallied(Event):
    """The count of a secret ballot, never who voted how."""

    campaign: str
    subject: str
    stage: str
    held_on: date | None
    eligible: int
    present: int
    issued: int
    returned: int
    valid: int
    votes: dict[str, int]


@dataclass(frozen=True, slots=True)
class CivilRatingRecorded(Event):
    """The civil-service rating of a cadre, civil servant or public employee."""

    campaign: str
    person: str
    level: str
    decided_on: date | None
    document: str | None


@dataclass(frozen=True, slots=True)
class FindingRecorded(Event):
    """What a competent body found about a subject. Numbers are decimal text."""

    campaign: str
    subject: str
    fact: str
    value: str
    document: str | None


@dataclass(frozen=True, slots=True)
class DecisionIssued(Event):
    """A decision document was accepted whole, with this many ratings."""

    campaign: str
    document: str
    decided_by: str
    decided_at: Instant
    ratings: int


@dataclass(frozen=True, slots=True)
class DecisionRefused(Event):
    """A decision document was refused whole; `faults` holds subject and reason of every failing row."""

    campaign: str
    document: str
    decided_by: str
    decided_at: Instant
    faults: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class RatingAssigned(Event):
    """The competent body decided the level; `proposed` is what the rules derived, if anything."""

    campaign: str
    subject: str
    level: str
    document: str
    decided_by: str
    decided_at: Instant
    proposed: str | None
    reason: str | None
    cap_override: str | None
