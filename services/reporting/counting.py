"""From the tables to the figures: the slim rows that the domain counts, within one part of the tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, select

from services.reporting.domain.figures import Material, RefusedDocument, RefusedDossier, figures
from services.reporting.domain.subjects import NONE, CollectiveRow, LeaderRow, MemberRow, OrganizationRow
from services.reporting.queries import about, rules_of
from services.reporting.readmodel import (
    decision_refusals,
    decisions,
    dossier_refusals,
    dossiers,
    findings,
    prompts,
    proposals,
    ratings,
    register,
    reviews,
)
from shared.register import Reader, View, inside, subjects

SLICE = 10_000
"""Members that are read at once."""

DETAILS = 3_000
"""Subjects up to which the figures also say, one by one, what the rules derive and why."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the tree that figures are limited to: what lies at or below `paths`, of that what belongs to `unit`.

    `whole` says that it is the whole province: then also what names unknown bodies and subjects is shown. `without`
    are organizations that lay there as of an earlier moment, and lie no longer where the reader may see.
    """

    paths: tuple[str, ...]
    whole: bool = False
    unit: str | None = None
    without: frozenset[str] = frozenset()

    def holds(self, view: View) -> ColumnElement[bool]:
        """The condition on an organization of the view."""
        conditions = [inside(view, *self.paths)]
        if self.unit is not None:
            conditions.append(view.organizations.c.unit == self.unit)
        if self.without:
            conditions.append(view.organizations.c.code.not_in(sorted(self.without)))
        return and_(*conditions)


def count(
    read: Reader, campaign: Any, scope: Scope, details: int = DETAILS, view: View | None = None
) -> dict[str, Any]:
    """The figures of `campaign` (a row of the campaigns) within `scope`, by its own view or by another.

    With `derived_by_subject` if the scope holds at most `details` subjects: a large province's would be too long.
    """
    tables = _Tables(read, campaign.campaign, scope, view or register.of(campaign.campaign))
    counted = figures(tables.material(campaign))
    if sum(count["total"] for count in counted["ratings"].values()) <= details:
        counted["derived_by_subject"] = tables.derived_by_subject(campaign.reference_date)
    return counted


def material_of(read: Reader, campaign: Any, scope: Scope) -> Material:
    """The rows that the figures of `campaign` (a row of the campaigns) within `scope` are counted from."""
    return _Tables(read, campaign.campaign, scope, register.of(campaign.campaign)).material(campaign)


class _Tables:
    """The tables as one campaign and one part of the tree see them."""

    def __init__(self, read: Reader, campaign: str, scope: Scope, view: View) -> None:
        self._read = read
        self._campaign = campaign
        self._scope = scope
        self._view = view
        self._here = scope.holds(self._view)
        organizations = self._view.organizations
        self._bodies = {row.code for row in read(select(organizations.c.code).where(self._here))}

    def material(self, campaign: Any) -> Material:
        rules = rules_of(self._read, campaign.rulebook)
        return Material(
            reference_date=campaign.reference_date,
            caps=rules.caps,
            exclusions=rules.exclusions,
            organizations=map(OrganizationRow._make, self._read(self._organizations_query())),
            collectives=map(CollectiveRow._make, self._read(self._collectives_query())),
            members=self._members(),
            leaders=map(LeaderRow._make, self._read(self._leaders_query())),
            prompts_answered=self._prompts_answered(),
            accepted_documents=self._accepted_documents(),
            refused_documents=self._refused_documents(),
            refused_dossiers=self._refused_dossiers(),
            found=self._findings_about_bodies(),
        )

    def derived_by_subject(self, reference_date: str) -> dict[str, dict[str, Any]]:
        """The derived level and its conditions, of everyone for whom the rules derive one."""
        query = select(proposals.c.subject, proposals.c.derived, proposals.c.conditions)
        rows = self._read(query.where(proposals.c.campaign == self._campaign, proposals.c.derived != NONE))
        known = subjects(self._view, self._read, (row.subject for row in rows))
        here = {code for code, subject in known.items() if subject.exists_on(date.fromisoformat(reference_date))}
        within = self._within(here)
        return {row.subject: {"level": row.derived, **row.conditions} for row in rows if row.subject in within}

    def _organizations_query(self) -> Select[Any]:
        rated, organizations = ratings.alias(), self._view.organizations
        return (
            select(
                organizations.c.code,
                organizations.c.type,
                organizations.c.unit,
                organizations.c.ended_on,
                rated.c.level,
                rated.c.decided_by,
                rated.c.cap_override,
                proposals.c.derived,
            )
            .outerjoin(rated, self._about(rated, "org", organizations.c.code))
            .outerjoin(proposals, self._about(proposals, "org", organizations.c.code))
            .where(self._here)
        )

    def _collectives_query(self) -> Select[Any]:
        rated, organizations, collectives = ratings.alias(), self._view.organizations, self._view.collectives
        return (
            select(
                collectives.c.code,
                collectives.c.type,
                organizations.c.unit,
                collectives.c.management_level,
                collectives.c.founded_on,
                collectives.c.ended_on,
                rated.c.level,
                rated.c.decided_by,
                rated.c.cap_override,
                func.coalesce(reviews.c.submitted, false()),
                dossiers.c.on_time,
                proposals.c.derived,
            )
            .join(organizations, organizations.c.code == collectives.c.organization)
            .outerjoin(rated, self._about(rated, "col", collectives.c.code))
            .outerjoin(reviews, self._about(reviews, "col", collectives.c.code))
            .outerjoin(dossiers, self._about(dossiers, "col", collectives.c.code))
            .outerjoin(proposals, self._about(proposals, "col", collectives.c.code))
            .where(self._here)
        )

    def _members(self) -> Iterator[MemberRow]:
        """A slice at a time, so that a province's members are never all in memory."""
        code = self._view.people.c.code
        query, last = self._members_query().order_by(code).limit(SLICE), ""
        while rows := self._read(query.where(code > last)):
            yield from map(MemberRow._make, rows)
            last = rows[-1].code

    def _members_query(self) -> Select[Any]:
        rated, organizations, people = ratings.alias(), self._view.organizations, self._view.people
        return (
            select(
                people.c.code,
                organizations.c.unit,
                organizations.c.grassroots,
                people.c.member_status,
                people.c.admitted_on,
                rated.c.level,
                rated.c.cap_override,
                func.coalesce(reviews.c.submitted, false()),
                proposals.c.derived,
            )
            .join(organizations, organizations.c.code == people.c.cell)
            .outerjoin(rated, self._about(rated, "mem", people.c.code))
            .outerjoin(reviews, self._about(reviews, "mem", people.c.code))
            .outerjoin(proposals, self._about(proposals, "mem", people.c.code))
            .where(self._here)
        )

    def _leaders_query(self) -> Select[Any]:
        rated, collective_rated = ratings.alias(), ratings.alias()
        organizations, collectives, posts = self._view.organizations, self._view.collectives, self._view.posts
        return (
            select(
                posts.c.code,
                organizations.c.unit,
                posts.c.management_level,
                posts.c.head,
                posts.c.held_to,
                posts.c.post_group,
                rated.c.level,
                rated.c.decided_by,
                rated.c.cap_override,
                collective_rated.c.level,
                dossiers.c.on_time,
                proposals.c.derived,
            )
            .join(collectives, collectives.c.code == posts.c.collective)
            .join(organizations, organizations.c.code == collectives.c.organization)
            .outerjoin(rated, self._about(rated, "ldr", posts.c.code))
            .outerjoin(collective_rated, self._about(collective_rated, "col", posts.c.collective))
            .outerjoin(dossiers, self._about(dossiers, "ldr", posts.c.code))
            .outerjoin(proposals, self._about(proposals, "ldr", posts.c.code))
            .where(self._here)
        )

    def _about(self, table: Any, kind: str, code: ColumnElement[str]) -> ColumnElement[bool]:
        return about(table, self._campaign, kind, code)

    def _findings_about_bodies(self) -> dict[str, set[str]]:
        """By organization, the findings that hold about it."""
        query = select(findings.c.subject, findings.c.fact).where(
            findings.c.campaign == self._campaign, findings.c.holds
        )
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._read(query.where(func.substr(findings.c.subject, 1, 4) == "org:")):
            found[row.subject.removeprefix("org:")].add(row.fact)
        return found

    def _prompts_answered(self) -> list[bool]:
        reviewed = and_(
            reviews.c.campaign == prompts.c.campaign, reviews.c.subject == prompts.c.subject, reviews.c.submitted
        )
        rows = self._read(
            select(prompts.c.subject, and_(prompts.c.answered, exists().where(reviewed)).label("answered")).where(
                prompts.c.campaign == self._campaign
            )
        )
        within = self._within({row.subject for row in rows})
        return [bool(row.answered) for row in rows if row.subject in within]

    def _accepted_documents(self) -> int:
        documents = select(decisions.c.decided_by, func.count().label("documents"))
        rows = self._read(documents.where(decisions.c.campaign == self._campaign).group_by(decisions.c.decided_by))
        return sum(row.documents for row in rows if self._is_shown(row.decided_by))

    def _refused_documents(self) -> list[RefusedDocument]:
        columns = decision_refusals.c
        accepted = exists().where(
            decisions.c.campaign == columns.campaign,
            decisions.c.decided_by == columns.decided_by,
            decisions.c.document == columns.document,
        )
        rows = self._read(
            select(columns.decided_by, columns.document, columns.faults).where(
                columns.campaign == self._campaign, ~accepted
            )
        )
        return [RefusedDocument._make(row) for row in rows if self._is_shown(row.decided_by)]

    def _refused_dossiers(self) -> list[RefusedDossier]:
        columns = dossier_refusals.c
        rows = self._read(
            select(columns.subject, columns.row, columns.faults)
            .where(columns.campaign == self._campaign)
            .order_by(columns.number)
        )
        within = self._within({row.subject for row in rows})
        return [RefusedDossier._make(row) for row in rows if row.subject in within]

    def _is_shown(self, body: str) -> bool:
        return self._scope.whole or body in self._bodies

    def _within(self, codes: set[str]) -> set[str]:
        """Those of the subjects that stand in the scope."""
        if self._scope.whole:
            return codes
        known = subjects(self._view, self._read, codes)
        return {code for code, subject in known.items() if subject.organization in self._bodies}
