"""Whom the rules leave out of the rating: the exempt, the suspended, the too new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.subjects import Kind, Subject


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Subjects with a member status, or admitted or founded less than some months before the reference date."""

    code: str
    kinds: frozenset[Kind]
    status: str | None
    months: int | None

    @classmethod
    def read(cls, entry: Mapping[str, Any], kinds: Mapping[str, Kind]) -> Exclusion:
        when = entry["when"]
        return cls(
            code=entry["id"],
            kinds=frozenset(kinds[name] for name in entry["applies_to"]),
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
