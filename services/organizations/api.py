"""The organizations service over HTTP: who may ask, with what, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from services.organizations import commands
from services.organizations.domain.organization import Collective, Organization
from services.organizations.domain.person import Person, Post
from services.organizations.readmodel import description, register
from services.organizations.schemas import (
    CollectiveBody,
    EndingBody,
    OrganizationBody,
    OrganizationsQuery,
    PeopleQuery,
    PersonBody,
    PostBody,
    PostEndingBody,
    StatusBody,
    TransferBody,
)
from shared.register import Reader, inside, paths_of
from shared.web import Answer, Call, Page, Place, own, resource

KEEPERS = {"importer", "board_officer"}
"""Who may change the register."""
READERS = {"importer", "board_officer", "unit_officer"}

Values = Mapping[str, Any]


def paths(read: Reader, organization: str, campaign: str | None) -> tuple[str, ...]:
    return paths_of(register, read, organization)


def of_new_organization(call: Call, values: Values, item: Values | None) -> Place | None:
    """A new organization belongs below its parent; the province is its own place."""
    return item and Place(item["parent"] or item["code"])


def of_organization(call: Call, values: Values, item: Values | None) -> Place | None:
    return Place(values["code"])


def of_new_collective(call: Call, values: Values, item: Values | None) -> Place | None:
    return item and Place(item["organization"])


def of_collective(call: Call, values: Values, item: Values | None) -> Place | None:
    facts = _facts(call, "collective", values["code"])
    return facts and Place(facts["organization"])


def of_new_person(call: Call, values: Values, item: Values | None) -> Place | None:
    """A member belongs to a cell; who is in no cell belongs to the province."""
    return item and Place(item["cell"] or call.caller.organization)


def of_person(call: Call, values: Values, item: Values | None) -> Place | None:
    facts = _facts(call, "person", values["code"])
    return facts and Place(facts["cell"], person=values["code"])


def of_new_post(call: Call, values: Values, item: Values | None) -> Place | None:
    facts = item and _facts(call, "collective", item["collective"])
    return facts and Place(facts["organization"])


def of_post(call: Call, values: Values, item: Values | None) -> Place | None:
    facts = _facts(call, "post", values["code"])
    led = facts and _facts(call, "collective", facts["collective"])
    return led and facts and Place(led["organization"], person=facts["person"])


def of_cell(call: Call, values: Values, item: Values | None) -> Place | None:
    return Place(call.query["cell"])


def _facts(call: Call, kind: str, code: str) -> dict[str, Any] | None:
    known = description(call.read, kind, code)
    return known and known.facts


def _show(call: Call, kind: str, code: str) -> Answer:
    known = description(call.read, kind, code)
    assert known is not None, "its scope has found it"
    return Answer(known.facts, version=known.version)


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
    "/people",
    roles=KEEPERS,
    scope=of_new_person,
    body=PersonBody,
    many=True,
    summary="Register people, with a cell as Party members",
)
def register_people(call: Call) -> None:
    call.unit.prefetch(Person, (item.data["code"] for item in call.entries))
    for item in call.items:
        with call.attempt(item):
            commands.register_person(call.unit, **item.data)


@resource(
    "POST",
    "/posts",
    roles=KEEPERS,
    scope=of_new_post,
    body=PostBody,
    many=True,
    summary="Assign posts in leading collectives",
)
def assign_posts(call: Call) -> None:
    call.unit.prefetch(Post, (item.data["code"] for item in call.entries))
    call.unit.prefetch(Person, (item.data["person"] for item in call.entries))
    for item in call.items:
        with call.attempt(item):
            commands.assign_post(call.unit, **item.data)


@resource(
    "POST",
    "/organizations/<code>/ending",
    roles=KEEPERS,
    scope=of_organization,
    body=EndingBody,
    versioned=True,
    summary="End an organization; nothing is deleted",
)
def end_organization(call: Call, code: str) -> None:
    commands.end_organization(call.unit, code, call.body["ended_on"], tuple(call.body["successors"]))


@resource(
    "POST",
    "/posts/<code>/ending",
    roles=KEEPERS,
    scope=of_post,
    body=PostEndingBody,
    versioned=True,
    summary="End a post",
)
def end_post(call: Call, code: str) -> None:
    commands.end_post(call.unit, code, **call.body)


@resource(
    "POST",
    "/people/<code>/transfers",
    roles=KEEPERS,
    scope=of_person,
    body=TransferBody,
    versioned=True,
    summary="Move a member's activity to another cell",
)
def transfer_member(call: Call, code: str) -> None:
    call.require(Place(call.body["cell"]))
    commands.transfer_member(call.unit, code, **call.body)


@resource(
    "POST",
    "/people/<code>/status-changes",
    roles=KEEPERS,
    scope=of_person,
    body=StatusBody,
    versioned=True,
    summary="Exempt, suspend or reinstate a member",
)
def change_member_status(call: Call, code: str) -> None:
    commands.change_member_status(call.unit, code, **call.body)


@resource("GET", "/organizations/<code>", roles=READERS, scope=of_organization, summary="One organization")
def show_organization(call: Call, code: str) -> Answer:
    return _show(call, "organization", code)


@resource("GET", "/collectives/<code>", roles=READERS, scope=of_collective, summary="One leading collective")
def show_collective(call: Call, code: str) -> Answer:
    return _show(call, "collective", code)


@resource("GET", "/people/<code>", roles={*READERS, "member"}, scope=of_person, summary="One person")
def show_person(call: Call, code: str) -> Answer:
    return _show(call, "person", code)


@resource("GET", "/posts/<code>", roles={*READERS, "member"}, scope=of_post, summary="One post")
def show_post(call: Call, code: str) -> Answer:
    return _show(call, "post", code)


@resource(
    "GET",
    "/organizations",
    roles=READERS,
    scope=own,
    query=OrganizationsQuery,
    summary="The organizations in the caller's part of the tree, by code",
)
def list_organizations(call: Call) -> dict[str, Any]:
    page, table = Page.of(call.query), register.live.organizations
    query = select(table).where(inside(register.live, *call.sight.paths)).order_by(table.c.code)
    if call.query["parent"]:
        query = query.where(table.c.parent == call.query["parent"])
    if page.after:
        query = query.where(table.c.code > page.after[0])
    rows = call.read(query.limit(page.fetch))
    return page.show(rows, key=lambda row: (row.code,), form=lambda row: dict(row._mapping))


@resource(
    "GET",
    "/people",
    roles=READERS,
    scope=of_cell,
    query=PeopleQuery,
    summary="The members of one cell, by code",
)
def list_people(call: Call) -> dict[str, Any]:
    page, table = Page.of(call.query), register.live.people
    query = select(table).where(table.c.cell == call.query["cell"]).order_by(table.c.code)
    if page.after:
        query = query.where(table.c.code > page.after[0])
    rows = call.read(query.limit(page.fetch))
    return page.show(rows, key=lambda row: (row.code,), form=lambda row: dict(row._mapping))
