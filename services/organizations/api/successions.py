"""Mergers and splits over HTTP."""

from __future__ import annotations

from services.organizations.api.scopes import (
    KEEPERS,
    of_original,
    of_successor,
    require_collectives,
    taken_over_by,
)
from services.organizations.schemas import MergerBody, SplitBody
from services.organizations.successions import Act, Part, merge_organizations, split_organization
from shared.web import Call, Place, resource


@resource(
    "POST",
    "/mergers",
    roles=KEEPERS,
    scope=of_successor,
    body=MergerBody,
    summary="Merge organizations into one that lives already or is founded; all of it is recorded, or nothing",
)
def merge(call: Call) -> None:
    """Everyone and everything in the predecessors stands in the successor from the day on; the predecessors end."""
    body = call.body
    for predecessor in body["predecessors"]:
        call.require(Place(predecessor))
    require_collectives(call, body["collectives"].values())
    act = Act(body["merged_on"], body["how"], body["document"], body["collectives"])
    merge_organizations(call.unit, body["predecessors"], body["successor"], body["registration"], act)


@resource(
    "POST",
    "/splits",
    roles=KEEPERS,
    scope=of_original,
    body=SplitBody,
    summary="Split an organization into others that live already or are founded; all of it is recorded, or nothing",
)
def split(call: Call) -> None:
    """The parts take over what they name from the day on. The organization lives on with the rest, or ends."""
    body = call.body
    for part in body["parts"]:
        call.require(taken_over_by(call, part["organization"], part["registration"]))
    require_collectives(call, body["collectives"].values())
    act = Act(body["split_on"], body["how"], body["document"], body["collectives"])
    split_organization(
        call.unit, body["organization"], [Part(**part) for part in body["parts"]], act, ends=body["ends"]
    )
