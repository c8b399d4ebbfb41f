"""Prompts over HTTP."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from services.reviews.api.scopes import OFFICERS, Values, require_in_sight, subjects_in_body
from services.reviews.commands import prompts as commands
from services.reviews.domain.campaigns.campaign import Campaign
from services.reviews.domain.prompts.prompt import Prompt
from services.reviews.readmodel.prompts import prompts
from services.reviews.readmodel.store import register, texts
from services.reviews.schemas.prompts import PromptBody, PromptsQuery
from shared.register import stands_inside
from shared.web import Call, Page, Place, own, resource


def of_issuer(call: Call, values: Values, item: Values | None) -> Place | None:
    return item and Place(item["issued_by"])


@resource(
    "POST",
    "/campaigns/<campaign>/prompts",
    roles=OFFICERS,
    scope=of_issuer,
    body=PromptBody,
    many=True,
    summary="Issue prompts to subjects",
)
def issue_prompts(call: Call, campaign: str) -> None:
    call.unit.load(Campaign, campaign).require()
    known = subjects_in_body(call, campaign)
    call.unit.prefetch(Prompt, (f"{campaign}/{item.data['code']}" for item in call.entries))
    for item in call.items:
        with call.attempt(item):
            facts = dict(item.data)
            prompted = known.get(facts["subject"])
            require_in_sight(call, prompted)
            commands.issue_prompt(call.unit, campaign, prompted, facts.pop("text"), **facts)


@resource(
    "GET",
    "/campaigns/<campaign>/prompts",
    roles=OFFICERS,
    scope=own,
    query=PromptsQuery,
    summary="The prompts to subjects in the caller's part of the tree, by code",
)
def list_prompts(call: Call, campaign: str) -> dict[str, Any]:
    page = Page.of(call.query)
    here = stands_inside(register.of(campaign), prompts.c.subject, *call.sight.paths)
    query = (
        select(prompts, texts.c.text)
        .outerjoin(texts, texts.c.sha256 == prompts.c.text_sha256)
        .where(prompts.c.campaign == campaign, here)
        .order_by(prompts.c.code)
    )
    if call.query["subject"]:
        query = query.where(prompts.c.subject == call.query["subject"])
    if page.after:
        query = query.where(prompts.c.code > page.after[0])
    rows = call.read(query.limit(page.fetch))
    return page.show(rows, key=lambda row: (row.code,), form=lambda row: dict(row._mapping))
