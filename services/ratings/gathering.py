"""The picture that a decision or a proposal looks at, gathered from the tables in a bounded number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, Table, bindparam, literal, select

from services.ratings.capgroups import tallies_of
from services.ratings.domain.campaign import Campaign
from services.ratings.domain.decisions.picture import Degrees, EventIds, Picture
from services.ratings.domain.proposal.evidence import Tally
from services.ratings.domain.proposal.findings import Findings
from services.ratings.domain.rules.caps import Cap
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.readmodel import (
    campaign_of,
    civil_ratings,
    findings,
    opinions,
    prompts,
    ratings,
    register,
    reviews,
    rulebook_of,
)
from shared.authority import competent_body
from shared.reader import matching
from shared.register import Reader, View, among, subjects
from shared.subjects import Kind, Subject

Subjects = dict[str, Subject]


def picture_of(read: Reader, campaign: str, codes: Iterable[str], *, groups: bool = False) -> Picture:
    """Everything that is known about the subjects `codes`, and about those that their levels depend on.

    Only who decides asks for the `groups` of the caps too. Raises UnknownCampaign and UnknownRulebook.
    """
    opened = campaign_of(read, campaign)
    rulebook = rulebook_of(read, opened.rulebook)
    return _Gathering(read, opened, rulebook).picture(codes, groups)


class _Gathering:
    """Reads one campaign's tables. Every question is asked for all subjects at once."""

    def __init__(self, read: Reader, campaign: Campaign, rulebook: Rulebook) -> None:
        self.read = read
        self.campaign = campaign
        self.view = register.of(campaign.code)
        self.rulebook = rulebook

    def picture(self, codes: Iterable[str], groups: bool) -> Picture:
        named = subjects(self.view, self.read, codes)
        people = {subject.person for subject in named.values() if subject.person is not None}
        children = self._children(named)
        beside = {code for below in children.values() for code in below} | _collectives(named)
        known = named | subjects(self.view, self.read, beside - named.keys())
        decided = list(self._about(ratings, known))
        members, said, civil = self._members(named), self._opinions(named), self._civil_ratings(people)
        bodies = {row.subject: row.decided_by for row in decided}
        return Picture(
            self.campaign,
            self.rulebook,
            subjects=known,
            children=children,
            levels={row.subject: row.level for row in decided},
            bodies=bodies,
            members={cell: Counter(row.level for row in rows) for cell, rows in members.items()},
            opinions=_degrees(said),
            points=_points(said),
            findings=self._findings(named, people, self._raising_bodies(named, bodies)),
            civil_ratings={person: row.level for person, row in civil.items()},
            reviewed={row.subject for row in self._about(reviews, named) if row.submitted},
            unanswered={row.subject for row in self._about(prompts, named) if not row.answered},
            groups=self._groups(named, bodies) if groups else {},
            events=EventIds(
                opinions={(row.subject, row.stage): row.event for row in said},
                civil_ratings={person: row.event for person, row in civil.items()},
                ratings={row.subject: row.event for row in decided},
                members={cell: tuple(row.event for row in rows) for cell, rows in members.items()},
            ),
        )

    def _about(self, table: Table, codes: Iterable[str]) -> Iterable[Row[Any]]:
        """The rows of `table` about these subjects."""
        return self._of_campaign(matching(table, "campaign"), table.c.subject, codes)

    def _of_campaign(self, query: Select[Any], column: Any, values: Iterable[Any]) -> Iterable[Row[Any]]:
        return among(self.read, query, column, values, campaign=self.campaign.code)

    def _children(self, named: Subjects) -> dict[str, list[str]]:
        organizations = self.view.organizations
        parents = {subject.organization for subject in named.values() if subject.kind is Kind.ORGANIZATION}
        children: dict[str, list[str]] = defaultdict(list)
        for row in among(self.read, _organizations(self.view), organizations.c.parent, parents):
            children[f"org:{row.parent}"].append(f"org:{row.code}")
        return children

    def _members(self, named: Subjects) -> dict[str, list[Row[Any]]]:
        """The ratings of the members of each named organization; only cells have members."""
        cells = {subject.organization for subject in named.values() if subject.kind is Kind.ORGANIZATION}
        by_cell: dict[str, list[Row[Any]]] = defaultdict(list)
        for row in self._of_campaign(_rated_members(self.view), self.view.people.c.cell, cells):
            by_cell[row.cell].append(row)
        return by_cell

    def _opinions(self, named: Subjects) -> list[Row[Any]]:
        return list(self._about(opinions, named))

    def _findings(self, named: Subjects, people: set[str], bodies: Iterable[str]) -> Findings:
        """Also those filed under other capacities of the same people, and those about deciding bodies."""
        posts = self.view.posts
        person_of = {f"mem:{person}": person for person in people}
        for row in among(self.read, _posts(self.view), posts.c.person, people):
            person_of[f"ldr:{row.code}"] = row.person
        about = named.keys() | person_of.keys() | {f"{Kind.ORGANIZATION}:{body}" for body in bodies}
        filed = self._about(findings, about)
        standing = Findings(self.rulebook.personal_facts)
        for row in sorted(filed, key=lambda row: row.number):
            standing.file(row.subject, person_of.get(row.subject), row.fact, row.value, row.event)
        return standing

    def _civil_ratings(self, people: set[str]) -> dict[str, Row[Any]]:
        rated = self._of_campaign(matching(civil_ratings, "campaign"), civil_ratings.c.person, people)
        return {row.person: row for row in rated}

    def _raising_bodies(self, named: Subjects, bodies: Mapping[str, str]) -> set[str]:
        """The bodies whose findings may raise a cap."""
        raised = (cap for cap in self.rulebook.caps if cap.raised is not None)
        return {body for cap in raised for body in self._bodies(cap, named, bodies)}

    def _groups(self, named: Subjects, bodies: Mapping[str, str]) -> dict[tuple[str, str], Tally]:
        """The levels assigned so far in the groups of the binding caps that the named subjects belong to."""
        tallies: dict[tuple[str, str], Tally] = {}
        for cap in self.rulebook.caps:
            if cap.binding:
                deciding = self._bodies(cap, named, bodies)
                counted = tallies_of(self.read, self.campaign, cap, deciding)
                tallies |= {(cap.code, group): tally for group, tally in counted.items()}
        return tallies

    def _bodies(self, cap: Cap, named: Subjects, bodies: Mapping[str, str]) -> set[str]:
        """The bodies that decide those of the named subjects that are under the cap, and that have decided them."""
        capped = [subject for subject in named.values() if subject.kind in cap.kinds]
        deciding = {competent_body(subject, self.campaign.province, self.rulebook.deciders) for subject in capped}
        found = deciding | {bodies.get(subject.code) for subject in capped}
        return {body for body in found if body is not None}


