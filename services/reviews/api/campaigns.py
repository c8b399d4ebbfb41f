"""Campaigns over HTTP."""

from __future__ import annotations

from sqlalchemy import select

from services.reviews.api.scopes import OFFICERS, Values
from services.reviews.commands import campaigns as commands
from services.reviews.domain.campaigns.deadline import Deadline
from services.reviews.domain.campaigns.events import CampaignOpened
from services.reviews.readmodel.campaigns import campaigns
from services.reviews.schemas.campaigns import CampaignBody
from shared.web import ANYONE, Answer, Call, OutOfSight, Place, resource


def of_province(call: Call, values: Values, item: Values | None) -> Place | None:
    return item and Place(item["province"])


@resource(
    "POST",
    "/campaigns",
    roles={"importer", "board_officer"},
    scope=of_province,
    body=CampaignBody,
    summary="Open a campaign",
)
def open_campaign(call: Call) -> None:
    facts = dict(call.body)
    deadline = Deadline(**facts.pop("dossier_deadline"))
    commands.open_campaign(call.unit, CampaignOpened(campaign=facts.pop("code"), dossier_deadline=deadline, **facts))


@resource("GET", "/campaigns/<campaign>", roles={*OFFICERS, "member"}, scope=ANYONE, summary="One campaign")
def show_campaign(call: Call, campaign: str) -> Answer:
    row = call.read(select(campaigns.c.facts).where(campaigns.c.campaign == campaign))
    if not row:
        raise OutOfSight()
    return Answer(row[0].facts)
