"""Leading collectives over HTTP."""

from __future__ import annotations

from typing import Any

from services.organizations import commands
from services.organizations.api.answers import list_page, show, tell
from services.organizations.api.scopes import (
    KEEPERS,
    READERS,
    of_asked_organization,
    of_collective,
    of_new_collective,
    require_collectives,
)
from services.organizations.domain.collective import Collective
from services.organizations.pictures import Moment, things_in
from services.organizations.schemas import (
    AsOf,
    CollectiveBody,
    CollectiveMoveBody,
    CollectiveReclassificationBody,
    CollectiveRenamingBody,
    CollectivesQuery,
    EndingBody,
    ManagementTransferBody,
)
from shared.web import Answer, Call, Place, resource


@resource(
    "POST",
    "/collectives",
    roles=KEEPERS,
    scope=of_new_collective,
    body=CollectiveBody,
    many=True,
    summary="Register leading collectives",
)
def register_collectives(call: Call) -> None:
    call.unit.prefetch(Collective, (item.data["code"] for item in call.entries))
    for item in call.items:
        with call.attempt(item):
            commands.register_collective(call.unit, **item.data)


@resource(
    "POST",
    "/collectives/<code>/renamings",
    roles=KEEPERS,
    scope=of_collective,
    body=CollectiveRenamingBody,
    versioned=True,
    summary="Give a leading collective another name from a day on",
)
def rename_collective(call: Call, code: str) -> None:
    commands.rename_collective(call.unit, code, **call.body)


@resource(
    "POST",
    "/collectives/<code>/moves",
    roles=KEEPERS,
    scope=of_collective,
    body=CollectiveMoveBody,
    versioned=True,
    summary="Let a leading collective lead another organization from a day on",
)
def move_collective(call: Call, code: str) -> None:
    call.require(Place(call.body["organization"]))
    commands.move_collective(call.unit, code, **call.body)


@resource(
    "POST",
    "/collectives/<code>/reclassifications",
    roles=KEEPERS,
    scope=of_collective,
    body=CollectiveReclassificationBody,
    versioned=True,
    summary="Make a leading collective one of another type from a day on",
)
def reclassify_collective(call: Call, code: str) -> None:
    commands.reclassify_collective(call.unit, code, **call.body)


@resource(
    "POST",
    "/collectives/<code>/management-transfers",
    roles=KEEPERS,
    scope=of_collective,
    body=ManagementTransferBody,
    versioned=True,
    summary="Have a leading collective managed at another level from a day on",
)
def transfer_collective(call: Call, code: str) -> None:
    commands.transfer_collective(call.unit, code, **call.body)


@resource(
    "POST",
    "/collectives/<code>/ending",
    roles=KEEPERS,
    scope=of_collective,
    body=EndingBody,
    versioned=True,
    summary="End a leading collective and the posts in it; nothing is deleted",
)
def end_collective(call: Call, code: str) -> None:
    successors = tuple(call.body["successors"])
    require_collectives(call, successors)
    commands.end_collective(call.unit, code, call.body["ended_on"], successors)


@resource(
    "GET", "/collectives/<code>", roles=READERS, scope=of_collective, query=AsOf, summary="One leading collective"
)
def show_collective(call: Call, code: str) -> Answer:
    return show(call, "collective", code)


@resource(
    "GET",
    "/collectives/<code>/history",
    roles=READERS,
    scope=of_collective,
    query=AsOf,
    summary="What has happened to a leading collective, in the order in which it took effect",
)
def tell_collective(call: Call, code: str) -> dict[str, Any]:
    return tell(call, "collective", code)


@resource(
    "GET",
    "/collectives",
    roles=READERS,
    scope=of_asked_organization,
    query=CollectivesQuery,
    summary="The leading collectives of one organization, by code",
)
def list_collectives(call: Call) -> dict[str, Any]:
    moment = Moment.of(call.read, call.query)
    return list_page(call, things_in(call.read, "collective", call.query["organization"], moment))
