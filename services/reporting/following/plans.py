"""Who has adopted a plan, and who has looked back half-way. Letter 04-CV/TU, point 6."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from services.reporting.readmodel import following
from services.reporting.roster.lists import Asked, how_many, key_of, page_of
from services.reporting.roster.look import Look, Query
from services.reporting.roster.telling import tell
from shared.register import among
from shared.web import Page


def list_plans(look: Look, query: Query) -> dict[str, Any]:
    """A page of the organizations that owe a plan, each with its plan and how often it has looked back.

    Raises InvalidCursor.
    """
    page, campaign = Page.of(query), look.campaign.campaign
    asked = Asked(
        "org", state=query["state"] or "plan_owed", **{name: query[name] for name in ("unit", "type", "sort")}
    )
    rows = page_of(look.read, campaign, look.scope, asked, page)
    told = {one["subject"]: one for one in tell(look.read, campaign, rows[: page.limit], people=look.people)}
    adopted = _adopted(look, (row.organization for row in rows[: page.limit]))
    shown = page.show(
        rows,
        key=key_of(asked),
        form=lambda row: {"organization": told[row.subject], **adopted.get(row.organization, _NOTHING)},
    )
    return {**shown, "total": None if page.after else how_many(look.read, campaign, look.scope, asked)}


_NOTHING: dict[str, Any] = {"plan": None, "summaries": []}


def _adopted(look: Look, organizations: Iterable[str]) -> dict[str, dict[str, Any]]:
    campaign, codes = look.campaign.campaign, set(organizations)
    plans, summaries = following.plans.c, following.summaries.c
    found = {code: {"plan": None, "summaries": []} for code in codes}
    query = select(plans.organization, plans.document, plans.adopted_on).where(plans.campaign == campaign)
    for row in among(look.read, query, plans.organization, codes):
        found[row.organization]["plan"] = {"document": row.document, "adopted_on": row.adopted_on}
    query = select(summaries.organization, summaries.document, summaries.held_on)
    query = query.where(summaries.campaign == campaign).order_by(summaries.held_on, summaries.document)
    for row in among(look.read, query, summaries.organization, codes):
        found[row.organization]["summaries"].append({"document": row.document, "held_on": row.held_on})
    return found
