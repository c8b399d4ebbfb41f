"""The facts of prompts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain import Event, Instant


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is asked, numbered from 1."""

    point: int
    text_sha256: str


@dataclass(frozen=True, slots=True)
class PromptIssued(Event):
    schema = 2

    campaign: str
    code: str
    subject: str
    issued_by: str
    document: str
    issued_on: date
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class PromptAnswered(Event):
    campaign: str
    subject: str
    prompt: str
    point: int
    content_sha256: str | None
    answered_at: Instant


@dataclass(frozen=True, slots=True)
class AnswerJudged(Event):
    campaign: str
    subject: str
    prompt: str
    point: int
    judgement: str
    judged_by: str
    judged_at: Instant
    remarks_sha256: str | None
