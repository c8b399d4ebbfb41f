"""What can be asked of the organizations service: load, decide, append. Mergers and splits stand in `successions`."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from services.organizations.domain.collective import Collective, Post
from services.organizations.domain.errors import ExternalCodeTaken, OneProvince
from services.organizations.domain.events import (
    CollectiveRegistered,
    OrganizationRegistered,
    PersonRegistered,
    PostAssigned,
)
from services.organizations.domain.lasting import day_of
from services.organizations.domain.organization import PROVINCE_TYPE, Find, Organization
from services.organizations.domain.person import Person
from services.organizations.domain.succession import close_collective, dissolve, reclassify
from services.organizations.holdings import holdings_of, posts_of
from services.organizations.pictures import organization_by, province_of
from shared.domain import Aggregate
from shared.eventstore import Unit

A = TypeVar("A", bound=Aggregate)


def today(unit: Unit) -> date:
    """The server's day; no other clock counts."""
    return day_of(unit.context.now)


def finder(unit: Unit) -> Find:
    return lambda code: unit.load(Organization, code)


def register_organization(unit: Unit, *, ended_on: date | None = None, **facts: Any) -> None:
    """Register an organization, and its end if it is known to have ended."""
    organization = unit.load(Organization, facts["code"])
    parent = unit.load(Organization, facts["parent"]) if facts["parent"] else None
    if facts["type"] == PROVINCE_TYPE and (province := province_of(unit.tables.rows)) not in (None, organization.key):
        raise OneProvince(field="/type", value=organization.key, province=province)
    unit.record(organization, organization.register(OrganizationRegistered(**facts), parent))
    if ended_on:
        unit.record(organization, organization.end(ended_on, today=today(unit)))


def rename_organization(unit: Unit, code: str, name: str, since: date, document: str | None) -> None:
    organization = _expected(unit, Organization, code)
    unit.record(organization, organization.rename(name, since, today=today(unit), document=document))


def move_organization(unit: Unit, code: str, parent: str, since: date, document: str | None) -> None:
    organization = _expected(unit, Organization, code)
    above, find = unit.load(Organization, parent), finder(unit)
    unit.record(organization, organization.move(above, since, today=today(unit), find=find, document=document))


def reclassify_organization(unit: Unit, code: str, type: str, since: date, document: str | None) -> None:
    organization = _expected(unit, Organization, code)
    holdings = holdings_of(unit, [code])[code]
    unit.record(organization, reclassify(organization, holdings, type, since, document, today(unit)))


def end_organization(unit: Unit, code: str, ended_on: date, successors: tuple[str, ...]) -> None:
    organization = _expected(unit, Organization, code)
    for successor in successors:
        unit.load(Organization, successor).require("/successors")
    holdings = holdings_of(unit, [code])[code]
    unit.record(organization, dissolve(organization, holdings, ended_on, successors, today(unit)))


def assign_external_code(unit: Unit, code: str, external_code: str | None) -> None:
    organization = _expected(unit, Organization, code)
    holder = organization_by(unit.tables.rows, external_code) if external_code else None
    if holder not in (None, code):
        raise ExternalCodeTaken(field="/external_code", value=external_code)
    unit.record(organization, organization.assign_external_code(external_code))


def register_collective(unit: Unit, **facts: Any) -> None:
    collective = unit.load(Collective, facts["code"])
    organization = unit.load(Organization, facts["organization"])
    unit.record(collective, collective.register(CollectiveRegistered(**facts), organization))


def rename_collective(unit: Unit, code: str, name: str, since: date) -> None:
    collective = _expected(unit, Collective, code)
    unit.record(collective, collective.rename(name, since, today=today(unit)))


def move_collective(unit: Unit, code: str, organization: str, since: date) -> None:
    collective = _expected(unit, Collective, code)
    unit.record(collective, collective.move(unit.load(Organization, organization), since, today=today(unit)))


