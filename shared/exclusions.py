"""Whom a rulebook leaves out of the rating, or of the review: the exempt, the suspended, the too new. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.subjects import Kind, Subject

KINDS = {
    "party_org": Kind.ORGANIZATION,
    "leading_collective": Kind.COLLECTIVE,
    "member": Kind.MEMBER,
    "leader": Kind.LEADER,
}
"""The rulebook's names of the kinds of subject."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Subjects with a member status, or admitted or founded less than some months before the reference date."""

    code: str
    kinds: frozenset[Kind]
    status: str | None
    months: int | None

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Exclusion:
        when = entry["when"]
        return cls(
            code=entry["id"],
            kinds=frozenset(KINDS[name] for name in entry["applies_to"]),
            status=when.get("member_status"),
            months=when.get("months_since_start_lt"),
        )

    def covers(self, subject: Subject, reference_date: date) -> bool:
        if subject.kind not in self.kinds:
            return False
        if self.status is not None:
            return subject.member_status == self.status
        return self.months is not None and subject.is_new_on(reference_date, self.months)


def leaves_out(entry: Mapping[str, Any]) -> bool:
    """Whether an entry of the rulebook's `exclusions` keeps subjects from being rated by what is recorded of them."""
    return entry["rated"] is False and "when" in entry


def spares_the_review(entry: Mapping[str, Any]) -> bool:
    """Whether an entry of the rulebook's `exclusions` frees subjects from reviewing themselves.

    Where the rules do not say so (`reviewed` is null), they review.
    """
    return entry.get("reviewed") is False and "when" in entry
