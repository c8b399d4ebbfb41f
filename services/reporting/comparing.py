"""From the tables to the comparison of leaders: the posts of one part of the tree, and who was disciplined."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, or_, select

from services.reporting.counting import Scope
from services.reporting.domain.comparison import (
    STATISTIC,
    Measure,
    PostRow,
    by_post_group,
    excellent_with_discipline,
    heads_above,
)
from services.reporting.domain.findings import MEMBER_DISCIPLINED, PERSON_DISCIPLINED
from services.reporting.domain.levels import LEVELS
from services.reporting.queries import about
from services.reporting.readmodel import findings, ratings, register
from shared.register import Reader


def compare(read: Reader, campaign: Any, scope: Scope, measure: Measure, *, subjects: bool) -> dict[str, Any]:
    """The comparison of `campaign` (a row of the campaigns) within `scope`.

    Without `subjects` nobody can be told from it: a unit's few leaders of one post group are no aggregate, so that
    only whole post groups are shown, and how many marks and cases there are.
    """
    posts = list(_rows(read, campaign, scope))
    groups, above = by_post_group(posts, measure), heads_above(posts)
    excellent = excellent_with_discipline(posts, _with_a_disciplined_member(read, campaign.campaign, scope))
    return {
        "statistic": {
            "name": STATISTIC,
            "level": measure.level,
            "threshold": f"{measure.threshold:f}",
            "minimum": measure.minimum,
        },
        "post_groups": groups if subjects else [_without_units(group) for group in groups],
        "heads_above_collective": above if subjects else len(above),
        "excellent_with_discipline": excellent if subjects else len(excellent),
    }


def _without_units(group: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in group.items() if name != "units"}


def _rows(read: Reader, campaign: Any, scope: Scope) -> Iterator[PostRow]:
    """The posts that are subjects of the campaign."""
    disciplined = _disciplined(read, campaign.campaign)
    for row in read(_posts_query(campaign, scope)):
        yield PostRow(
            code=row.code,
            post_group=row.post_group,
            unit=row.unit,
            head=row.head,
            level=row.level,
            collective=row.collective,
            collective_level=row.collective_level,
            disciplined=disciplined.get(row.person, False),
        )


def _posts_query(campaign: Any, scope: Scope) -> Select[Any]:
    view = register.of(campaign.campaign)
    organizations, collectives, posts = view.organizations, view.collectives, view.posts
    rated, collective_rated = ratings.alias(), ratings.alias()
    counts = or_(posts.c.held_to.is_(None), posts.c.held_to >= campaign.reference_date)
    return (
        select(
            posts.c.code,
            posts.c.person,
            posts.c.post_group,
            posts.c.head,
            posts.c.collective,
            organizations.c.unit,
            rated.c.level,
            collective_rated.c.level.label("collective_level"),
        )
        .join(collectives, collectives.c.code == posts.c.collective)
        .join(organizations, organizations.c.code == collectives.c.organization)
        .outerjoin(rated, about(rated, campaign.campaign, "ldr", posts.c.code))
        .outerjoin(collective_rated, about(collective_rated, campaign.campaign, "col", posts.c.collective))
        .where(scope.holds(view), counts)
    )


def _disciplined(read: Reader, campaign: str) -> dict[str, bool]:
    """Whether each person was disciplined, as the last finding about the person in any capacity says."""
    posts = register.of(campaign).posts
    in_post = select(posts.c.code, posts.c.person).join(findings, about(findings, campaign, "ldr", posts.c.code))
    person_of = {f"ldr:{row.code}": row.person for row in read(in_post)}
    found = select(findings).where(findings.c.campaign == campaign, findings.c.fact == PERSON_DISCIPLINED)
    rows = read(found.order_by(findings.c.number))
    return {person_of.get(row.subject, row.subject.removeprefix("mem:")): row.holds for row in rows}


def _with_a_disciplined_member(read: Reader, campaign: str, scope: Scope) -> Iterator[str]:
    """The collectives at the best level of which a body found that a member was disciplined."""
    view = register.of(campaign)
    organizations, collectives = view.organizations, view.collectives
    query = (
        select(collectives.c.code)
        .join(organizations, organizations.c.code == collectives.c.organization)
        .join(ratings, about(ratings, campaign, "col", collectives.c.code))
        .join(findings, about(findings, campaign, "col", collectives.c.code))
        .where(scope.holds(view), ratings.c.level == LEVELS[0], findings.c.fact == MEMBER_DISCIPLINED, findings.c.holds)
    )
    yield from (row.code for row in read(query))
