"""What can be asked of the organizations service: load, decide, append."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.organizations.domain.events import (
    CollectiveRegistered,
    OrganizationRegistered,
    PersonRegistered,
    PostAssigned,
)
from services.organizations.domain.organization import Collective, Organization
from services.organizations.domain.person import Person, Post
from shared.eventstore import Unit


def register_organization(unit: Unit, *, ended_on: date | None = None, **facts: Any) -> None:
    """Register an organization, and its end if it is known to have ended."""
    organization = unit.load(Organization, facts["code"])
    parent = unit.load(Organization, facts["parent"]) if facts["parent"] else None
    unit.record(organization, organization.register(OrganizationRegistered(**facts), parent))
    if ended_on:
        unit.record(organization, organization.end(ended_on))


def end_organization(unit: Unit, code: str, ended_on: date, successors: tuple[str, ...]) -> None:
    organization = unit.load(Organization, code)
    unit.expect(organization)
    for successor in successors:
        unit.load(Organization, successor).require()
    unit.record(organization, organization.end(ended_on, successors))


def register_collective(unit: Unit, **facts: Any) -> None:
    collective = unit.load(Collective, facts["code"])
    organization = unit.load(Organization, facts["organization"])
    unit.record(collective, collective.register(CollectiveRegistered(**facts), organization))


def register_person(unit: Unit, **facts: Any) -> None:
    person = unit.load(Person, facts["code"])
    cell = unit.load(Organization, facts["cell"]) if facts["cell"] else None
    unit.record(person, person.register(PersonRegistered(**facts), cell))


def transfer_member(unit: Unit, person: str, cell: str, moved_on: date) -> None:
    member = unit.load(Person, person)
    unit.expect(member)
    unit.record(member, member.transfer(unit.load(Organization, cell), moved_on))


def change_member_status(unit: Unit, person: str, member_status: str, changed_on: date) -> None:
    member = unit.load(Person, person)
    unit.expect(member)
    unit.record(member, member.change_status(member_status, changed_on))


def assign_post(unit: Unit, *, held_to: date | None = None, **facts: Any) -> None:
    """Assign a post, and its end if it is known to have ended."""
    post = unit.load(Post, facts["code"])
    person = unit.load(Person, facts["person"])
    collective = unit.load(Collective, facts["collective"])
    unit.record(post, post.assign(PostAssigned(**facts), person, collective))
    if held_to:
        unit.record(post, post.end(held_to))


def end_post(unit: Unit, code: str, held_to: date) -> None:
    post = unit.load(Post, code)
    unit.expect(post)
    unit.record(post, post.end(held_to))
