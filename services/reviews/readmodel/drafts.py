"""Reviews that are still being written: while there are any, the campaign is not closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from services.reviews.domain.reviews.review import Status
from services.reviews.readmodel.reviews import reviews
from shared.register import Reader

SHOWN = 20
"""Drafts that a refusal names; the list has them all."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """How many there are, and the first of them by subject."""

    count: int
    first: list[str]


def drafts_in(read: Reader, campaign: str) -> Drafts:
    [row] = read(_drafts(campaign).with_only_columns(func.count()))
    first = read(_drafts(campaign).order_by(reviews.c.subject).limit(SHOWN)) if row[0] else []
    return Drafts(row[0], [draft.subject for draft in first])


def _drafts(campaign: str) -> Select[Any]:
    return select(reviews.c.subject).where(reviews.c.campaign == campaign, reviews.c.status == Status.DRAFT.value)
