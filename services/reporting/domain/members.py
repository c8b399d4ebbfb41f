"""Why members have no rating: one reason each, the strongest first."""

from __future__ import annotations

from services.reporting.domain.subjects import MemberRow, newest_rated

EXEMPT = "MIEN_SINH_HOAT"
SUSPENDED = "DINH_CHI_SINH_HOAT"
NEW = "MOI_KET_NAP_DUOI_6_THANG"
UNDECIDED = "undecided"

_REASON_OF_STATUS = {"exempt": EXEMPT, "suspended": SUSPENDED}


class NotRatedTally:
    """Counts the members without a level by reason."""

    def __init__(self, reference_date: str) -> None:
        self._newest_rated = newest_rated(reference_date)
        self.reasons = dict.fromkeys((EXEMPT, SUSPENDED, NEW, UNDECIDED), 0)

    def add(self, member: MemberRow) -> None:
        if member.level is None:
            self.reasons[self._reason(member)] += 1

    def _reason(self, member: MemberRow) -> str:
        if status := _REASON_OF_STATUS.get(member.member_status):
            return status
        if member.admitted_on is not None and member.admitted_on > self._newest_rated:
            return NEW
        return UNDECIDED
