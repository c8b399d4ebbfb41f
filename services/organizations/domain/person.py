"""People: Party members in their cells, and the posts they hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from services.organizations.domain.errors import AlreadyEnded, EndsBeforeStart
from services.organizations.domain.events import (
    MemberStatusChanged,
    MemberTransferred,
    PersonRegistered,
    PostAssigned,
    PostEnded,
)
from services.organizations.domain.organization import Collective, Organization
from shared.domain import Aggregate, AlreadyExists, Event, NotFound, when


class Person(Aggregate):
    """A person; with a cell, a Party member who is active there."""

    kind = "person"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.registered: PersonRegistered | None = None
        self.cell: str | None = None
        self.status: str | None = None

    def register(self, wanted: PersonRegistered, cell: Organization | None) -> Iterator[Event]:
        if self.registered == wanted:
            return
        if self.registered:
            raise AlreadyExists(what=f"person {self.key}", field="/code", value=self.key)
        if cell:
            cell.require_cell()
        yield wanted

    def transfer(self, cell: Organization, moved_on: date) -> Iterator[Event]:
        """Move the member's activity to another cell."""
        self.require()
        cell.require_cell()
        if self.cell != cell.key:
            yield MemberTransferred(self.key, cell.key, moved_on)

    def change_status(self, status: str, changed_on: date) -> Iterator[Event]:
        """Exempt, suspend or reinstate the member (21-HD/BTCTW: exempt and suspended members are not reviewed)."""
        self.require()
        if self.status != status:
            yield MemberStatusChanged(self.key, status, changed_on)

    def require(self) -> PersonRegistered:
        if not self.registered:
            raise NotFound(what=f"person {self.key}", field="/person", value=self.key)
        return self.registered

    @when(PersonRegistered)
    def _registered(self, event: PersonRegistered) -> None:
        self.registered = event
        self.cell = event.cell
        self.status = event.member_status

    @when(MemberTransferred)
    def _transferred(self, event: MemberTransferred) -> None:
        self.cell = event.cell

    @when(MemberStatusChanged)
    def _status_changed(self, event: MemberStatusChanged) -> None:
        self.status = event.member_status


class Post(Aggregate):
    """One person in one post of a leading collective. A person with two posts is two leaders."""

    kind = "post"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.assigned: PostAssigned | None = None
        self.held_to: date | None = None

    def assign(self, wanted: PostAssigned, person: Person, collective: Collective) -> Iterator[Event]:
        if self.assigned == wanted:
            return
        if self.assigned:
            raise AlreadyExists(what=f"post {self.key}", field="/code", value=self.key)
        person.require()
        collective.require()
        yield wanted

    def end(self, held_to: date) -> Iterator[Event]:
        assigned = self.require()
        if self.held_to == held_to:
            return
        if self.held_to:
            raise AlreadyEnded(code=self.key, ended_on=self.held_to.isoformat(), field="/held_to")
        if assigned.held_from and held_to < assigned.held_from:
            raise EndsBeforeStart(field="/held_to", value=held_to.isoformat(), held_from=assigned.held_from.isoformat())
        yield PostEnded(self.key, held_to)

    def require(self) -> PostAssigned:
        if not self.assigned:
            raise NotFound(what=f"post {self.key}", field="/post", value=self.key)
        return self.assigned

    @when(PostAssigned)
    def _assigned(self, event: PostAssigned) -> None:
        self.assigned = event

    @when(PostEnded)
    def _ended(self, event: PostEnded) -> None:
        self.held_to = event.held_to
