"""The points of prompts: open, waiting for a word, accepted, insufficient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, select

from services.reporting.readmodel import following, prompts, roster
from services.reporting.roster.lists import within
from services.reporting.roster.look import Look, Query

_points, _entries = following.points.c, roster.entries.c

_answered = and_(_points.answered, _entries.reviewed)
"""An answer counts while the review that gave it has not been returned."""

STATES: Mapping[str, ColumnElement[bool]] = {
    "open": not_(_answered),
    "waiting": and_(_answered, _points.judgement.is_(None)),
    "accepted": and_(_answered, _points.judgement == "accepted"),
    "insufficient": and_(_answered, _points.judgement == "insufficient"),
}
"""Each point is in one of these."""


def points_in(look: Look, *columns: Any) -> Select[Any]:
    """These columns of the points of prompts to subjects in the scope, with their prompts and roster entries."""
    campaign = look.campaign.campaign
    of_prompt = and_(prompts.c.campaign == _points.campaign, prompts.c.code == _points.code)
    to_subject = and_(_entries.campaign == prompts.c.campaign, _entries.subject == prompts.c.subject)
    query = select(*columns).select_from(following.points).join(prompts, of_prompt).join(roster.entries, to_subject)
    return query.where(_points.campaign == campaign, *within(look.read, campaign, look.scope))


def chosen(state: str | None, issued_by: str | None, prompt: str | None) -> list[ColumnElement[bool]]:
    """The conditions under which a point is in the state, of a prompt of that issuer, of that prompt; None for any."""
    conditions = [] if state is None else [STATES[state]]
    wanted = ((prompts.c.issued_by, issued_by), (_points.code, prompt))
    return conditions + [column == value for column, value in wanted if value is not None]


def by_issuer_and_unit(look: Look) -> list[dict[str, Any]]:
    """The points by who prompted and the unit of whom, in each state; by issuer, then unit."""
    by = (prompts.c.issued_by, _entries.unit)
    counts = [func.count().filter(condition).label(state) for state, condition in STATES.items()]
    query = points_in(look, *by, func.count(prompts.c.code.distinct()).label("prompts"), *counts)
    return [dict(row._mapping) for row in look.read(query.group_by(*by).order_by(*by))]


def list_prompts(look: Look, query: Query) -> dict[str, Any]:
    """A page of the prompts, each with its points. Raises InvalidCursor."""
    listed = look.prompts(query)
    found = of_prompts(look, {prompt["code"] for prompt in listed["items"]})
    nothing = dict.fromkeys(STATES, 0)
    items = [{**prompt, "points": found.get(prompt["code"], nothing)} for prompt in listed["items"]]
    return {**listed, "items": items}


def of_prompts(look: Look, codes: set[str]) -> dict[str, dict[str, int]]:
    """By prompt, how many of its points are in each state."""
    counts = [func.count().filter(condition).label(state) for state, condition in STATES.items()]
    query = points_in(look, _points.code, *counts).where(_points.code.in_(codes)).group_by(_points.code)
    return {row.code: {state: row._mapping[state] for state in STATES} for row in look.read(query)}
