"""The facts of the organizations service: who exists, where in the tree, holding which post.

Each has the day on which it took effect; see `effects` for what it says from that day on.
"""

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
class OrganizationRenamed(Event):
    code: str
    name: str
    since: date
    document: str | None


@dataclass(frozen=True, slots=True)
class OrganizationMoved(Event):
    code: str
    parent: str
    since: date
    document: str | None


@dataclass(frozen=True, slots=True)
class OrganizationReclassified(Event):
    code: str
    type: str
    since: date
    document: str | None


@dataclass(frozen=True, slots=True)
class OrganizationSucceeded(Event):
    code: str
    predecessors: tuple[str, ...]
    how: str
    since: date
    document: str | None


@dataclass(frozen=True, slots=True)
class OrganizationEnded(Event):
    code: str
    ended_on: date
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExternalCodeAssigned(Event):
    code: str
    external_code: str | None


@dataclass(frozen=True, slots=True)
class CollectiveRegistered(Event):
    code: str
    name: str
    type: str
    organization: str
    management_level: str
    founded_on: date | None


@dataclass(frozen=True, slots=True)
class CollectiveRenamed(Event):
    code: str
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class CollectiveMoved(Event):
    code: str
    organization: str
    since: date


@dataclass(frozen=True, slots=True)
class CollectiveReclassified(Event):
    code: str
    type: str
    since: date
    document: str | None


@dataclass(frozen=True, slots=True)
class CollectiveManagementTransferred(Event):
    code: str
    management_level: str
    since: date
    document: str | None


@dataclass(frozen=True, slots=True)
class CollectiveEnded(Event):
    code: str
    ended_on: date
    successors: tuple[str, ...]


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
class PersonRenamed(Event):
    person: str
    full_name: str
    since: date


@dataclass(frozen=True, slots=True)
class CivilCategoryChanged(Event):
    person: str
    civil_category: str | None
    since: date


@dataclass(frozen=True, slots=True)
class SickLeaveNoted(Event):
    person: str
    months: int
    since: date


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
class MembershipEnded(Event):
    person: str
    ended_on: date
    reason: str


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
class PostRetitled(Event):
    code: str
    title: str
    since: date
    document: str | None


@dataclass(frozen=True, slots=True)
class PostReclassified(Event):
    code: str
    post_group: str
    head: bool
    since: date
    document: str | None


@dataclass(frozen=True, slots=True)
class PostManagementTransferred(Event):
    code: str
    management_level: str
    since: date
    document: str | None


@dataclass(frozen=True, slots=True)
class PostEnded(Event):
    code: str
    held_to: date


EVENTS: tuple[type[Event], ...] = (
    OrganizationRegistered,
    OrganizationRenamed,
    OrganizationMoved,
    OrganizationReclassified,
    OrganizationSucceeded,
    OrganizationEnded,
    ExternalCodeAssigned,
    CollectiveRegistered,
    CollectiveRenamed,
    CollectiveMoved,
    CollectiveReclassified,
    CollectiveManagementTransferred,
    CollectiveEnded,
    PersonRegistered,
    PersonRenamed,
    CivilCategoryChanged,
    SickLeaveNoted,
    MemberTransferred,
    MemberStatusChanged,
    MembershipEnded,
    PostAssigned,
    PostRetitled,
    PostReclassified,
    PostManagementTransferred,
    PostEnded,
)
