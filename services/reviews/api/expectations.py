"""What is owed, how much of it has come, and who is missing, over HTTP."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from services.reviews.api.campaigns import KEEPERS, of_province
from services.reviews.api.scopes import OFFICERS
from services.reviews.commands import expectations as commands
from services.reviews.counting import table
from services.reviews.domain.expectations.owed import Owed
from services.reviews.readmodel.campaigns import is_drafted
from services.reviews.readmodel.completeness import received
from services.reviews.readmodel.drafts import drafts
from services.reviews.readmodel.everyone import without_a_body
from services.reviews.readmodel.expected import expected
from services.reviews.readmodel.store import register
from services.reviews.schemas.expectations import OF, CompletenessQuery, ExpectationBody, ExpectationsQuery
from shared.register import inside
from shared.subjects import Subject
from shared.web import Call, OutOfSight, Page, PageQuery, own, resource


@resource(
    "POST",
    "/campaigns/<campaign>/expectations",
    roles=KEEPERS,
    scope=of_province,
    body=ExpectationBody,
    summary="Waive some of what a subject owes by the rulebook, or ask for it again, for a reason",
)
def change_expectation(call: Call, campaign: str) -> None:
    sent = call.body
    owes = frozenset(map(Owed, sent["owes"]))
    commands.decree(call.unit, campaign, sent["subject"], owes, sent["reason"], sent["document"])


@resource(
    "GET",
    "/campaigns/<campaign>/completeness",
    roles=OFFICERS,
    scope=own,
    query=CompletenessQuery,
    summary="How many reviews, ratings or dossiers are owed, have come and came on time: by unit or grassroots level",
)
def show_completeness(call: Call, campaign: str) -> dict[str, Any]:
    """One row for each unit, or grassroots organization, in the caller's part of the tree, also where nothing came."""
    paths = call.sight.paths
    if not paths:
        raise OutOfSight()
    return table(call.read, campaign, paths, OF[call.query["of"]], call.query["by"])


@resource(
    "GET",
    "/campaigns/<campaign>/expectations",
    roles=OFFICERS,
    scope=own,
    query=ExpectationsQuery,
    summary="Who owes what, by subject; with of=…&received=false who is missing",
)
def list_expectations(call: Call, campaign: str) -> dict[str, Any]:
    page, asked = Page.of(call.query), call.query
    query = _in_sight(call, campaign, select(expected)).where(expected.c.campaign == campaign)
    for name in ("unit", "grassroots"):
        if asked[name]:
            query = query.where(expected.c[name] == asked[name])
    if asked["of"]:
        query = _of(query, OF[asked["of"]], asked["received"])
    if page.after:
        query = query.where(expected.c.subject > page.after[0])
    rows = call.read(query.order_by(expected.c.subject).limit(page.fetch))
    return page.show(rows, key=lambda row: (row.subject,), form=_form)


@resource(
    "GET",
    "/campaigns/<campaign>/without-competent-body",
    roles=OFFICERS,
    scope=own,
    query=PageQuery,
    summary="Whom nobody is competent to rate: the register has a management level, type or place that no longer fits",
)
def list_without_competent_body(call: Call, campaign: str) -> dict[str, Any]:
    """Also of a draft, so that it is known before the opening. Whom the Centre decides is not among them."""
    if not call.sight.paths or not is_drafted(call.read, campaign):
        raise OutOfSight()
    page = Page.of(call.query)
    found = without_a_body(call.read, campaign, call.sight.paths)
    left = [one for one in found if page.after is None or one.code > page.after[0]]
    return page.show(left[: page.fetch], key=lambda one: (one.code,), form=_placed)


@resource(
    "GET",
    "/campaigns/<campaign>/drafts",
    roles=OFFICERS,
    scope=own,
    query=PageQuery,
    summary="The owed reviews that are drafts still: while there are any, the campaign is not closed",
)
def list_drafts(call: Call, campaign: str) -> dict[str, Any]:
    page = Page.of(call.query)
    query = _in_sight(call, campaign, drafts(campaign))
    if page.after:
        query = query.where(expected.c.subject > page.after[0])
    rows = call.read(query.order_by(expected.c.subject).limit(page.fetch))
    return page.show(rows, key=lambda row: (row.subject,), form=lambda row: dict(row._mapping))


def _in_sight(call: Call, campaign: str, query: Select[Any]) -> Select[Any]:
    if not call.sight.paths:
        raise OutOfSight()
    view = register.of(campaign)
    places = view.organizations
    return query.join(places, places.c.code == expected.c.organization).where(inside(view, *call.sight.paths))


def _of(query: Select[Any], owed: Owed, has_come: bool | None) -> Select[Any]:
    query = query.where(expected.c[owed.value].is_(True))
    if has_come is None:
        return query
    come = (
        select(received.c.subject)
        .where(
            received.c.campaign == expected.c.campaign,
            received.c.subject == expected.c.subject,
            received.c.owed == owed.value,
        )
        .exists()
    )
    return query.where(come if has_come else ~come)


def _placed(subject: Subject) -> dict[str, Any]:
    names = ("organization", "unit", "grassroots", "type", "management_level")
    return {"subject": subject.code, **{name: getattr(subject, name) for name in names}}


def _form(row: Any) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("subject", "organization", "unit", "grassroots")},
        "owes": [owed.value for owed in Owed if getattr(row, owed.value)],
        "waived": [name for name in row.waived.split(",") if name],
    }
