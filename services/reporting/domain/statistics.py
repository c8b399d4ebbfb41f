"""The statistical tables that a consolidated report is annexed with: counted from the same rows as the figures.

Organizations by type, members by unit, collectives and leaders by management level, and table 6F in full. What the
rulebook says of their layout and its certainty is told beside them; the numbers do not depend on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from services.reporting.domain.identities import require
from services.reporting.domain.levels import LEVELS, percent
from services.reporting.domain.members import NotRatedTally
from services.reporting.domain.reviews import COLLECTIVES, MEMBERS, ReviewTally
from services.reporting.domain.rules import Rules
from services.reporting.domain.subjects import (
    GRASSROOTS,
    CollectiveRow,
    LeaderRow,
    MemberRow,
    OrganizationRow,
    day,
    is_over,
)
from shared.exclusions import Exclusion
from shared.subjects import Kind

GRASSROOTS_TOTAL = "TCCSD"
"""The row that sums up the grassroots organizations of both types, which published results are about."""

Count = dict[str, int]


class Prompted(NamedTuple):
    """A subject that was asked to address a point in its review, and who manages it."""

    subject: str
    management_level: str


class StatisticsTally:
    """Counts every subject once, and gives the tables as JSON-ready data."""

    def __init__(self, rules: Rules, reference_date: str) -> None:
        self._rules = rules
        self._reference_date = reference_date
        self._organizations: dict[str, Count] = defaultdict(_nothing)
        self._members: dict[str, _MemberTally] = {}
        self._managed: dict[str, dict[str, Count]] = {kind: defaultdict(_nothing) for kind in ("col", "ldr")}
        self._reviews = ReviewTally(rules.exclusions, reference_date)
        self._new = _New(rules, reference_date)
        self._prompted: dict[str, Count] = defaultdict(lambda: {COLLECTIVES: 0, MEMBERS: 0})

    def organization(self, row: OrganizationRow) -> None:
        if is_over(row.ended_on, self._reference_date):
            return
        _add(self._organizations[row.type], row.level)
        if row.type in GRASSROOTS:
            _add(self._organizations[GRASSROOTS_TOTAL], row.level)

    def collective(self, row: CollectiveRow) -> None:
        if is_over(row.ended_on, self._reference_date):
            return
        _add(self._managed["col"][row.management_level], row.level)
        self._reviews.add_collective(row)
        self._new.collective(row)

    def member(self, row: MemberRow) -> None:
        if row.unit not in self._members:
            self._members[row.unit] = _MemberTally(self._rules, self._reference_date)
        self._members[row.unit].add(row)
        self._reviews.add_member(row)
        self._new.member(row)

    def leader(self, row: LeaderRow) -> None:
        if not is_over(row.held_to, self._reference_date):
            _add(self._managed["ldr"][row.management_level], row.level)

    def prompted(self, subjects: Iterable[Prompted]) -> None:
        """Count each subject once, however many points it was asked to address."""
        for subject, level in sorted(set(subjects)):
            column = COLLECTIVES if subject.startswith("col:") else MEMBERS
            self._prompted[level][column] += 1

    def tables(self) -> dict[str, Any]:
        """The tables by name. Raises FiguresDisagree if the parts of one do not make its whole."""
        return {
            "organizations_by_type": {type_: _told(count) for type_, count in self._organizations.items()},
            "members_by_unit": {unit: tally.told() for unit, tally in sorted(self._members.items())},
            "managed": {
                kind: {level: _told(count) for level, count in levels.items()} for kind, levels in self._managed.items()
            },
            "reviews": {**self._reviews.figures(), "new_not_reviewed": self._new.not_reviewed, "freed": self._freed()},
            "prompted": dict(self._prompted),
        }

    def _freed(self) -> Count:
        """Whom the rulebook frees from the review: those who are counted but need not review."""
        must = self._reviews.figures()["must_review"]
        collectives = sum(count["total"] for count in self._managed["col"].values())
        members = sum(tally.total for tally in self._members.values())
        return {COLLECTIVES: collectives - must[COLLECTIVES], MEMBERS: members - must[MEMBERS]}


class _MemberTally:
    """The members of one unit: must review, reviewed, rated, and why the others are not."""

    def __init__(self, rules: Rules, reference_date: str) -> None:
        self._count = _nothing()
        self._reviews = ReviewTally(rules.exclusions, reference_date)
        self._not_rated = NotRatedTally(rules.exclusions, reference_date)

    @property
    def total(self) -> int:
        return self._count["total"]

    def add(self, row: MemberRow) -> None:
        _add(self._count, row.level)
        self._reviews.add_member(row)
        self._not_rated.add(row)

    def told(self) -> dict[str, Any]:
        reviews, reasons = self._reviews.figures(), self._not_rated.reasons
        not_rated = self._count["not_rated"]
        require(not_rated == sum(reasons.values()), f"members not rated: {not_rated}, reasons {reasons}")
        return {
            **_told(self._count),
            "must_review": reviews["must_review"][MEMBERS],
            "reviewed": reviews["reviewed"][MEMBERS],
            "reasons": dict(reasons),
        }


class _New:
    """Those who have not reviewed and are so new that they need not be rated: rows 3.1 and 3.2 of table 6F."""

    def __init__(self, rules: Rules, reference_date: str) -> None:
        self._reference_date = date.fromisoformat(reference_date)
        self._rules: dict[Kind, list[Exclusion]] = {
            kind: [rule for rule in rules.exclusions.from_rating(kind) if rule.months is not None]
            for kind in (Kind.COLLECTIVE, Kind.MEMBER)
        }
        self.not_reviewed = {COLLECTIVES: 0, MEMBERS: 0}

    def collective(self, row: CollectiveRow) -> None:
        self.not_reviewed[COLLECTIVES] += not row.reviewed and self._is_new(Kind.COLLECTIVE, row.founded_on)

    def member(self, row: MemberRow) -> None:
        active = row.member_status == "active"
        self.not_reviewed[MEMBERS] += active and not row.reviewed and self._is_new(Kind.MEMBER, row.admitted_on)

    def _is_new(self, kind: Kind, since: str | None) -> bool:
        return any(rule.holds(None, day(since), self._reference_date) for rule in self._rules[kind])


def _nothing() -> Count:
    return dict.fromkeys((*LEVELS, "not_rated", "total"), 0)


def _add(count: Count, level: str | None) -> None:
    count["total"] += 1
    count[level or "not_rated"] += 1


def _told(count: Count) -> dict[str, Any]:
    """A count with the number rated, and the excellent ones' share in every published reading."""
    rated = sum(count[level] for level in LEVELS)
    require(count["total"] == rated + count["not_rated"], f"total {count['total']}, rated {rated}")
    excellent, good = count["HTXSNV"], count["HTTNV"]
    return {
        **count,
        "rated": rated,
        "excellent_of_good": percent(excellent, good),
        "excellent_of_good_or_better": percent(excellent, good + excellent),
        "excellent_of_rated": percent(excellent, rated),
    }
