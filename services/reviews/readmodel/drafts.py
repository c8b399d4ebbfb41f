"""Owed reviews that are still being written: while there are any, the campaign is not closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select

from services.reviews.domain.reviews.review import Status
from services.reviews.readmodel.expected import expected
from services.reviews.readmodel.reviews import reviews
from shared.register import Reader

SHOWN = 20
"""Drafts that a refusal names; the list has them all."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """How many there are, and the first of them by subject."""

    count: int
    first: list[str]


def drafts(campaign: str) -> Select[Any]:
    """Drafts of those who owe a review: who has left, or was freed from it, keeps nobody waiting."""
    columns = (expected.c.subject, expected.c.organization, expected.c.unit, reviews.c.form, reviews.c.held_on)
    same = and_(reviews.c.campaign == expected.c.campaign, reviews.c.subject == expected.c.subject)
    return (
        select(*columns)
        .select_from(reviews.join(expected, same))
        .where(reviews.c.campaign == campaign, reviews.c.status == Status.DRAFT.value, expected.c.review.is_(True))
    )


def drafts_in(read: Reader, campaign: str) -> Drafts:
    [row] = read(drafts(campaign).with_only_columns(func.count()))
    first = read(drafts(campaign).order_by(expected.c.subject).limit(SHOWN)) if row[0] else []
    return Drafts(row[0], [draft.subject for draft in first])
