"""What a revision must meet: a new decision of the competent body that replaces a level and gives its reason.

The level before stays in the log. Caps count as they would once the revision applied.
"""

from __future__ import annotations

from services.ratings.domain.decisions.checks import ANY_DOCUMENT, Case, Check
from services.ratings.domain.errors import AlreadyDecided
from services.ratings.domain.life.errors import NotDecided, NumberTaken, RevisionNeedsReason
from shared.domain import Refusal


def decided_before(case: Case) -> Refusal | None:
    if case.again:
        return AlreadyDecided(value=case.subject.code)
    return None if case.subject.code in case.picture.levels else NotDecided(value=case.subject.code)


def under_its_own_number(case: Case) -> Refusal | None:
    return NumberTaken(value=case.subject.code, decided_by=case.decided_by) if case.number_taken else None


def with_a_reason(case: Case) -> Refusal | None:
    return None if case.row.reason else RevisionNeedsReason(value=case.subject.code)


REVISION: tuple[Check, ...] = (decided_before, under_its_own_number, *ANY_DOCUMENT, with_a_reason)
