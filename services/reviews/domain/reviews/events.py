"""The facts of reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain import Event, Instant


@dataclass(frozen=True, slots=True)
class AnswerText:
    """The answer to a point of a prompt; without a text of its own the review itself answers."""

    prompt: str
    point: int
    content_sha256: str | None


@dataclass(frozen=True, slots=True)
class FormCopied(Event):
    campaign: str
    kind: str
    form: str
    content_sha256: str


@dataclass(frozen=True, slots=True)
class ReviewDrafted(Event):
    schema = 2

    campaign: str
    subject: str
    form: str
    held_on: date | None
    content_sha256: str | None
    answers: tuple[AnswerText, ...]


@dataclass(frozen=True, slots=True)
class ReviewVersionSetAside(Event):
    campaign: str
    subject: str
    form: str
    held_on: date | None
    content_sha256: str | None
    answers: tuple[AnswerText, ...]
    based_on: int | None
    reason: str


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
class ReviewCompleted(Event):
    campaign: str
    subject: str
    completed_at: Instant
    content_sha256: str
    individuals: int


@dataclass(frozen=True, slots=True)
class CommentGiven(Event):
    campaign: str
    subject: str
    side: str
    given_by: str
    given_at: Instant
    content_sha256: str
