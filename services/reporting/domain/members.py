"""Why members have no rating: one reason each, the first of the rulebook's exclusions that holds."""

from __future__ import annotations

from datetime import date

from services.reporting.domain.subjects import MemberRow, day
from shared.exclusions import Exclusions
from shared.subjects import Kind

UNDECIDED = "undecided"
"""The reason where no rule excludes the member: nobody has decided yet."""


class NotRatedTally:
    """Counts the members without a level by reason."""

    def __init__(self, exclusions: Exclusions, reference_date: str) -> None:
        self._reference_date = date.fromisoformat(reference_date)
        self._exclusions = exclusions.from_rating(Kind.MEMBER)
        self.reasons = dict.fromkeys((*(exclusion.reason for exclusion in self._exclusions), UNDECIDED), 0)

    def add(self, member: MemberRow) -> None:
        if member.level is None:
            self.reasons[self.reason(member)] += 1

    def reason(self, member: MemberRow) -> str:
        """Why the member has no level."""
        admitted_on = day(member.admitted_on)
        for exclusion in self._exclusions:
            if exclusion.holds(member.member_status, admitted_on, self._reference_date):
                return exclusion.reason
        return UNDECIDED
