"""What organizations and collectives have in common: they are founded, change, and end, each on a day of its own."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from services.organizations.domain.effects import DAY, effect_of
from services.organizations.domain.errors import (
    AlreadyEnded,
    EndedBefore,
    EndsBeforeFounding,
    LaterFacts,
    NotYetFounded,
    StaysAfterEnd,
    TakesEffectLater,
)
from services.organizations.domain.timeline import Timeline
from shared.domain import Aggregate, Instant

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def day_of(now: Instant) -> date:
    """The day that it is in Vietnam."""
    return now.astimezone(ZONE).date()


def takes_effect_by(today: date, day: date, field: str) -> None:
    """Raise TakesEffectLater if `day` is still to come."""
    if day > today:
        raise TakesEffectLater(field=field, value=day.isoformat(), today=today.isoformat())


class Lasting(Aggregate):
    """Something that is founded, changes and ends. It is ended, never deleted."""

    place: ClassVar[str]
    """The name of the fact that says where it stands."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.facts = Timeline()

    @property
    def founded_on(self) -> date | None:
        founded: date | None = self.facts.value("founded_on")
        return founded

    @property
    def ended_on(self) -> date | None:
        """The last day on which it exists."""
        ended: date | None = self.facts.value("ended_on")
        return ended

    def not_ended_before(self, day: date, field: str) -> None:
        """Raise EndedBefore unless something new may still stand in it on `day`."""
        if self.ended_on and day > self.ended_on:
            ended_on = self.ended_on.isoformat()
            raise EndedBefore(field=field, value=self.key, ended_on=ended_on, day=day.isoformat())

    def exists_on(self, day: date, field: str) -> None:
        """Raise NotYetFounded or EndedBefore unless it exists on `day`. Without a founding day it has ever existed."""
        if self.founded_on and day < self.founded_on:
            founded_on = self.founded_on.isoformat()
            raise NotYetFounded(field=field, value=self.key, founded_on=founded_on, day=day.isoformat())
        self.not_ended_before(day, field)

    def takes(self, subject: Aggregate, since: date, until: date, field: str) -> None:
        """Raise NotYetFounded, EndedBefore or StaysAfterEnd unless `subject` may stand in it from `since` on.

        `until` is the day from which it is known to stand elsewhere, or to stand nowhere any more.
        """
        self.exists_on(since, field)
        if self.ended_on and until > self.ended_on + DAY:
            last, following = self.ended_on.isoformat(), (self.ended_on + DAY).isoformat()
            raise StaysAfterEnd(field=field, value=self.key, subject=subject.key, ended_on=last, next_day=following)

    def stays_until(self, since: date) -> date:
        """The day before which the stay that begins on `since` is over: by its next move, or its end."""
        moves = self.facts.first_after(since, self.place)
        return min(effect_of(moves).day if moves else date.max, self.ended_on + DAY if self.ended_on else date.max)

    def may_change(self, day: date, today: date, field: str) -> None:
        """Raise unless something may have changed in it on `day`."""
        takes_effect_by(today, day, field)
        self.exists_on(day, field)

    def may_end(self, ended_on: date, today: date) -> None:
        """Raise unless `ended_on` may be its last day."""
        day = ended_on.isoformat()
        takes_effect_by(today, ended_on, "/ended_on")
        if self.ended_on:
            raise AlreadyEnded(code=self.key, ended_on=self.ended_on.isoformat(), field="/ended_on")
        if self.founded_on and ended_on < self.founded_on:
            founded_on = self.founded_on.isoformat()
            raise EndsBeforeFounding(field="/ended_on", value=day, code=self.key, founded_on=founded_on)
        if later := self.facts.first_after(ended_on):
            changed_on = effect_of(later).day.isoformat()
            raise LaterFacts(field="/ended_on", value=self.key, ended_on=day, day=changed_on)

    def has_ended(self, ended_on: date, successors: tuple[str, ...]) -> bool:
        """Whether exactly this end is recorded. Who names no successors does not deny those that are recorded."""
        return self.ended_on == ended_on and successors in ((), self.facts.value("successors"))

    def days_in(self, place: str, since: date) -> list[date]:
        """The days, from `since` on, on which its stays in `place` begin or go on; none if it had ended by then."""
        if self.ended_on and self.ended_on < since:
            return []
        founded = self.founded_on or since
        return sorted({max(day, founded) for day in self.facts.days_of(self.place, place, since)})
