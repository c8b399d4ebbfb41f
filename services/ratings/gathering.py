"""The picture that a decision or a proposal looks at, gathered from the tables in a bounded number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, Select, literal, select

from services.ratings.domain.authority import competent_body
from services.ratings.domain.campaign import Campaign
from services.ratings.domain.caps import Cap
from services.ratings.domain.evidence import Tally
from services.ratings.domain.findings import Findings
from services.ratings.domain.picture import Degrees, Picture
from services.ratings.domain.rulebook import Rulebook
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
from shared.register import Reader, among, subjects
from shared.subjects import Kind, Subject

Subjects = dict[str, Subject]


def picture_of(read: Reader, campaign: str, codes: Iterable[str]) -> Picture:
    """Everything that is known about the subjects `codes`, and about those that their levels depend on.

    Raises UnknownCampaign and UnknownRulebook.
    """
    opened = campaign_of(read, campaign)
    rulebook = rulebook_of(read, opened.rulebook)
    return _Gathering(read, opened, rulebook).picture(codes)


class _Gathering:
    """Reads one campaign's tables. Every question is asked for all subjects at once."""

    def __init__(self, read: Reader, campaign: Campaign, rulebook: Rulebook) -> None:
        self.read = read
        self.campaign = campaign
        self.rulebook = rulebook

    def picture(self, codes: Iterable[str]) -> Picture:
        named = subjects(register, self.read, codes)
        people = {subject.person for subject in named.values() if subject.person is not None}
        children = self._children(named)
        beside = {code for below in children.values() for code in below} | _collectives(named)
        known = named | subjects(register, self.read, beside - named.keys())
        return Picture(
            self.campaign,
            self.rulebook,
            subjects=known,
            children=children,
            levels={row.subject: row.level for row in self._about(ratings, ratings.c.level, known)},
            members=self._members(named),
            opinions=self._opinions(named),
            findings=self._findings(named, people),
            civil_ratings=self._civil_ratings(people),
            reviewed={row.subject for row in self._about(reviews, reviews.c.submitted, named) if row.submitted},
            unanswered={row.subject for row in self._about(prompts, prompts.c.answered, named) if not row.answered},
            groups=self._groups(named),
        )

    def _about(self, table: Any, column: Any, codes: Iterable[str]) -> Iterable[Row[Any]]:
        """The rows of `table` about these subjects, with one column."""
        query = select(table.c.subject, column).where(table.c.campaign == self.campaign.code)
        return among(self.read, query, table.c.subject, codes)

    def _children(self, named: Subjects) -> dict[str, list[str]]:
        organizations = register.organizations
        parents = {subject.organization for subject in named.values() if subject.kind is Kind.ORGANIZATION}
        children: dict[str, list[str]] = defaultdict(list)
        for row in among(self.read, select(organizations), organizations.c.parent, parents):
            children[f"org:{row.parent}"].append(f"org:{row.code}")
        return children

    def _members(self, named: Subjects) -> dict[str, Tally]:
        """How many members of each named organization have which level; only cells have members."""
        people = register.people
        query = self._of_campaign(
            select(people.c.cell, ratings.c.level).join(ratings, ratings.c.subject == literal("mem:") + people.c.code)
        )
        cells = {subject.organization for subject in named.values() if subject.kind is Kind.ORGANIZATION}
        tallies: dict[str, Counter[str]] = defaultdict(Counter)
        for row in among(self.read, query, people.c.cell, cells):
            tallies[row.cell][row.level] += 1
        return dict(tallies)

    def _opinions(self, named: Subjects) -> dict[str, dict[str, Degrees]]:
        query = select(opinions.c.subject, opinions.c.stage, opinions.c.degrees)
        query = query.where(opinions.c.campaign == self.campaign.code)
        by_subject: dict[str, dict[str, Degrees]] = defaultdict(dict)
        for row in among(self.read, query, opinions.c.subject, named):
            by_subject[row.subject][row.stage] = row.degrees
        return by_subject

    def _findings(self, named: Subjects, people: set[str]) -> Findings:
        """Also those filed under other capacities of the same people."""
        posts = register.posts
        person_of = {f"mem:{person}": person for person in people}
        for row in among(self.read, select(posts.c.code, posts.c.person), posts.c.person, people):
            person_of[f"ldr:{row.code}"] = row.person
        query = select(findings).where(findings.c.campaign == self.campaign.code)
        filed = among(self.read, query, findings.c.subject, named.keys() | person_of.keys())
        standing = Findings()
        for row in sorted(filed, key=lambda row: row.number):
            standing.file(row.subject, person_of.get(row.subject), row.fact, row.value)
        return standing

    def _civil_ratings(self, people: set[str]) -> dict[str, str]:
        query = select(civil_ratings).where(civil_ratings.c.campaign == self.campaign.code)
        return {row.person: row.level for row in among(self.read, query, civil_ratings.c.person, people)}

    def _groups(self, named: Subjects) -> dict[tuple[str, str], Tally]:
        """The levels assigned so far in the groups of the binding caps that the named subjects belong to."""
        tallies: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for cap in self.rulebook.caps:
            if cap.binding:
                for subject, row in self._decided(cap, self._bodies(cap, named)):
                    if group := cap.group_of(subject, row.decided_by):
                        tallies[cap.code, group][row.level] += 1
        return dict(tallies)

    def _bodies(self, cap: Cap, named: Subjects) -> set[str | None]:
        """The bodies that decide those of the named subjects that are under the cap."""
        capped = (subject for subject in named.values() if subject.kind in cap.kinds)
        return {competent_body(subject, self.campaign, self.rulebook.deciders) for subject in capped} - {None}

    def _decided(self, cap: Cap, bodies: Iterable[str | None]) -> Iterable[tuple[Subject, Row[Any]]]:
        """The subjects under the cap that these bodies have decided."""
        query = self._of_campaign(select(ratings.c.subject, ratings.c.decided_by, ratings.c.level))
        rows = list(among(self.read, query.where(ratings.c.kind.in_(cap.kinds)), ratings.c.decided_by, bodies))
        known = subjects(register, self.read, [row.subject for row in rows])
        return [(known[row.subject], row) for row in rows]

    def _of_campaign(self, query: Select[Any]) -> Select[Any]:
        return query.where(ratings.c.campaign == self.campaign.code)


def _collectives(named: Subjects) -> set[str]:
    """The collectives that named leaders belong to."""
    return {f"col:{subject.collective}" for subject in named.values() if subject.kind is Kind.LEADER}
