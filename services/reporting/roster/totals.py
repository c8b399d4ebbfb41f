"""Sums over the roster: what the pages show at a glance, of a hundred thousand members in some hundredths of a second.

Every sum goes once along an index that holds all it needs. They are the figures that `services.reporting.counting`
counts subject by subject; a test holds them against each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import BigInteger, Row, Select, Table, and_, case, cast, exists, func, select

from services.reporting.counting import Scope
from services.reporting.domain.caps import CappedGroup, CapTally
from services.reporting.domain.members import UNDECIDED
from services.reporting.domain.overview import Group, overview
from services.reporting.domain.ratings import Count, RatingTally
from services.reporting.domain.subjects import GRASSROOTS, UNITS
from services.reporting.following.progress import progress
from services.reporting.queries import rules_of
from services.reporting.readmodel import (
    decision_refusals,
    decisions,
    findings,
    overrides,
    prompts,
    register,
    reviews,
    roster,
)
from services.reporting.roster.lists import STATES, within
from shared.register import Reader
from shared.subjects import Kind

_entries = roster.entries
_columns = _entries.c
_STATES = ("level", "derived", "left_out", "must_review", "reviewed", "dossier", "dossier_state")
_ALONG = ("kind", "unit", "grassroots")
"""What the index that sums go along is ordered by."""


class Totals:
    """The sums of one campaign (a row of the campaigns) within a scope."""

    def __init__(self, read: Reader, campaign: Any, scope: Scope) -> None:
        self._read = read
        self._campaign = campaign
        self._scope = scope
        self._here = within(read, campaign.campaign, scope)

    def overview(self) -> dict[str, Any]:
        """What `services.reporting.domain.overview` tells, and how many documents, prompts and groups there are.

        Raises RulebookNotHeard and FiguresDisagree.
        """
        reasons = rules_of(self._read, self._campaign.rulebook).exclusions.from_rating(Kind.MEMBER)
        rows = self._sums("kind", *_STATES)
        figures = overview(list(map(Group._make, rows)), (exclusion.reason for exclusion in reasons))
        over = [group for group in self.cap_groups() if group["excellent"] > group["allowed"]]
        return {
            **figures,
            "prompts": self._prompts(),
            "accepted_documents": self._accepted(),
            "refused_documents": self._refused(),
            "heads_above": self.how_many("ldr", "above_collective"),
            "over_cap": len(over),
            "over_cap_of": {kind: sum(kind in group["kinds"] for group in over) for kind in Kind},
        }

    def by_unit(self) -> dict[str, dict[str, Count]]:
        """The ratings by unit and kind; also of units that have none."""
        tally = RatingTally()
        for unit in self._codes(UNITS):
            tally.know(unit)
        for row in self._sums("kind", "unit", "level"):
            tally.add(row.kind, row.unit, row.level, row.subjects)
        return tally.by_unit()

    def by_grassroots(self) -> dict[str, Count]:
        """The ratings of members by grassroots organization; also of those that have none."""
        tally = RatingTally()
        for body in self._codes(GRASSROOTS):
            tally.know(body)
        for row in self._sums("grassroots", "level", of=Kind.MEMBER):
            if row.grassroots is not None:
                tally.add(Kind.MEMBER, row.grassroots, row.level, row.subjects)
        return {body: kinds[Kind.MEMBER] for body, kinds in tally.by_unit().items()}

    def outstanding(self) -> dict[str, dict[str, int]]:
        """By unit: reviews that are owed and missing by kind, members without a level by reason, dossiers by kind."""
        units: dict[str, dict[str, int]] = {unit: defaultdict(int) for unit in self._codes(UNITS)}
        for row in self._sums("kind", "unit", *_STATES):
            count = units.setdefault(row.unit, defaultdict(int))
            if row.must_review:
                count[f"must_review_{row.kind}"] += row.subjects
                count[f"not_reviewed_{row.kind}"] += row.subjects * (not row.reviewed)
            if row.kind == Kind.MEMBER and row.level is None:
                count[row.left_out or UNDECIDED] += row.subjects
            count["rated"] += row.subjects * (row.level is not None)
            count["to_rate"] += row.subjects * (row.level is not None or row.left_out is None)
            if row.dossier is not None:
                count[f"dossier_{row.dossier}_{row.kind}"] += row.subjects
                count[f"dossier_state_{row.dossier_state}"] += row.subjects
        return units

    def progress(self) -> dict[str, Any]:
        """See `services.reporting.following.progress`."""
        return progress(self._read, self._campaign.campaign, self._here, self.outstanding())

    def cap_groups(self) -> list[dict[str, Any]]:
        """Every group of every cap whose body lies in the scope. Raises RulebookNotHeard."""
        caps, found = rules_of(self._read, self._campaign.rulebook).caps, self._found()
        bodies, grassroots = self._bodies(), self._codes(GRASSROOTS)
        groups = {kind: self._capped(kind) for kind in {kind for cap in caps for kind in cap.groups_of}}
        board: list[dict[str, Any]] = []
        for cap in sorted(caps, key=attrgetter("id")):
            tally = CapTally(cap, found)
            for body in grassroots if "mem" in cap.groups_of else ():
                tally.know(body)
            for kind in cap.groups_of:
                for group, subjects in groups[kind]:
                    tally.add(kind, group, subjects)
            board += tally.board(bodies)
        return board

    def how_many(self, kind: str, state: str) -> int:
        """How many subjects of the kind are in one of the STATES of lists."""
        holds = STATES[state].holds(self._campaign.campaign)
        return self._one(select(func.count()).select_from(_entries).where(*self._here, _columns.kind == kind, holds))

    def _sums(self, *columns: str, of: str | None = None) -> Sequence[Row[Any]]:
        """How many subjects agree in these columns. Summed first as the index is ordered, then as is asked for."""
        states = _STATES[: max((_STATES.index(column) + 1 for column in columns if column in _STATES), default=0)]
        along = [_columns[column] for column in (*_ALONG, *states)]
        query = select(*along, func.count().label("subjects")).where(*self._here).group_by(*along)
        inner = (query if of is None else query.where(_columns.kind == of)).subquery().c
        asked = [inner[column] for column in columns]
        # PostgreSQL gives the sum of counts as a decimal number, which is none in JSON.
        subjects = cast(func.sum(inner.subjects), BigInteger).label("subjects")
        return self._read(select(*asked, subjects).group_by(*asked))

    def _capped(self, kind: str) -> list[tuple[CappedGroup, int]]:
        """Members by their grassroots organization, others by who decided and their type; and which overrides hold."""
        if kind == Kind.MEMBER:
            rows = self._sums("grassroots", "level", of=kind)
            counted = [(CappedGroup(row.grassroots, None, None, row.level, None), int(row.subjects)) for row in rows]
        else:
            by = [_columns[name] for name in ("decided_by", "type", "level")]
            here = (*self._here, _columns.kind == kind)
            query = select(*by, func.count().label("subjects")).where(*here).group_by(*by)
            counted = [(CappedGroup(None, *row[:3], None), row.subjects) for row in self._read(query)]
        return counted + [(group, 0) for group in self._overridden(kind)]

    def _overridden(self, kind: str) -> list[CappedGroup]:
        given = and_(overrides.c.campaign == _columns.campaign, overrides.c.subject == _columns.subject)
        columns = [_columns[name] for name in CappedGroup._fields]
        query = select(*columns).select_from(overrides).join(_entries, given).distinct()
        here = (*self._here, _columns.kind == kind, _columns.cap_override.is_not(None))
        return [CappedGroup._make(row) for row in self._read(query.where(*here))]

    def _found(self) -> dict[str, set[str]]:
        """The findings that hold about each organization: one may raise a cap."""
        columns = findings.c
        about_one = func.substr(columns.subject, 1, 4) == "org:"
        query = select(columns.subject, columns.fact)
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._read(query.where(columns.campaign == self._campaign.campaign, columns.holds, about_one)):
            found[row.subject.removeprefix("org:")].add(row.fact)
        return found

    def _bodies(self) -> set[str]:
        return {row.code for row in self._read(self._bodies_query())}

    def _bodies_query(self) -> Select[Any]:
        view = register.of(self._campaign.campaign)
        return select(view.organizations.c.code).where(self._scope.holds(view))

    def _codes(self, types: Collection[str]) -> list[str]:
        """The organizations of these types that are subjects, sorted: a database gives rows in the order it likes."""
        query = select(_columns.subject).where(*self._here, _columns.kind == Kind.ORGANIZATION)
        rows = self._read(query.where(_columns.type.in_(sorted(types))))
        return sorted(row.subject.removeprefix("org:") for row in rows)

    def _prompts(self) -> dict[str, int]:
        """How many were issued to subjects in the scope, and how many of them a submitted review has answered."""
        columns = prompts.c
        of_subject = and_(reviews.c.campaign == columns.campaign, reviews.c.subject == columns.subject)
        answered = case((and_(columns.answered, reviews.c.submitted), 1), else_=0)
        query = select(func.count().label("issued"), func.coalesce(func.sum(answered), 0).label("answered"))
        query = query.select_from(prompts).outerjoin(reviews, of_subject)
        if not self._scope.whole:
            listed = and_(_columns.campaign == columns.campaign, _columns.subject == columns.subject)
            query = query.join(_entries, listed).where(*self._here)
        [row] = self._read(query.where(columns.campaign == self._campaign.campaign))
        return {"issued": row.issued, "answered": row.answered, "unanswered": row.issued - row.answered}

    def _accepted(self) -> int:
        return self._one(self._documents(decisions))

    def _refused(self) -> int:
        same = [decisions.c[name] == decision_refusals.c[name] for name in ("campaign", "decided_by", "document")]
        return self._one(self._documents(decision_refusals).where(~exists().where(*same)))

    def _documents(self, table: Table) -> Select[Any]:
        query = select(func.count()).select_from(table).where(table.c.campaign == self._campaign.campaign)
        if self._scope.whole:
            return query
        return query.where(table.c.decided_by.in_(self._bodies_query()))

    def _one(self, query: Select[Any]) -> int:
        [row] = self._read(query)
        return int(row[0])
