"""Campaigns over HTTP: drafted, opened, closed, and opened again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from services.reviews.api.answers import told
from services.reviews.api.scopes import OFFICERS, Values
from services.reviews.commands import campaigns as commands
from services.reviews.domain.campaigns.deadline import Deadline
from services.reviews.domain.campaigns.events import CampaignDrafted
from services.reviews.readmodel.campaigns import campaigns
from services.reviews.readmodel.store import gate
from services.reviews.schemas.campaigns import CampaignBody, ClosingBody, ReopeningBody
from shared.gate import gate_of
from shared.web import ANYONE, Answer, Call, OutOfSight, Place, resource

KEEPERS = {"importer", "board_officer"}
"""Who prepares, opens and closes a campaign, and gives time in it."""


def of_drafted_province(call: Call, values: Values, item: Values | None) -> Place | None:
    """A draft belongs to the province that it names, and to the one that an earlier draft named."""
    for row in call.read(select(campaigns.c.province).where(campaigns.c.campaign == (item and item["code"]))):
        call.require(Place(row.province))
    return item and Place(item["province"])


def of_province(call: Call, values: Values, item: Values | None) -> Place | None:
    rows = call.read(select(campaigns.c.province).where(campaigns.c.campaign == values["campaign"]))
    return Place(rows[0].province) if rows else None


@resource(
    "POST",
    "/campaigns",
    roles=KEEPERS,
    scope=of_drafted_province,
    body=CampaignBody,
    summary="Draft a campaign, or replace its draft; nothing can be handed in before it is opened",
)
def draft_campaign(call: Call) -> None:
    facts = dict(call.body)
    deadline = Deadline(**facts.pop("dossier_deadline"))
    commands.draft_campaign(call.unit, CampaignDrafted(campaign=facts.pop("code"), dossier_deadline=deadline, **facts))


@resource(
    "POST",
    "/campaigns/<campaign>/opening",
    roles=KEEPERS,
    scope=of_province,
    summary="Open a drafted campaign",
)
def open_campaign(call: Call, campaign: str) -> dict[str, Any] | None:
    return told(call, commands.open_campaign(call.unit, campaign))


@resource(
    "POST",
    "/campaigns/<campaign>/closing",
    roles=KEEPERS,
    scope=of_province,
    body=ClosingBody,
    summary="Close a campaign: nothing of it changes any more; refused while reviews are drafts",
)
def close_campaign(call: Call, campaign: str) -> None:
    commands.close_campaign(call.unit, campaign, call.body["document"])


@resource(
    "POST",
    "/campaigns/<campaign>/reopening",
    roles=KEEPERS,
    scope=of_province,
    body=ReopeningBody,
    summary="Open a closed campaign again, for a reason",
)
def reopen_campaign(call: Call, campaign: str) -> None:
    commands.reopen_campaign(call.unit, campaign, call.body["reason"], call.body["document"])


@resource("GET", "/campaigns/<campaign>", roles={*OFFICERS, "member"}, scope=ANYONE, summary="One campaign")
def show_campaign(call: Call, campaign: str) -> Answer:
    rows = call.read(select(campaigns).where(campaigns.c.campaign == campaign))
    if not rows:
        raise OutOfSight()
    [row] = rows
    facts: dict[str, Any] = row.facts
    return Answer({**facts, "state": gate_of(gate, call.read, campaign).state.value}, version=row.version)