@lru_cache(maxsize=64)
def _organizations(view: View) -> Select[Any]:
    return select(view.organizations)


@lru_cache(maxsize=64)
def _posts(view: View) -> Select[Any]:
    return select(view.posts.c.code, view.posts.c.person)


@lru_cache(maxsize=64)
def _rated_members(view: View) -> Select[Any]:
    """By cell, the levels of the members that have one in the parameter `campaign`."""
    people = view.people
    rated = select(people.c.cell, ratings.c.level, ratings.c.event)
    rated = rated.join(ratings, ratings.c.subject == literal("mem:") + people.c.code)
    return rated.where(ratings.c.campaign == bindparam("campaign"))


def _degrees(said: Iterable[Row[Any]]) -> dict[str, dict[str, Degrees]]:
    by_subject: dict[str, dict[str, Degrees]] = defaultdict(dict)
    for row in said:
        by_subject[row.subject][row.stage] = row.degrees
    return by_subject


def _points(said: Iterable[Row[Any]]) -> dict[str, dict[str, dict[str, Decimal]]]:
    by_subject: dict[str, dict[str, dict[str, Decimal]]] = defaultdict(dict)
    for row in said:
        if row.points:
            exact = {criterion: Decimal(points) for criterion, points in row.points.items()}
            by_subject[row.subject][row.stage] = exact
    return by_subject


def _collectives(named: Subjects) -> set[str]:
    """The collectives that named leaders belong to."""
    return {f"col:{subject.collective}" for subject in named.values() if subject.kind is Kind.LEADER}
