"""The facts that the ratings service states, as shared.contracts.ratings publishes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.ratings.domain.decisions.acts import Act, Cause, Outcome, Scope
from shared.domain import Event, Instant


@dataclass(frozen=True, slots=True)
class RulebookPublished(Event):
    """A version of the rules, whole and for good."""

    rulebook: str
    content_sha256: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OpinionGiven(Event):
    """An assessor's level, and degrees or points, for a subject at one stage. Points are decimal text."""

    campaign: str
    subject: str
    stage: str
    level: str | None
    degrees: dict[str, str]
    given_on: date | None
    points: dict[str, str] = field(default_factory=dict)


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
    round: int


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
class LevelProposed(Event):
    """What the rules derive for a subject, with the conditions behind it by their codes, sorted."""

    campaign: str
    subject: str
    level: str | None
    failed: dict[str, tuple[str, ...]]
    forced: tuple[str, ...]
    unknown: tuple[str, ...]
    ceilings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionIssued(Event):
    """A decision document was accepted whole, with this many ratings; `act` says whether they are new or revised."""

    campaign: str
    document: str
    decided_by: str
    decided_at: Instant
    act: Act
    ratings: int


@dataclass(frozen=True, slots=True)
class DecisionRefused(Event):
    """A decision document was refused whole; `faults` holds subject and reason of every failing row."""

    campaign: str
    document: str
    decided_by: str
    decided_at: Instant
    act: Act
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


@dataclass(frozen=True, slots=True)
class RatingRevised(Event):
    """A new decision of the competent body replaced the level; the one before stays in the log."""

    campaign: str
    subject: str
    level: str
    previous_level: str
    document: str
    decided_by: str
    decided_at: Instant
    proposed: str | None
    reason: str
    cap_override: str | None
    cause: Cause


@dataclass(frozen=True, slots=True)
class RatingQuestioned(Event):
    """What a level may depend on became known or changed later; `event` is the id of the event that told it."""

    campaign: str
    subject: str
    cause: Cause
    event: str


@dataclass(frozen=True, slots=True)
class RatingConfirmed(Event):
    """The competent body let the level stand, having looked at what put it in question."""

    campaign: str
    subject: str
    document: str
    decided_by: str
    decided_at: Instant
    reason: str


@dataclass(frozen=True, slots=True)
class AppealLodged(Event):
    """An appeal against a decision, by the subject itself (`lodged_by` is None) or by its unit."""

    campaign: str
    subject: str
    document: str
    decided_by: str
    lodged_by: str | None
    lodged_at: Instant
    grounds_sha256: str


@dataclass(frozen=True, slots=True)
class AppealDecided(Event):
    """The competent body's answer to an appeal; a revised outcome is the revision of the same document."""

    campaign: str
    subject: str
    outcome: Outcome
    document: str
    decided_by: str
    decided_at: Instant
    reason: str


@dataclass(frozen=True, slots=True)
class RatingPublished(Event):
    """The ratings of one decision document became known in a scope."""

    campaign: str
    document: str
    decided_by: str
    scope: Scope
    published_on: date
    published_by: str
