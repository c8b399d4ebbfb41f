"""Who reviewed (table 6F), and which prompts were answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from services.reporting.domain.subjects import CollectiveRow, MemberRow, day
from shared.exclusions import Exclusions
from shared.subjects import Kind

COLLECTIVES, MEMBERS = "collectives", "members"


class ReviewTally:
    """Table 6F: all collectives and members must review whom the rulebook does not free from it."""

    def __init__(self, exclusions: Exclusions, reference_date: str) -> None:
        self._reference_date = date.fromisoformat(reference_date)
        self._freed = {kind: exclusions.from_review(kind) for kind in (Kind.COLLECTIVE, Kind.MEMBER)}
        self._must = {COLLECTIVES: 0, MEMBERS: 0}
        self._reviewed = {COLLECTIVES: 0, MEMBERS: 0}

    def add_collective(self, row: CollectiveRow) -> None:
        if not self._is_freed(Kind.COLLECTIVE, None, row.founded_on):
            self._add(COLLECTIVES, row.reviewed)

    def add_member(self, row: MemberRow) -> None:
        if not self._is_freed(Kind.MEMBER, row.member_status, row.admitted_on):
            self._add(MEMBERS, row.reviewed)

    def _is_freed(self, kind: Kind, member_status: str | None, since: str | None) -> bool:
        freeing = self._freed[kind]
        return any(exclusion.holds(member_status, day(since), self._reference_date) for exclusion in freeing)

    def _add(self, row: str, reviewed: bool) -> None:
        self._must[row] += 1
        self._reviewed[row] += reviewed

    def figures(self) -> dict[str, dict[str, int]]:
        return {
            "must_review": self._must,
            "reviewed": self._reviewed,
            "not_reviewed": {row: self._must[row] - self._reviewed[row] for row in self._must},
        }


def prompts(answered: Iterable[bool]) -> dict[str, int]:
    """How many prompts were issued, and how many of them a submitted review has answered."""
    answers = list(answered)
    return {"issued": len(answers), "answered": sum(answers), "unanswered": len(answers) - sum(answers)}
