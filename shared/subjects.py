"""Who is reviewed and rated: the four kinds of subject. Pure, like shared.domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """The four kinds of subject; the value begins the subject's code."""

    ORGANIZATION = "org"
    COLLECTIVE = "col"
    MEMBER = "mem"
    LEADER = "ldr"


KINDS: Mapping[str, Kind] = {
    "party_org": Kind.ORGANIZATION,
    "leading_collective": Kind.COLLECTIVE,
    "member": Kind.MEMBER,
    "leader": Kind.LEADER,
}
"""What rulebooks call the kinds of subject."""

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
