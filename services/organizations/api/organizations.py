"""Organizations over HTTP."""

from __future__ import annotations

from typing import Any

from services.organizations import commands
from services.organizations.api.answers import list_page, show, tell
from services.organizations.api.scopes import (
    KEEPERS,
    READERS,
    of_external_code,
    of_new_organization,
    of_organization,
    organizations_in_sight,
)
from services.organizations.domain.organization import Organization
from services.organizations.pictures import Moment, lineage_of, organization_by, tree
from services.organizations.schemas import (
    AsOf,
    EndingBody,
    ExternalCodeBody,
    MoveBody,
    OrganizationBody,
    OrganizationsQuery,
    ReclassificationBody,
    RenamingBody,
)
from shared.web import Answer, Call, Place, own, resource


@resource(
    "POST",
    "/organizations",
    roles=KEEPERS,
    scope=of_new_organization,
    body=OrganizationBody,
    many=True,
    summary="Register organizations, from the top down",
)
def register_organizations(call: Call) -> None:
    call.unit.prefetch(Organization, (item.data["code"] for item in call.entries))
    for item in call.items:
        with call.attempt(item):
            commands.register_organization(call.unit, **item.data)


@resource(
    "POST",
    "/organizations/<code>/renamings",
    roles=KEEPERS,
    scope=of_organization,
    body=RenamingBody,
    versioned=True,
    summary="Give an organization another name from a day on",
)
def rename_organization(call: Call, code: str) -> None:
    commands.rename_organization(call.unit, code, **call.body)


@resource(
    "POST",
    "/organizations/<code>/moves",
    roles=KEEPERS,
    scope=of_organization,
    body=MoveBody,
    versioned=True,
    summary="Put an organization, with all below it, under another parent from a day on",
)
def move_organization(call: Call, code: str) -> None:
    call.require(Place(call.body["parent"]))
    commands.move_organization(call.unit, code, **call.body)


@resource(
    "POST",
    "/organizations/<code>/reclassifications",
    roles=KEEPERS,
    scope=of_organization,
    body=ReclassificationBody,
    versioned=True,
    summary="Make an organization one of another type from a day on",
)
def reclassify_organization(call: Call, code: str) -> None:
    commands.reclassify_organization(call.unit, code, **call.body)


@resource(
    "POST",
    "/organizations/<code>/ending",
    roles=KEEPERS,
    scope=of_organization,
    body=EndingBody,
    versioned=True,
    summary="End an organization in which nothing stands any more; nothing is deleted",
)
def end_organization(call: Call, code: str) -> None:
    successors = tuple(call.body["successors"])
    for successor in successors:
        call.require(Place(successor))
    commands.end_organization(call.unit, code, call.body["ended_on"], successors)


@resource(
    "POST",
    "/organizations/<code>/external-code",
    roles=KEEPERS,
    scope=of_organization,
    body=ExternalCodeBody,
    versioned=True,
    summary="Say under which code other systems know the organization; null takes the code away",
)
def assign_external_code(call: Call, code: str) -> None:
    commands.assign_external_code(call.unit, code, **call.body)


@resource("GET", "/organizations/<code>", roles=READERS, scope=of_organization, query=AsOf, summary="One organization")
def show_organization(call: Call, code: str) -> Answer:
    return show(call, "organization", code)


@resource(
    "GET",
    "/organizations/<code>/history",
    roles=READERS,
    scope=of_organization,
    query=AsOf,
    summary="What has happened to an organization, in the order in which it took effect",
)
def tell_organization(call: Call, code: str) -> dict[str, Any]:
    return tell(call, "organization", code)


@resource(
    "GET",
    "/organizations/<code>/lineage",
    roles=READERS,
    scope=of_organization,
    summary="Whose work an organization carries on, and who carries on its own, through every merger and split",
)
def show_lineage(call: Call, code: str) -> dict[str, Any]:
    return lineage_of(call.read, code)


@resource(
    "GET",
    "/external-codes/<path:external_code>",
    roles=READERS,
    scope=of_external_code,
    query=AsOf,
    summary="The organization that other systems know under a code",
)
def show_by_external_code(call: Call, external_code: str) -> Answer:
    return show(call, "organization", organization_by(call.read, external_code) or "")


@resource(
    "GET",
    "/organizations",
    roles=READERS,
    scope=own,
    query=OrganizationsQuery,
    summary="The organizations in the caller's part of the tree, by code; with a day, those that exist on it",
)
def list_organizations(call: Call) -> dict[str, Any]:
    seen, parent = organizations_in_sight(call), call.query["parent"]
    found = tree(call.read, Moment.of(call.read, call.query))
    shown = {
        code: known
        for code, known in found.items()
        if (seen is None or code in seen) and (parent is None or known["parent"] == parent)
    }
    return list_page(call, shown)
