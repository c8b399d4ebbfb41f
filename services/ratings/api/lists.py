"""Ratings in lists, within the caller's part of the tree: to be reviewed again, under an override, off the proposal."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from services.ratings.api.scopes import OFFICERS
from services.ratings.life.queries import is_questioned, questions_about, stands, within
from services.ratings.readmodel import lives, ratings
from services.ratings.schemas import RatingsQuery
from shared.web import Call, Page, PageQuery, own, resource


@resource(
    "GET",
    "/campaigns/<campaign>/ratings",
    roles=OFFICERS,
    scope=own,
    query=RatingsQuery,
    summary="The ratings that stand, by subject; with questioned=true those that are to be reviewed again",
)
def list_ratings(call: Call, campaign: str) -> dict[str, Any]:
    page, questioned = Page.of(call.query), call.query["questioned"]
    query = within(ratings, campaign, call.sight.paths).order_by(ratings.c.subject)
    if questioned is not None:
        query = query.where(is_questioned() if questioned else ~is_questioned())
    if page.after:
        query = query.where(ratings.c.subject > page.after[0])
    rows = call.read(query.limit(page.fetch))
    questions = questions_about(call.read, campaign, (row.subject for row in rows))
    return page.show(
        rows,
        key=lambda row: (row.subject,),
        form=lambda row: {**row._mapping, "questions": questions.get(row.subject, [])},
    )


@resource(
    "GET",
    "/campaigns/<campaign>/overrides",
    roles=OFFICERS,
    scope=own,
    query=PageQuery,
    summary="Every rating that was given under a document that allows exceeding a cap",
)
def list_overrides(call: Call, campaign: str) -> dict[str, Any]:
    return _decisions(call, campaign, lives.decided.c.cap_override.is_not(None))


@resource(
    "GET",
    "/campaigns/<campaign>/deviations",
    roles=OFFICERS,
    scope=own,
    query=PageQuery,
    summary="Every rating that was given other than the rules proposed, with its reason",
)
def list_deviations(call: Call, campaign: str) -> dict[str, Any]:
    columns = lives.decided.c
    return _decisions(call, campaign, and_(columns.proposed.is_not(None), columns.proposed != columns.level))


def _decisions(call: Call, campaign: str, condition: ColumnElement[bool]) -> dict[str, Any]:
    """Decisions about subjects, also those that were revised later; `standing` says whether they still stand."""
    page, columns = Page.of(call.query), lives.decided.c
    query = (
        within(lives.decided, campaign, call.sight.paths, stands().label("standing"))
        .where(condition)
        .order_by(columns.subject, columns.version)
    )
    if page.after:
        subject, version = page.after
        query = query.where(or_(columns.subject > subject, and_(columns.subject == subject, columns.version > version)))
    rows = call.read(query.limit(page.fetch))
    return page.show(
        rows,
        key=lambda row: (row.subject, row.version),
        form=lambda row: {**row._mapping, "standing": bool(row.standing)},
    )
