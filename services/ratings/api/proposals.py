"""Publishing what the rules derive for a campaign's subjects."""

from __future__ import annotations

from dataclasses import asdict

from services.ratings.admitting import entrance
from services.ratings.api.scopes import KEEPERS, of_province
from services.ratings.proposing import propose
from services.ratings.schemas import ProposalsAnswer, ProposalsBody
from shared.web import Answer, Call, resource


@resource(
    "POST",
    "/campaigns/<campaign>/proposals",
    roles=KEEPERS,
    scope=of_province,
    body=ProposalsBody,
    answers=ProposalsAnswer,
    summary="Derive levels for the campaign's subjects, and publish those that are new or changed; go on at `next`",
)
def propose_levels(call: Call, campaign: str) -> Answer:
    entrance(call.read, campaign).require_open()
    progress = propose(call.unit, campaign, call.body["after"])
    return Answer({**asdict(progress), "position": call.unit.position})
