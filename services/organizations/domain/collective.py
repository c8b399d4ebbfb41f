"""The collectives that lead organizations, and the posts in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from services.organizations.domain.errors import AlreadyEnded, EndsBeforeStart
from services.organizations.domain.events import (
    CollectiveEnded,
    CollectiveMoved,
    CollectiveRegistered,
    CollectiveRenamed,
    PostAssigned,
    PostEnded,
)
from services.organizations.domain.lasting import Lasting, takes_effect_by
from services.organizations.domain.organization import Organization
from services.organizations.domain.person import Person
from shared.domain import Aggregate, AlreadyExists, Event, NotFound, when


class Collective(Lasting):
    """The leading collective of an organization, reviewed and rated as one subject."""

    kind = "collective"
    place = "organization"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.registered: CollectiveRegistered | None = None

    def register(self, wanted: CollectiveRegistered, organization: Organization) -> Iterator[Event]:
        if self.registered == wanted:
            return
        if self.registered:
            raise AlreadyExists(what=f"collective {self.key}", field="/code", value=self.key)
        organization.require()
        organization.takes_in(wanted.founded_on, "/founded_on")
        yield wanted

    def rename(self, name: str, since: date, *, today: date) -> Iterator[Event]:
        self.require()
        renamed = CollectiveRenamed(self.key, name, since)
        if not self.facts.says(renamed):
            self.may_change(since, today, "/since")
            yield renamed

    def move(self, organization: Organization, since: date, *, today: date) -> Iterator[Event]:
        """Lead another organization from `since` on."""
        self.require()
        moved = CollectiveMoved(self.key, organization.key, since)
        if self.facts.says(moved):
            return
        self.may_change(since, today, "/since")
        organization.require()
        organization.exists_on(since, "/organization")
        yield moved

    def end(self, ended_on: date, successors: tuple[str, ...] = (), *, today: date) -> Iterator[Event]:
        """Exist no longer after `ended_on`; the successors carry on its work."""
        self.require()
        if not self.has_ended(ended_on, successors):
            self.may_end(ended_on, today)
            yield CollectiveEnded(self.key, ended_on, successors)

    def require(self, field: str = "/collective") -> CollectiveRegistered:
        if not self.registered:
            raise NotFound(what=f"collective {self.key}", field=field, value=self.key)
        return self.registered

    @when(CollectiveRegistered)
    def _registered(self, event: CollectiveRegistered) -> None:
        self.registered = event

    @when(CollectiveRegistered)
    @when(CollectiveRenamed)
    @when(CollectiveMoved)
    @when(CollectiveEnded)
    def _happened(self, event: Event) -> None:
        self.facts.learn(event)


class Post(Aggregate):
    """One person in one post of a leading collective. A person with two posts is two leaders."""

    kind = "post"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.assigned: PostAssigned | None = None
        self.held_to: date | None = None

    def assign(self, wanted: PostAssigned, person: Person, collective: Collective) -> Iterator[Event]:
        """Whoever is registered may hold a post anywhere: nothing else is asked, and so nothing told, of the person."""
        if self.assigned == wanted:
            return
        if self.assigned:
            raise AlreadyExists(what=f"post {self.key}", field="/code", value=self.key)
        person.require()
        collective.require()
        if wanted.held_from:
            collective.not_ended_before(wanted.held_from, "/held_from")
        yield wanted

    def end(self, held_to: date, *, today: date) -> Iterator[Event]:
        """The person holds the post no longer after `held_to`."""
        assigned = self.require()
        if self.held_to == held_to:
            return
        takes_effect_by(today, held_to, "/held_to")
        if self.held_to:
            raise AlreadyEnded(code=self.key, ended_on=self.held_to.isoformat(), field="/held_to")
        if assigned.held_from and held_to < assigned.held_from:
            held_from = assigned.held_from.isoformat()
            raise EndsBeforeStart(field="/held_to", value=held_to.isoformat(), code=self.key, held_from=held_from)
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
