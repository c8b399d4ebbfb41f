"""People: Party members in their cells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from services.organizations.domain.effects import DAY, effect_of
from services.organizations.domain.errors import AlreadyEnded, LaterFacts, NoMemberThen, NotYetAdmitted
from services.organizations.domain.events import (
    CivilCategoryChanged,
    MembershipEnded,
    MemberStatusChanged,
    MemberTransferred,
    PersonRegistered,
    PersonRenamed,
    SickLeaveNoted,
)
from services.organizations.domain.lasting import takes_effect_by
from services.organizations.domain.organization import Organization
from services.organizations.domain.timeline import Timeline
from shared.domain import Aggregate, AlreadyExists, Event, NotFound, when

MOVED_AWAY = "moved_away"
"""The one end of membership after which a member can come back by a transfer."""


class Person(Aggregate):
    """A person; with a cell, a Party member who is active there."""

    kind = "person"
    place = "cell"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.registered: PersonRegistered | None = None
        self.facts = Timeline()

    def register(self, wanted: PersonRegistered, cell: Organization | None) -> Iterator[Event]:
        if self.registered == wanted:
            return
        if self.registered:
            raise AlreadyExists(what=f"person {self.key}", field="/code", value=self.key)
        if cell:
            cell.require_cell()
            cell.takes_in(wanted.admitted_on, "/admitted_on")
        yield wanted

    def rename(self, full_name: str, since: date, *, today: date) -> Iterator[Event]:
        yield from self._change(PersonRenamed(self.key, full_name, since), today)

    def change_civil_category(self, civil_category: str | None, since: date, *, today: date) -> Iterator[Event]:
        yield from self._change(CivilCategoryChanged(self.key, civil_category, since), today)

    def note_sick_leave(self, months: int, since: date, *, today: date) -> Iterator[Event]:
        yield from self._change(SickLeaveNoted(self.key, months, since), today)

    def transfer(self, cell: Organization, moved_on: date, *, today: date) -> Iterator[Event]:
        """Be active in another cell from `moved_on` on. Recorded late, it changes nothing of a later transfer."""
        transferred = MemberTransferred(self.key, cell.key, moved_on)
        self.require()
        if self.facts.says(transferred):
            return
        if self.facts.value("membership_ending", moved_on) != MOVED_AWAY:
            self._must_be_member_on(moved_on, "/moved_on")
        takes_effect_by(today, moved_on, "/moved_on")
        moves = self.facts.first_after(moved_on, self.place)
        until = effect_of(moves).day if moves else date.max
        cell.require_cell(moved_on, until)
        cell.takes(self, moved_on, until, "/cell")
        yield transferred

    def change_status(self, status: str, changed_on: date, *, today: date) -> Iterator[Event]:
        """Exempt, suspend or reinstate the member (21-HD/BTCTW: exempt and suspended members are not reviewed)."""
        changed = MemberStatusChanged(self.key, status, changed_on)
        self.require()
        if self.facts.says(changed):
            return
        takes_effect_by(today, changed_on, "/changed_on")
        self._must_be_member_on(changed_on, "/changed_on")
        yield changed

    def end_membership(self, ended_on: date, reason: str, *, today: date) -> Iterator[Event]:
        """Be no Party member after `ended_on`."""
        self.require()
        takes_effect_by(today, ended_on, "/ended_on")
        ended = MembershipEnded(self.key, ended_on, reason)
        if self.facts.says(ended):
            return
        if before := self.facts.value("membership_ended_on", effect_of(ended).day):
            raise AlreadyEnded(code=self.key, ended_on=before.isoformat(), field="/ended_on")
        self._must_be_member_on(ended_on, "/ended_on")
        later = self.facts.first_after(ended_on, "cell", "member_status")
        if later and not (reason == MOVED_AWAY and _comes_back(later, ended_on)):
            day = effect_of(later).day.isoformat()
            raise LaterFacts(field="/ended_on", value=self.key, ended_on=ended_on.isoformat(), day=day)
        yield ended

    def days_in(self, cell: str, since: date) -> list[date]:
        """The days, from `since` on, on which the member's stays in `cell` begin or go on."""
        admitted = self.facts.value("admitted_on") or since
        return sorted({max(day, admitted) for day in self.facts.days_of(self.place, cell, since)})

    def require(self) -> PersonRegistered:
        if not self.registered:
            raise NotFound(what=f"person {self.key}", field="/person", value=self.key)
        return self.registered

    def _change(self, changed: PersonRenamed | CivilCategoryChanged | SickLeaveNoted, today: date) -> Iterator[Event]:
        self.require()
        if not self.facts.says(changed):
            takes_effect_by(today, changed.since, "/since")
            yield changed

    def _must_be_member_on(self, day: date, field: str) -> None:
        admitted = self.require().admitted_on
        if admitted and day < admitted:
            raise NotYetAdmitted(field=field, value=self.key, admitted_on=admitted.isoformat(), day=day.isoformat())
        if ended := self.facts.value("membership_ended_on", day):
            raise NoMemberThen(field=field, value=self.key, ended_on=ended.isoformat(), day=day.isoformat())

    @when(PersonRegistered)
    def _registered(self, event: PersonRegistered) -> None:
        self.registered = event

    @when(PersonRegistered)
    @when(PersonRenamed)
    @when(CivilCategoryChanged)
    @when(SickLeaveNoted)
    @when(MemberTransferred)
    @when(MemberStatusChanged)
    @when(MembershipEnded)
    def _happened(self, event: Event) -> None:
        self.facts.learn(event)


def _comes_back(later: Event, ended_on: date) -> bool:
    return isinstance(later, MemberTransferred) and later.moved_on > ended_on + DAY
