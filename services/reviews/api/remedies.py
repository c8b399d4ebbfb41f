"""Remedies over HTTP: who is helped by whom until when, and who still needs help."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from services.reviews.api.scopes import OFFICERS, Values, of_subject, subject_in_sight
from services.reviews.commands import remedies as commands
from services.reviews.domain.remedies.events import Outcome
from services.reviews.readmodel.campaigns import campaigns
from services.reviews.readmodel.dossiers import rated
from services.reviews.readmodel.remedies import (
    is_in_state,
    needing_help,
    remedies,
    remedies_in,
    remedy_of,
    reports_on,
)
from services.reviews.readmodel.store import texts
from services.reviews.readmodel.tree import seen
from services.reviews.schemas.remedies import RemediesQuery, RemedyBody, RemedyReportBody
from shared.web import Answer, Call, OutOfSight, Page, PageQuery, Place, own, resource


def of_helped(call: Call, values: Values, item: Values | None) -> Place | None:
    """A remedy belongs where the subject stands that it helps, and to the person."""
    remedy = remedy_of(call.read, values["campaign"], values["code"])
    return remedy and of_subject(call, {**values, "subject": remedy.subject}, None)


def of_responsible(call: Call, values: Values, item: Values | None) -> Place | None:
    remedy = remedy_of(call.read, values["campaign"], values["code"])
    return remedy and Place(remedy.responsible)


@resource(
    "POST",
    "/campaigns/<campaign>/remedies",
    roles=OFFICERS,
    scope=of_subject,
    body=RemedyBody,
    summary="Make a body responsible for helping a subject with a named weakness, until a day",
)
def assign_remedy(call: Call, campaign: str) -> None:
    facts = dict(call.body)
    call.require(Place(facts["responsible"]))
    known = subject_in_sight(call, campaign, facts.pop("subject"))
    commands.assign_remedy(call.unit, campaign, known, facts.pop("weakness"), facts.pop("responsible"), **facts)


@resource(
    "POST",
    "/campaigns/<campaign>/remedies/<code>/reports",
    roles=OFFICERS,
    scope=of_responsible,
    body=RemedyReportBody,
    summary="Report on a remedy, as the responsible body or one above it",
)
def report_on_remedy(call: Call, campaign: str, code: str) -> None:
    outcome, by = Outcome(call.body["outcome"]), call.context.organization
    assert by is not None, "who reports is above a body or is it"
    commands.report_on_remedy(call.unit, campaign, code, by, outcome, call.body["report"])


@resource(
    "GET",
    "/campaigns/<campaign>/remedies/<code>",
    roles={*OFFICERS, "member"},
    scope=of_helped,
    summary="One remedy with its weakness and every report on it",
)
def show_remedy(call: Call, campaign: str, code: str) -> Answer:
    query = (
        select(remedies, texts.c.text.label("weakness"))
        .outerjoin(texts, texts.c.sha256 == remedies.c.weakness_sha256)
        .where(remedies.c.campaign == campaign, remedies.c.code == code)
    )
    [row] = call.read(query)
    shown = _shown(row, _today(call, campaign))
    return Answer({**shown, "reports": reports_on(call.read, campaign, code)}, version=row.version)


@resource(
    "GET",
    "/campaigns/<campaign>/remedies",
    roles=OFFICERS,
    scope=own,
    query=RemediesQuery,
    summary="The remedies in the caller's part of the tree, by code; those that are overdue by the server's clock",
)
def list_remedies(call: Call, campaign: str) -> dict[str, Any]:
    page, subject, state = Page.of(call.query), call.query["subject"], call.query["state"]
    today = _today(call, campaign)
    query = remedies_in(campaign).where(seen(campaign, remedies.c.subject, call.sight.paths)).order_by(remedies.c.code)
    if subject is not None:
        query = query.where(remedies.c.subject == subject)
    if state is not None:
        query = query.where(is_in_state(state, today))
    if page.after:
        query = query.where(remedies.c.code > page.after[0])
    rows = call.read(query.limit(page.fetch))
    return page.show(rows, key=lambda row: (row.code,), form=lambda row: _shown(row, today))


@resource(
    "GET",
    "/campaigns/<campaign>/needing-help",
    roles=OFFICERS,
    scope=own,
    query=PageQuery,
    summary="The subjects in the caller's part of the tree that did not complete their tasks and have no remedy yet",
)
def list_needing_help(call: Call, campaign: str) -> dict[str, Any]:
    page = Page.of(call.query)
    query = needing_help(campaign).where(seen(campaign, rated.c.subject, call.sight.paths)).order_by(rated.c.subject)
    if page.after:
        query = query.where(rated.c.subject > page.after[0])
    rows = call.read(query.limit(page.fetch))
    return page.show(rows, key=lambda row: (row.subject,), form=lambda row: dict(row._mapping))


def _shown(row: Row[Any], today: str) -> dict[str, Any]:
    facts = {name: value for name, value in row._mapping.items() if name not in ("weakness_sha256", "version")}
    return {**facts, "overdue": row.outcome != Outcome.DONE and row.due_on < today}


def _today(call: Call, campaign: str) -> str:
    """The day in the campaign's zone, by the server's clock."""
    rows = call.read(select(campaigns.c.facts).where(campaigns.c.campaign == campaign))
    if not rows:
        raise OutOfSight()
    return call.now.astimezone(ZoneInfo(rows[0].facts["dossier_deadline"]["zone"])).date().isoformat()