def reclassify_collective(unit: Unit, code: str, type: str, since: date, document: str | None) -> None:
    collective = _expected(unit, Collective, code)
    unit.record(collective, collective.reclassify(type, since, today=today(unit), document=document))


def transfer_collective(unit: Unit, code: str, management_level: str, since: date, document: str | None) -> None:
    """Have a collective managed at another level."""
    collective = _expected(unit, Collective, code)
    decision = collective.transfer_management(management_level, since, today=today(unit), document=document)
    unit.record(collective, decision)


def end_collective(unit: Unit, code: str, ended_on: date, successors: tuple[str, ...]) -> None:
    """End a collective, and the posts in it."""
    collective = _expected(unit, Collective, code)
    for successor in successors:
        unit.load(Collective, successor).require("/successors")
    posts = posts_of(unit, [code]).get(code, [])
    for step in close_collective("/ended_on", collective, posts, ended_on, successors, today(unit)):
        unit.record(step.subject, step.decision)


def register_person(unit: Unit, **facts: Any) -> None:
    person = unit.load(Person, facts["code"])
    cell = unit.load(Organization, facts["cell"]) if facts["cell"] else None
    unit.record(person, person.register(PersonRegistered(**facts), cell))


def rename_person(unit: Unit, code: str, full_name: str, since: date) -> None:
    person = _expected(unit, Person, code)
    unit.record(person, person.rename(full_name, since, today=today(unit)))


def change_civil_category(unit: Unit, code: str, civil_category: str | None, since: date) -> None:
    person = _expected(unit, Person, code)
    unit.record(person, person.change_civil_category(civil_category, since, today=today(unit)))


def note_sick_leave(unit: Unit, code: str, months: int, since: date) -> None:
    person = _expected(unit, Person, code)
    unit.record(person, person.note_sick_leave(months, since, today=today(unit)))


def transfer_member(unit: Unit, person: str, cell: str, moved_on: date) -> None:
    member = _expected(unit, Person, person)
    unit.record(member, member.transfer(unit.load(Organization, cell), moved_on, today=today(unit)))


def change_member_status(unit: Unit, person: str, member_status: str, changed_on: date) -> None:
    member = _expected(unit, Person, person)
    unit.record(member, member.change_status(member_status, changed_on, today=today(unit)))


def end_membership(unit: Unit, person: str, ended_on: date, reason: str) -> None:
    member = _expected(unit, Person, person)
    unit.record(member, member.end_membership(ended_on, reason, today=today(unit)))


def assign_post(unit: Unit, *, held_to: date | None = None, **facts: Any) -> None:
    """Assign a post, and its end if it is known to have ended."""
    post = unit.load(Post, facts["code"])
    person = unit.load(Person, facts["person"])
    collective = unit.load(Collective, facts["collective"])
    unit.record(post, post.assign(PostAssigned(**facts), person, collective))
    if held_to:
        unit.record(post, post.end(held_to, today=today(unit)))


def retitle_post(unit: Unit, code: str, title: str, since: date, document: str | None) -> None:
    post = _expected(unit, Post, code)
    unit.record(post, post.retitle(title, since, today=today(unit), document=document))


def reclassify_post(unit: Unit, code: str, post_group: str, head: bool, since: date, document: str | None) -> None:
    post = _expected(unit, Post, code)
    unit.record(post, post.reclassify(post_group, head, since, today=today(unit), document=document))


def transfer_post(unit: Unit, code: str, management_level: str, since: date, document: str | None) -> None:
    """Have a post managed at another level."""
    post = _expected(unit, Post, code)
    decision = post.transfer_management(management_level, since, today=today(unit), document=document)
    unit.record(post, decision)


def end_post(unit: Unit, code: str, held_to: date) -> None:
    post = _expected(unit, Post, code)
    unit.record(post, post.end(held_to, today=today(unit)))


def _expected(unit: Unit, kind: type[A], code: str) -> A:
    """The thing as the caller has seen it. Raises VersionConflict."""
    it = unit.load(kind, code)
    unit.expect(it)
    return it
