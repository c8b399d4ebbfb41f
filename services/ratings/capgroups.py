"""The groups of a campaign's caps as they stand now, counted by the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, null, or_, select

from services.ratings.domain.campaign import Campaign
from services.ratings.domain.decisions.capboard import Group
from services.ratings.domain.proposal.evidence import Tally
from services.ratings.domain.rules.caps import Cap
from services.ratings.readmodel import findings, ratings, register
from shared.register import Reader, View, among, inside
from shared.subjects import Kind


def cap_groups(read: Reader, campaign: Campaign, caps: Iterable[Cap], paths: Iterable[str]) -> list[Group]:
    """The groups whose body lies at or below one of `paths`, by cap and name, each with the cap as its body has it.

    A body decides only about what is at or below it, so such a group is complete. Of a cap on members every
    grassroots organization has a group, also while nobody in it is rated.
    """
    view = register.of(campaign.code)
    here = inside(view, *paths)
    return [group for cap in sorted(caps, key=_code) for group in _groups(read, campaign, cap, view, here)]


def tallies_of(read: Reader, campaign: Campaign, cap: Cap, bodies: Iterable[str]) -> Mapping[str, Tally]:
    """By group, the levels that these bodies have given so far to subjects under the cap."""
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    view = register.of(campaign.code)
    for kind in sorted(cap.kinds):
        counted = _counted(view, kind, campaign.reference_date.isoformat())
        for row in among(read, counted, ratings.c.decided_by, bodies, campaign=campaign.code):
            if group := cap.group_for(kind, row.type, row.decided_by):
                tallies[group][row.level] += row.subjects
    return tallies


def _groups(read: Reader, campaign: Campaign, cap: Cap, view: View, here: ColumnElement[bool]) -> list[Group]:
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    overrides: dict[str, set[str]] = defaultdict(set)
    if cap.kinds == {Kind.MEMBER}:
        for row in read(_grassroots(campaign, view).where(here)):
            if group := cap.group_for(Kind.MEMBER, None, row.code):
                tallies[group]
    for kind in sorted(cap.kinds):
        counted = _counted(view, kind, campaign.reference_date.isoformat())
        for row in read(counted.where(here), campaign=campaign.code):
            if group := cap.group_for(kind, row.type, row.decided_by):
                tallies[group][row.level] += row.subjects
                if row.level == cap.level and row.cap_override:
                    overrides[group].add(row.cap_override)
    found = _findings_about_bodies(read, campaign, cap)
    return [
        Group(cap.for_body(found.get(cap.body_of(name), {})), name, tally, frozenset(overrides[name]))
        for name, tally in sorted(tallies.items())
    ]


@lru_cache(maxsize=256)
def _counted(view: View, kind: Kind, reference_date: str) -> Select[Any]:
    """How many subjects each body gave which level in the parameter `campaign`, by type and override."""
    bodies, rated = view.organizations, _subjects(view, kind, reference_date).subquery()
    columns = [ratings.c.decided_by, ratings.c.level, ratings.c.cap_override, rated.c.type]
    return (
        select(*columns, func.count().label("subjects"))
        .join(bodies, bodies.c.code == ratings.c.decided_by)
        .join(rated, rated.c.code == func.substr(ratings.c.subject, len(f"{kind}:") + 1))
        .where(ratings.c.campaign == bindparam("campaign"), ratings.c.kind == kind.value)
        .group_by(*columns)
    )


def _subjects(view: View, kind: Kind, reference_date: str) -> Select[Any]:
    """Who of a kind is a subject, with the type by which they are grouped. Members have none."""
    match kind:
        case Kind.ORGANIZATION:
            organizations = view.organizations.c
            return select(organizations.code, organizations.type).where(_lasts(organizations.ended_on, reference_date))
        case Kind.COLLECTIVE:
            collectives = view.collectives.c
            return select(collectives.code, collectives.type).where(_lasts(collectives.ended_on, reference_date))
        case Kind.LEADER:
            posts = view.posts.c
            return select(posts.code, posts.post_group.label("type")).where(_lasts(posts.held_to, reference_date))
        case Kind.MEMBER:
            people = view.people.c
            return select(people.code, null().label("type")).where(people.cell.is_not(None))


def _lasts(last_day: ColumnElement[str], reference_date: str) -> ColumnElement[bool]:
    """What ended before the reference date is no subject; on that day it still is."""
    return or_(last_day.is_(None), last_day >= reference_date)


def _grassroots(campaign: Campaign, view: View) -> Select[Any]:
    columns = view.organizations.c
    lasts = _lasts(columns.ended_on, campaign.reference_date.isoformat())
    return select(columns.code).where(columns.grassroots == columns.code, lasts)


def _findings_about_bodies(read: Reader, campaign: Campaign, cap: Cap) -> Mapping[str, Mapping[str, str]]:
    """By body, the finding that may raise the cap."""
    if cap.raised is None:
        return {}
    query = select(findings.c.subject, findings.c.value).where(
        findings.c.campaign == campaign.code, findings.c.fact == cap.raised.fact
    )
    return {row.subject.removeprefix(f"{Kind.ORGANIZATION}:"): {cap.raised.fact: row.value} for row in read(query)}


def _code(cap: Cap) -> str:
    return cap.code
