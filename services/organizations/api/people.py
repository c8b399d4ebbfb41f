"""People over HTTP: names, membership, and what is noted about them."""

from __future__ import annotations

from typing import Any

from services.organizations import commands
from services.organizations.api.answers import list_page, show, tell
from services.organizations.api.scopes import KEEPERS, READERS, of_cell, of_new_person, of_person
from services.organizations.domain.person import Person
from services.organizations.pictures import NOW, Moment, standing, things_in
from services.organizations.schemas import (
    AsOf,
    CivilCategoryBody,
    MembershipEndingBody,
    PeopleQuery,
    PersonBody,
    PersonRenamingBody,
    SickLeaveBody,
    StatusBody,
    TransferBody,
)
from shared.web import Answer, Call, Place, resource


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
    "/people/<code>/renamings",
    roles=KEEPERS,
    scope=of_person,
    body=PersonRenamingBody,
    versioned=True,
    summary="Write a person's name otherwise from a day on",
)
def rename_person(call: Call, code: str) -> None:
    commands.rename_person(call.unit, code, **call.body)


@resource(
    "POST",
    "/people/<code>/civil-categories",
    roles=KEEPERS,
    scope=of_person,
    body=CivilCategoryBody,
    versioned=True,
    summary="Say whether a person is a cadre, civil servant, public employee or none of them from a day on",
)
def change_civil_category(call: Call, code: str) -> None:
    commands.change_civil_category(call.unit, code, **call.body)


@resource(
    "POST",
    "/people/<code>/sick-leaves",
    roles=KEEPERS,
    scope=of_person,
    body=SickLeaveBody,
    versioned=True,
    summary="Note how many months of sick leave a person had in the twelve months before a day",
)
def note_sick_leave(call: Call, code: str) -> None:
    commands.note_sick_leave(call.unit, code, **call.body)


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


@resource(
    "POST",
    "/people/<code>/membership-ending",
    roles=KEEPERS,
    scope=of_person,
    body=MembershipEndingBody,
    versioned=True,
    summary="Record that a person is no Party member after a day, and why",
)
def end_membership(call: Call, code: str) -> None:
    commands.end_membership(call.unit, code, **call.body)


@resource("GET", "/people/<code>", roles={*READERS, "member"}, scope=of_person, query=AsOf, summary="One person")
def show_person(call: Call, code: str) -> Answer:
    return show(call, "person", code)


@resource(
    "GET",
    "/people/<code>/history",
    roles={*READERS, "member"},
    scope=of_person,
    query=AsOf,
    summary="What has happened to a person's name, membership and category, in the order in which it took effect",
)
def tell_person(call: Call, code: str) -> dict[str, Any]:
    return tell(call, "person", code)


@resource(
    "GET",
    "/people",
    roles=READERS,
    scope=of_cell,
    query=PeopleQuery,
    summary="The members of one cell, by code",
)
def list_people(call: Call) -> dict[str, Any]:
    """Of an earlier day: who has left for another unit since is shown to nobody who is limited to this one."""
    moment = Moment.of(call.read, call.query)
    found = things_in(call.read, "person", call.query["cell"], moment)
    if moment != NOW and not call.sight.everything:
        found = {code: known for code, known in found.items() if call.sight.holds(_now(call, code))}
    return list_page(call, found)


def _now(call: Call, code: str) -> Place:
    return Place(standing(call.read, "person", code), person=code)
