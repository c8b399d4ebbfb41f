"""The collectives that lead organizations, and the posts in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from services.organizations.domain.effects import effect_of
from services.organizations.domain.errors import AlreadyEnded, EndedBefore, EndsBeforeStart, LaterFacts, NotYetHeld
from services.organizations.domain.events import (
    CollectiveEnded,
    CollectiveManagementTransferred,
    CollectiveMoved,
    CollectiveReclassified,
    CollectiveRegistered,
    CollectiveRenamed,
    PostAssigned,
    PostEnded,
    PostManagementTransferred,
    PostReclassified,
    PostRetitled,
)
from services.organizations.domain.lasting import Lasting, takes_effect_by
from services.organizations.domain.organization import Organization
from services.organizations.domain.person import Person
from services.organizations.domain.timeline import Timeline
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
        yield from self._change(CollectiveRenamed(self.key, name, since), today)

    def move(self, organization: Organization, since: date, *, today: date) -> Iterator[Event]:
        """Lead another organization from `since` on."""
        self.require()
        moved = CollectiveMoved(self.key, organization.key, since)
        if self.facts.says(moved):
            return
        self.may_change(since, today, "/since")
        organization.require()
        organization.takes(self, since, self.stays_until(since), "/organization")
        yield moved

    def reclassify(self, type_: str, since: date, *, today: date, document: str | None = None) -> Iterator[Event]:
        """Be of another type from `since` on."""
        yield from self._change(CollectiveReclassified(self.key, type_, since, document), today)

    def transfer_management(
        self, level: str, since: date, *, today: date, document: str | None = None
    ) -> Iterator[Event]:
        """Be managed at another level from `since` on. The posts in it are transferred one by one."""
        yield from self._change(CollectiveManagementTransferred(self.key, level, since, document), today)

    def end(self, ended_on: date, successors: tuple[str, ...] = (), *, today: date) -> Iterator[Event]:
        """Exist no longer after `ended_on`; the successors carry on its work."""
        self.require()
        if not self.has_ended(ended_on, successors):
            self.may_end(ended_on, today)
            yield CollectiveEnded(self.key, ended_on, successors)

    def _change(
        self, changed: CollectiveRenamed | CollectiveReclassified | CollectiveManagementTransferred, today: date
    ) -> Iterator[Event]:
        self.require()
        if not self.facts.says(changed):
            self.may_change(changed.since, today, "/since")
            yield changed

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
    @when(CollectiveReclassified)
    @when(CollectiveManagementTransferred)
    @when(CollectiveEnded)
    def _happened(self, event: Event) -> None:
        self.facts.learn(event)


class Post(Aggregate):
    """One person in one post of a leading collective. A person with two posts is two leaders."""

    kind = "post"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.assigned: PostAssigned | None = None
        self.facts = Timeline()

    @property
    def held_to(self) -> date | None:
        """The last day in the post."""
        held_to: date | None = self.facts.value("held_to")
        return held_to

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

    def retitle(self, title: str, since: date, *, today: date, document: str | None = None) -> Iterator[Event]:
        yield from self._change(PostRetitled(self.key, title, since, document), today)

    def reclassify(
        self, post_group: str, head: bool, since: date, *, today: date, document: str | None = None
    ) -> Iterator[Event]:
        """Be compared with the posts of another group from `since` on, as the head of the collective or not."""
        yield from self._change(PostReclassified(self.key, post_group, head, since, document), today)

    def transfer_management(
        self, level: str, since: date, *, today: date, document: str | None = None
    ) -> Iterator[Event]:
        """Be managed at another level from `since` on."""
        yield from self._change(PostManagementTransferred(self.key, level, since, document), today)

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
        if later := self.facts.first_after(held_to):
            day = effect_of(later).day.isoformat()
            raise LaterFacts(field="/held_to", value=self.key, ended_on=held_to.isoformat(), day=day)
        yield PostEnded(self.key, held_to)

    def _change(
        self, changed: PostRetitled | PostReclassified | PostManagementTransferred, today: date
    ) -> Iterator[Event]:
        assigned = self.require()
        if self.facts.says(changed):
            return
        day = changed.since
        takes_effect_by(today, day, "/since")
        if assigned.held_from and day < assigned.held_from:
            held_from = assigned.held_from.isoformat()
            raise NotYetHeld(field="/since", value=self.key, held_from=held_from, day=day.isoformat())
        if self.held_to and day > self.held_to:
            raise EndedBefore(field="/since", value=self.key, ended_on=self.held_to.isoformat(), day=day.isoformat())
        yield changed

    def require(self) -> PostAssigned:
        if not self.assigned:
            raise NotFound(what=f"post {self.key}", field="/post", value=self.key)
        return self.assigned

    @when(PostAssigned)
    def _assigned(self, event: PostAssigned) -> None:
        self.assigned = event

    @when(PostAssigned)
    @when(PostRetitled)
    @when(PostReclassified)
    @when(PostManagementTransferred)
    @when(PostEnded)
    def _happened(self, event: Event) -> None:
        self.facts.learn(event)
