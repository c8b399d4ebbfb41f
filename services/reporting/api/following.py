"""What is followed up beside reviews and ratings, as data and as pages: progress, plans, remedies."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from services.reporting.api.figures import READERS, SEE_SUBJECTS
from services.reporting.api.framing import shown, units_by_name
from services.reporting.api.lists import glance_at, look_at
from services.reporting.domain.levels import LEVELS
from services.reporting.following import remedies
from services.reporting.following.plans import list_plans
from services.reporting.following.schemas import (
    PlansPage,
    PlansQuery,
    ProgressAnswer,
    RemediesPage,
    RemediesQuery,
)
from services.reporting.page.labels import LABELS
from services.reporting.page.schemas import HelpPageQuery, PlansPageQuery
from services.reporting.page.words import say
from services.reporting.queries import said_last
from services.reporting.roster.look import Look
from shared.history.asked import parse
from shared.web import Answer, Call, own, resource

HTML = "text/html"
MOST_IN_NEED = 25
"""Of each kind on the page of who needs help; more are in the list."""


@resource(
    "GET",
    "/campaigns/<campaign>/progress",
    roles=READERS,
    scope=own,
    answers=ProgressAnswer,
    summary="How far each unit and each level has come: plans, prompts, reviews, ratings, dossiers",
)
def show_progress(call: Call, campaign: str) -> dict[str, Any]:
    return glance_at(call, campaign).progress()


@resource(
    "GET",
    "/campaigns/<campaign>/plans",
    roles=SEE_SUBJECTS,
    scope=own,
    query=PlansQuery,
    answers=PlansPage,
    summary="The organizations that owe a plan, each with its plan and its interim summaries",
)
def show_plans(call: Call, campaign: str) -> dict[str, Any]:
    return list_plans(look_at(call, campaign), call.query)


@resource(
    "GET",
    "/campaigns/<campaign>/remedies",
    roles=SEE_SUBJECTS,
    scope=own,
    query=RemediesQuery,
    answers=RemediesPage,
    summary="Who is helped by whom until when, and what came of it; overdue by the server's clock",
)
def show_remedies(call: Call, campaign: str) -> dict[str, Any]:
    look = look_at(call, campaign)
    return remedies.list_remedies(look, call.query, today(call, look))


@resource(
    "GET",
    "/campaigns/<campaign>/pages/plans",
    roles=SEE_SUBJECTS,
    scope=own,
    query=PlansPageQuery,
    produces=HTML,
    summary="Who has adopted a plan and who has looked back half-way, by level",
)
def show_plans_page(call: Call, campaign: str) -> Answer:
    look = look_at(call, campaign)
    levels = {type_: count for type_, count in look.progress()["levels"].items() if count["plans_owed"]}
    more = {
        "listed": list_plans(look, call.query),
        "started": bool(call.query.get("cursor")),
        "levels": levels,
        "whole": look.progress()["whole"],
        "units": list(units_by_name(look, look.by_unit()).items()),
    }
    return shown(call, look, "plans", "plans.html", **more)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/help",
    roles=SEE_SUBJECTS,
    scope=own,
    query=HelpPageQuery,
    produces=HTML,
    summary="Who did not complete the tasks, who helps them until when, and what came of it",
)
def show_help_page(call: Call, campaign: str) -> Answer:
    look, language = look_at(call, campaign), call.query["lang"]
    by = today(call, look)
    counts = {state: remedies.how_many(look, state, by) for state in remedies.STATES}
    earlier = {state: remedies.how_many(look, state, by, before=True) for state in remedies.STATES}
    more = {
        "lists": [(kind, _in_need(look, kind)) for kind in ("org", "col", "ldr", "mem")],
        "listed": remedies.list_remedies(look, call.query, by),
        "started": bool(call.query.get("cursor")),
        "counts": counts | {"all": remedies.how_many(look, None, by)},
        "earlier": earlier | {"all": remedies.how_many(look, None, by, before=True)},
        "not_completed": sum(count[LEVELS[-1]] for count in look.overview()["ratings"].values()),
        "units": list(units_by_name(look, look.by_unit()).items()),
        "remedy_choices": [(state, say(LABELS, f"remedies_{state}", language)) for state in remedies.STATES],
    }
    return shown(call, look, "help", "help.html", **more)


def today(call: Call, look: Look) -> str:
    """The day by which something is overdue: the server's, or that of the moment that is asked for.

    Positions state no time: with them it is the day of the last thing that was said.
    """
    match parse(call.as_of) if call.as_of else call.now:
        case datetime() as instant:
            return remedies.today_in(look.campaign, instant)
        case date() as day:
            return day.isoformat()
    return remedies.today_in(look.campaign, said_last(look.read) or call.now)


def _in_need(look: Look, kind: str) -> dict[str, Any]:
    """Those of the kind who did not complete their tasks and whom nobody helps yet."""
    return look.subjects({"kind": kind, "state": "needs_help", "sort": "unit", "limit": MOST_IN_NEED})
