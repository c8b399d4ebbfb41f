"""Plans and interim summaries over HTTP."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from services.reviews.api.scopes import OFFICERS, Values, subject_in_sight
from services.reviews.commands import plans as commands
from services.reviews.domain.plans.events import LevelDates, PlanAdopted
from services.reviews.readmodel.campaigns import campaigns
from services.reviews.readmodel.plans import plans, plans_below, summaries_of
from services.reviews.schemas.plans import InterimSummaryBody, PlanBody, PlansQuery
from shared.web import Answer, Call, OutOfSight, Page, Place, resource


def of_organization(call: Call, values: Values, item: Values | None) -> Place | None:
    return Place(item["organization"] if item and "organization" in item else values["organization"])


def of_asked(call: Call, values: Values, item: Values | None) -> Place | None:
    return Place(call.query["below"])


@resource(
    "POST",
    "/campaigns/<campaign>/plans",
    roles=OFFICERS,
    scope=of_organization,
    body=PlanBody,
    summary="Adopt an organization's plan for the campaign; another document replaces it",
)
def adopt_plan(call: Call, campaign: str) -> None:
    facts = dict(call.body)
    organization = subject_in_sight(call, campaign, f"org:{facts['organization']}")
    levels = tuple(LevelDates(**level) for level in facts.pop("levels"))
    commands.adopt_plan(call.unit, organization, PlanAdopted(campaign=campaign, levels=levels, **facts))


@resource(
    "POST",
    "/campaigns/<campaign>/plans/<organization>/interim-summaries",
    roles=OFFICERS,
    scope=of_organization,
    body=InterimSummaryBody,
    summary="Record what the organization has learned half-way",
)
def record_interim_summary(call: Call, campaign: str, organization: str) -> None:
    known = subject_in_sight(call, campaign, f"org:{organization}")
    commands.record_interim_summary(call.unit, campaign, known, **call.body)


@resource(
    "GET",
    "/campaigns/<campaign>/plans/<organization>",
    roles=OFFICERS,
    scope=of_organization,
    summary="An organization's plan and its interim summaries",
)
def show_plan(call: Call, campaign: str, organization: str) -> Answer:
    rows = call.read(select(plans).where(plans.c.campaign == campaign, plans.c.organization == organization))
    summaries = summaries_of(call.read, campaign, organization)
    if not rows and not summaries:
        raise OutOfSight()
    facts = dict(rows[0]._mapping) if rows else {"campaign": campaign, "organization": organization, "document": None}
    return Answer({**facts, "summaries": summaries}, version=facts.pop("version", None))


@resource(
    "GET",
    "/campaigns/<campaign>/plans",
    roles=OFFICERS,
    scope=of_asked,
    query=PlansQuery,
    summary="Which organizations directly below one, of those that lead others, have a plan and an interim summary",
)
def list_plans(call: Call, campaign: str) -> dict[str, Any]:
    page = Page.of(call.query)
    opened = call.read(select(campaigns.c.reference_date).where(campaigns.c.campaign == campaign))
    if not opened:
        raise OutOfSight()
    query = plans_below(campaign, call.query["below"], opened[0].reference_date)
    if page.after:
        query = query.where(query.selected_columns.code > page.after[0])
    return page.show(call.read(query.limit(page.fetch)), key=lambda row: (row.code,), form=_shown)


def _shown(row: Row[Any]) -> dict[str, Any]:
    plan = row.document and {"document": row.document, "adopted_on": row.adopted_on}
    return {"organization": row.code, "type": row.type, "plan": plan, "interim_summaries": row.summaries}
