"""How a service keeps its register: what each event of the organizations service changes in it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from shared.contracts.vocabulary import GRASSROOTS_TYPES, UNIT_TYPES
from shared.eventstore import Unit
from shared.messaging import Envelope, Policy, when
from shared.register.tables import Register

SOURCE = "organizations"


def register_policies(register: Register) -> list[Policy]:
    """The policies that keep `register` up to date."""

    @when(SOURCE, "OrganizationRegistered")
    def place_it_in_the_tree(event: Envelope, unit: Unit) -> None:
        data = event.data
        unit.tables.put(
            register.organizations,
            code=data["code"],
            type=data["type"],
            parent=data["parent"],
            founded_on=data["founded_on"],
            ended_on=None,
            **_place(register, unit, data),
        )

    @when(SOURCE, "OrganizationEnded")
    def note_the_end(event: Envelope, unit: Unit) -> None:
        unit.tables.change(register.organizations, {"code": event.data["code"]}, ended_on=event.data["ended_on"])

    @when(SOURCE, "CollectiveRegistered")
    def know_the_collective(event: Envelope, unit: Unit) -> None:
        unit.tables.put(register.collectives, **_columns(register.collectives, event.data))

    @when(SOURCE, "PersonRegistered")
    def know_the_person(event: Envelope, unit: Unit) -> None:
        unit.tables.put(register.people, **_columns(register.people, event.data))

    @when(SOURCE, "MemberTransferred")
    def move_the_member(event: Envelope, unit: Unit) -> None:
        unit.tables.change(register.people, {"code": event.data["person"]}, cell=event.data["cell"])

    @when(SOURCE, "MemberStatusChanged")
    def note_the_status(event: Envelope, unit: Unit) -> None:
        unit.tables.change(register.people, {"code": event.data["person"]}, member_status=event.data["member_status"])

    @when(SOURCE, "PostAssigned")
    def know_the_post(event: Envelope, unit: Unit) -> None:
        unit.tables.put(register.posts, held_to=None, **_columns(register.posts, event.data))

    @when(SOURCE, "PostEnded")
    def note_the_posts_end(event: Envelope, unit: Unit) -> None:
        unit.tables.change(register.posts, {"code": event.data["code"]}, held_to=event.data["held_to"])

    return [
        place_it_in_the_tree,
        note_the_end,
        know_the_collective,
        know_the_person,
        move_the_member,
        note_the_status,
        know_the_post,
        note_the_posts_end,
    ]


def _columns(table: Any, data: dict[str, Any]) -> dict[str, Any]:
    return {column.name: data[column.name] for column in table.columns if column.name in data}


def _place(register: Register, unit: Unit, data: dict[str, Any]) -> dict[str, Any]:
    """Where the organization stands: its path, and the unit and grassroots organization it belongs to."""
    code, kind = data["code"], data["type"]
    organizations = register.organizations
    parent = data["parent"] and unit.tables.one(select(organizations).where(organizations.c.code == data["parent"]))
    return {
        "path": f"{parent.path if parent else '/'}{code}/",
        "unit": code if kind in UNIT_TYPES or not parent else parent.unit,
        "grassroots": code if kind in GRASSROOTS_TYPES else parent and parent.grassroots,
    }
