"""The groups of a campaign's caps as they stand now, counted by the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Subquery, func, literal, null, or_, select

from services.ratings.domain.campaign import Campaign
from services.ratings.domain.decisions.capboard import Group
from services.ratings.domain.rules.caps import Cap
from services.ratings.readmodel import findings, ratings, register
from shared.register import Reader, View, inside
from shared.subjects import Kind


def cap_groups(read: Reader, campaign: Campaign, caps: Iterable[Cap], paths: Iterable[str]) -> list[Group]:
    """The groups whose body lies at or below one of `paths`, by cap and name, each with the cap as its body has it.

    A body decides only about what is at or below it, so such a group is complete. Of a cap on members every
    grassroots organization has a group, also while nobody in it is rated.
    """
    view = register.of(campaign.code)
    here = inside(view, *paths)
    return [group for cap in sorted(caps, key=_code) for group in _groups(read, campaign, cap, view, here)]


def _groups(read: Reader, campaign: Campaign, cap: Cap, view: View, here: ColumnElement[bool]) -> list[Group]:
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    overrides: dict[str, set[str]] = defaultdict(set)
    if cap.kinds == {Kind.MEMBER}:
        for row in read(_grassroots(campaign, view).where(here)):
            if group := cap.group_for(Kind.MEMBER, None, row.code):
                tallies[group]
    for kind in sorted(cap.kinds):
        for row in read(_counted(campaign, kind, view).where(here)):
            if group := cap.group_for(kind, row.type, row.decided_by):
                tallies[group][row.level] += row.subjects
                if row.level == cap.level and row.cap_override:
                    overrides[group].add(row.cap_override)
    found = _findings_about_bodies(read, campaign, cap)
    return [
        Group(cap.for_body(found.get(cap.body_of(name), {})), name, tally, frozenset(overrides[name]))
        for name, tally in sorted(tallies.items())
    ]


def _counted(campaign: Campaign, kind: Kind, view: View) -> Select[Any]:
    """How many subjects each body gave which level, by type and override."""
    bodies, typed = view.organizations, _typed(view, kind)
    columns = [ratings.c.decided_by, ratings.c.level, ratings.c.cap_override]
    query = select(*columns, func.count().label("subjects")).join(bodies, bodies.c.code == ratings.c.decided_by)
    if typed is None:
        query = query.add_columns(null().label("type"))
    else:
        query = query.join(typed, ratings.c.subject == _subject(kind, typed.c.code))
        query = query.add_columns(typed.c.type).group_by(typed.c.type)
    return query.where(ratings.c.campaign == campaign.code, ratings.c.kind == kind.value).group_by(*columns)


def _typed(view: View, kind: Kind) -> Subquery | None:
    """The subjects of a kind with the type by which they are grouped. Members have none."""
    match kind:
        case Kind.ORGANIZATION:
            return select(view.organizations.c.code, view.organizations.c.type).subquery()
        case Kind.COLLECTIVE:
            return select(view.collectives.c.code, view.collectives.c.type).subquery()
        case Kind.LEADER:
            return select(view.posts.c.code, view.posts.c.post_group.label("type")).subquery()
        case Kind.MEMBER:
            return None


def _subject(kind: Kind, code: ColumnElement[str]) -> ColumnElement[str]:
    return literal(f"{kind}:", String).concat(code)


def _grassroots(campaign: Campaign, view: View) -> Select[Any]:
    columns = view.organizations.c
    exists = or_(columns.ended_on.is_(None), columns.ended_on >= campaign.reference_date.isoformat())
    return select(columns.code).where(columns.grassroots == columns.code, exists)


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
