"""Who is reviewed and rated: the four kinds of subject, and whom the rules leave out. Pure, like shared.domain."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONTHS_BEFORE_RATING = 6
"""Who was admitted or founded less than this long before the reference date is not rated (21-HD/BTCTW).

The default of services that do not read rulebooks. Where ratings are decided, the campaign's rulebook says how long.
"""

NOT_RATED_STATUSES = frozenset({"exempt", "suspended"})
"""Members exempted from work and activity, and suspended ones, are neither reviewed nor rated (132-QĐ/TW).

A default, as above.
"""


class Kind(StrEnum):
    """The four kinds of subject; the value begins the subject's code."""

    ORGANIZATION = "org"
    COLLECTIVE = "col"
    MEMBER = "mem"
    LEADER = "ldr"


REVIEWED_KINDS = frozenset({Kind.COLLECTIVE, Kind.MEMBER, Kind.LEADER})
"""Organizations are rated without a review of their own."""


def is_reviewed(code: str) -> bool:
    """Whether the subject with this code is of a kind that reviews itself."""
    return code.partition(":")[0] in REVIEWED_KINDS


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reviewed or rated, with everything about it that a rule asks for.

    `organization` is where it stands in the tree: itself, the collective's organization, the member's cell.
    `unit` and `grassroots` are the nearest organization directly under the province, and the nearest
    grassroots organization, at or above that. `since` is the day of admission or founding, `until` the last
    day of an organization or a post. What does not apply to the kind is None.
    """

    code: str
    kind: Kind
    organization: str
    unit: str | None = None
    grassroots: str | None = None
    type: str | None = None
    parent: str | None = None
    management_level: str | None = None
    since: date | None = None
    until: date | None = None
    person: str | None = None
    member_status: str | None = None
    civil_category: str | None = None
    sick_leave_months: int | None = None
    collective: str | None = None
    post_group: str | None = None
    head: bool = False

    def exists_on(self, reference_date: date) -> bool:
        """An organization or post that ended before the reference date is no subject; on that day it still is."""
        return self.until is None or self.until >= reference_date

    def is_excluded_on(self, reference_date: date) -> bool:
        """Exempt, suspended, or admitted or founded too late. A date that is not given never excludes."""
        return self.member_status in NOT_RATED_STATUSES or self.is_new_on(reference_date)

    def is_new_on(self, reference_date: date, months: int = MONTHS_BEFORE_RATING) -> bool:
        return self.since is not None and self.since > months_before(reference_date, months)


def months_before(day: date, months: int) -> date:
    """The same day that many months earlier, or the last day of a shorter month: 31 December → 30 June."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
