"""Who reviewed (table 6F), and which prompts were answered."""

from __future__ import annotations

from collections.abc import Iterable

from services.reporting.domain.subjects import MemberRow

COLLECTIVES, MEMBERS = "collectives", "members"


class ReviewTally:
    """Table 6F: all collectives must review, and all members who are not exempt or suspended."""

    def __init__(self) -> None:
        self._must = {COLLECTIVES: 0, MEMBERS: 0}
        self._reviewed = {COLLECTIVES: 0, MEMBERS: 0}

    def add_collective(self, reviewed: bool) -> None:
        self._add(COLLECTIVES, reviewed)

    def add_member(self, member: MemberRow) -> None:
        if member.member_status == "active":
            self._add(MEMBERS, member.reviewed)

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
