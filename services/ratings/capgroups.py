"""The groups of a campaign's caps as they stand now, counted by the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, func, literal, null, or_, select

from services.ratings.domain.campaign import Campaign
from services.ratings.domain.decisions.capboard import Group
from services.ratings.domain.rules.caps import Cap
from services.ratings.readmodel import findings, ratings, register
from shared.register import Reader, inside
from shared.subjects import Kind

_organizations = register.organizations
_TYPED = {
    Kind.ORGANIZATION: (register.organizations, "type"),
    Kind.COLLECTIVE: (register.collectives, "type"),
    Kind.LEADER: (register.posts, "post_group"),
}
"""Where the type stands by which subjects of a kind are grouped. Members have none."""


def cap_groups(read: Reader, campaign: Campaign, caps: Iterable[Cap], path: str) -> list[Group]:
    """The groups whose body lies at or below `path`, by cap and name, each with the cap as it holds for its body.

    A body decides only about what is at or below it, so such a group is complete. Of a cap on members every
    grassroots organization has a group, also while nobody in it is rated.
    """
    return [group for cap in sorted(caps, key=_code) for group in _groups(read, campaign, cap, path)]


def _groups(read: Reader, campaign: Campaign, cap: Cap, path: str) -> list[Group]:
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    overrides: dict[str, set[str]] = defaultdict(set)
    if cap.kinds == {Kind.MEMBER}:
        for row in read(_grassroots(campaign, path)):
            if group := cap.group_for(Kind.MEMBER, None, row.code):
                tallies[group]
    for kind in sorted(cap.kinds):
        for row in _counted(read, campaign, kind, path):
            if group := cap.group_for(kind, row.type, row.decided_by):
                tallies[group][row.level] += row.subjects
                if row.level == cap.level and row.cap_override:
                    overrides[group].add(row.cap_override)
    found = _findings_about_bodies(read, campaign, cap)
    return [
        Group(cap.for_body(found.get(cap.body_of(name), {})), name, tally, frozenset(overrides[name]))
        for name, tally in sorted(tallies.items())
    ]


def _counted(read: Reader, campaign: Campaign, kind: Kind, path: str) -> Sequence[Row[Any]]:
    """How many subjects each body gave which level, by type and override."""
    columns = [ratings.c.decided_by, ratings.c.level, ratings.c.cap_override]
    query = select(*columns, func.count().label("subjects")).join(
        _organizations, _organizations.c.code == ratings.c.decided_by
    )
    if kind in _TYPED:
        table, column = _TYPED[kind]
        typed = table.alias()
        query = query.add_columns(typed.c[column].label("type")).group_by(typed.c[column])
        query = query.join(typed, ratings.c.subject == _subject(kind, typed.c.code))
    else:
        query = query.add_columns(null().label("type"))
    here = (ratings.c.campaign == campaign.code, ratings.c.kind == kind.value, inside(register, path))
    return read(query.where(*here).group_by(*columns))


def _subject(kind: Kind, code: ColumnElement[str]) -> ColumnElement[str]:
    return literal(f"{kind}:", String).concat(code)


def _grassroots(campaign: Campaign, path: str) -> Select[Any]:
    columns = _organizations.c
    exists = or_(columns.ended_on.is_(None), columns.ended_on >= campaign.reference_date.isoformat())
    return select(columns.code).where(columns.grassroots == columns.code, exists, inside(register, path))


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
