"""Whom a rulebook leaves out of the review or of the rating: the exempt, the suspended, the too new. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from shared.subjects import KINDS, Kind, Subject


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Subjects with a member status, or admitted or founded less than some months before the reference date.

    `reason` is the code under which reports count them.
    """

    reason: str
    kinds: frozenset[Kind]
    status: str | None
    months: int | None
    from_review: bool
    from_rating: bool

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Exclusion:
        when = entry["when"]
        return cls(
            reason=entry.get("reason_code", entry["id"]),
            kinds=frozenset(KINDS[name] for name in entry["applies_to"]),
            status=when.get("member_status"),
            months=when.get("months_since_start_lt"),
            from_review=entry.get("reviewed") is False,
            from_rating=entry["rated"] is False,
        )

    def covers(self, subject: Subject, reference_date: date) -> bool:
        return subject.kind in self.kinds and self.holds(subject.member_status, subject.since, reference_date)

    def holds(self, member_status: str | None, since: date | None, reference_date: date) -> bool:
        """Whether it covers a subject of its kinds with this status and first day. A day not given excludes nobody."""
        if self.status is not None:
            return member_status == self.status
        return self.months is not None and since is not None and since > months_before(reference_date, self.months)


@dataclass(frozen=True, slots=True)
class Exclusions:
    """All exclusions of a rulebook that what is recorded of a subject decides, in the rulebook's order.

    What a rulebook leaves uncertain, or to people to state (`reviewed: null`, `rated: later`, no `when`), excludes
    nobody here.
    """

    entries: tuple[Exclusion, ...] = ()

    @classmethod
    def of(cls, section: Iterable[Mapping[str, Any]]) -> Exclusions:
        """Read a rulebook's `exclusions`. Raises LookupError or TypeError where they have another form."""
        entries = (Exclusion.read(entry) for entry in section if "when" in entry)
        return cls(tuple(entry for entry in entries if entry.from_review or entry.from_rating))

    def keep_from_rating(self, subject: Subject, reference_date: date) -> bool:
        return any(entry.covers(subject, reference_date) for entry in self.entries if entry.from_rating)

    def free_from_review(self, subject: Subject, reference_date: date) -> bool:
        return any(entry.covers(subject, reference_date) for entry in self.entries if entry.from_review)

    def from_rating(self, kind: Kind) -> list[Exclusion]:
        """Those that keep subjects of the kind from being rated."""
        return [entry for entry in self.entries if entry.from_rating and kind in entry.kinds]

    def from_review(self, kind: Kind) -> list[Exclusion]:
        """Those that free subjects of the kind from the review."""
        return [entry for entry in self.entries if entry.from_review and kind in entry.kinds]


@lru_cache(maxsize=64)
def months_before(day: date, months: int) -> date:
    """The same day that many months earlier, or the last day of a shorter month: 31 December → 30 June."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
