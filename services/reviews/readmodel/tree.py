"""The tree as a campaign sees it: what the rooms of this service ask of the register beside single subjects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, case, exists, func, or_, select

from services.reviews.domain.dossiers.requirements import OWING_LEVEL
from services.reviews.readmodel.store import register_of
from shared.contracts.vocabulary import UNIT_TYPES
from shared.register import Reader, among, inside, path_of
from shared.register import subjects as _subjects
from shared.subjects import Kind, Subject


def subjects_in(read: Reader, campaign: str, codes: Iterable[str]) -> dict[str, Subject]:
    """The known ones among the subjects `codes`."""
    return _subjects(register_of(campaign), read, codes)


def organizations_in(read: Reader, campaign: str, codes: Iterable[str | None]) -> dict[str, str]:
    """The known ones among the organizations `codes`, with their type."""
    table = register_of(campaign).organizations
    wanted = {code for code in codes if code}
    return {row.code: row.type for row in among(read, select(table.c.code, table.c.type), table.c.code, wanted)}


def below(read: Reader, campaign: str, organization: str) -> ColumnElement[bool] | None:
    """The condition that an organization is `organization` or below it; None if nobody knows it."""
    view = register_of(campaign)
    path = path_of(view, read, organization)
    return None if path is None else inside(view, path)


def seen(campaign: str, path: str | None) -> ColumnElement[bool]:
    """The condition that an organization is within the sight of a caller whose path is `path`."""
    return inside(register_of(campaign), str(path))


def located(query: Select[Any], campaign: str, subject: ColumnElement[str]) -> Select[Any]:
    """`query`, joined to the organization in which the subject with the code `subject` stands."""
    view = register_of(campaign)
    people, posts, collectives, organizations = view.people, view.posts, view.collectives, view.organizations
    kind, code = func.substr(subject, 1, 3), func.substr(subject, 5)
    collective = case((kind == Kind.LEADER, posts.c.collective), (kind == Kind.COLLECTIVE, code))
    organization = case(
        (kind == Kind.ORGANIZATION, code), (kind == Kind.MEMBER, people.c.cell), else_=collectives.c.organization
    )
    return (
        query.outerjoin(people, and_(kind == Kind.MEMBER, people.c.code == code))
        .outerjoin(posts, and_(kind == Kind.LEADER, posts.c.code == code))
        .outerjoin(collectives, collectives.c.code == collective)
        .join(organizations, organizations.c.code == organization)
    )


def rows_of(table: Table, campaign: str, *columns: Any) -> Select[Any]:
    """The rows of a table about subjects in a campaign, with more columns, to be cut to a part of the tree."""
    return located(select(table, *columns), campaign, table.c.subject).where(table.c.campaign == campaign)


def stands_below(read: Reader, campaign: str, organization: str, above: str) -> bool:
    """Whether `organization` is `above` or below it."""
    where = below(read, campaign, above)
    table = register_of(campaign).organizations
    return where is not None and bool(read(select(table.c.code).where(where, table.c.code == organization)))


def heads_below(campaign: str, organization: str, reference_date: str) -> Select[Any]:
    """The units and other organizations with organizations of their own that stand directly below `organization`.

    Columns `code` and `type`. Who ended before the reference date is not among them.
    """
    table = register_of(campaign).organizations
    lower = table.alias()
    leads_others = or_(table.c.type.in_(UNIT_TYPES), exists().where(lower.c.parent == table.c.code))
    still_there = or_(table.c.ended_on.is_(None), table.c.ended_on >= reference_date)
    return select(table.c.code, table.c.type).where(table.c.parent == organization, leads_others, still_there)


def managed_by_the_province(read: Reader, campaign: str, organization: str) -> list[str]:
    """The collectives and leaders in and below `organization` that the province's Standing Committee manages."""
    where = below(read, campaign, organization)
    if where is None:
        return []
    view = register_of(campaign)
    collectives, posts, organizations = view.collectives, view.posts, view.organizations
    bodies = select(collectives.c.code).join(organizations, organizations.c.code == collectives.c.organization)
    people = (
        select(posts.c.code)
        .join(collectives, collectives.c.code == posts.c.collective)
        .join(organizations, organizations.c.code == collectives.c.organization)
    )
    return [
        *(f"col:{row.code}" for row in read(bodies.where(where, collectives.c.management_level == OWING_LEVEL))),
        *(f"ldr:{row.code}" for row in read(people.where(where, posts.c.management_level == OWING_LEVEL))),
    ]
