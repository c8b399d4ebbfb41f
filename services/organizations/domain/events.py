"""The facts of the organizations service: who exists, where in the tree, holding which post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain import Event


@dataclass(frozen=True, slots=True)
class OrganizationRegistered(Event):
    code: str
    name: str
    type: str
    parent: str | None
    founded_on: date | None


@dataclass(frozen=True, slots=True)
class OrganizationEnded(Event):
    code: str
    ended_on: date
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CollectiveRegistered(Event):
    code: str
    name: str
    type: str
    organization: str
    management_level: str
    founded_on: date | None


@dataclass(frozen=True, slots=True)
class PersonRegistered(Event):
    code: str
    full_name: str
    birth_date: date | None
    admitted_on: date | None
    member_status: str
    civil_category: str | None
    cell: str | None
    sick_leave_months: int | None


@dataclass(frozen=True, slots=True)
class MemberTransferred(Event):
    person: str
    cell: str
    moved_on: date


@dataclass(frozen=True, slots=True)
class MemberStatusChanged(Event):
    person: str
    member_status: str
    changed_on: date


@dataclass(frozen=True, slots=True)
class PostAssigned(Event):
    code: str
    person: str
    collective: str
    title: str
    post_group: str
    head: bool
    management_level: str
    held_from: date | None


@dataclass(frozen=True, slots=True)
class PostEnded(Event):
    code: str
    held_to: date


EVENTS: tuple[type[Event], ...] = (
    OrganizationRegistered,
    OrganizationEnded,
    CollectiveRegistered,
    PersonRegistered,
    MemberTransferred,
    MemberStatusChanged,
    PostAssigned,
    PostEnded,
)
