"""The facts about one thing in the order in which they took effect, whenever they were recorded."""

from __future__ import annotations

from bisect import insort
from datetime import date
from typing import Any, NamedTuple

from services.organizations.domain.effects import Effect, Picture, effect_of, picture
from shared.domain import Event


class _Fact(NamedTuple):
    effect: Effect
    event: Event


class Timeline:
    """Facts by their effect day; of one day, by the order of recording. So a fact that is recorded late finds its
    place and does not hide a later one, and of two facts of one day the one recorded last corrects the other."""

    def __init__(self) -> None:
        self._facts: list[_Fact] = []

    def learn(self, event: Event) -> None:
        insort(self._facts, _Fact(effect_of(event), event), key=lambda fact: fact.effect.day)

    def on(self, day: date) -> Picture:
        """What holds on `day`."""
        return picture(fact.effect.says for fact in self._facts if fact.effect.day <= day)

    def value(self, name: str, day: date = date.max) -> Any:
        """What holds of `name` on `day`, or until further notice; None if nothing was said."""
        for fact in reversed(self._facts):
            if fact.effect.day <= day and name in fact.effect.says:
                return fact.effect.says[name]
        return None

    def values(self, name: str, since: date, until: date = date.max) -> set[Any]:
        """Everything that holds of `name` on some day from `since` to before `until`."""
        days = {fact.effect.day for fact in self._facts if since < fact.effect.day < until}
        return {self.value(name, day) for day in (since, *days)}

    def says(self, event: Event) -> bool:
        """Whether `event` was recorded already, and nothing of its kind has corrected it since."""
        day, changes = effect_of(event)
        same = [fact.event for fact in self._facts if fact.effect.day == day and type(fact.event) is type(event)]
        return event in (same[-1:] if changes else same)

    def first_after(self, day: date, *names: str) -> Event | None:
        """The first fact that takes effect after `day`; with `names`, of those that say something of one of them."""
        for fact in self._facts:
            if fact.effect.day > day and (not names or not fact.effect.says.keys().isdisjoint(names)):
                return fact.event
        return None

    def days_of(self, name: str, value: Any, since: date) -> list[date]:
        """The days, from `since` on, from which on facts give `name` this value: of each stay the first day."""
        said = {fact.effect.day for fact in self._facts if fact.effect.day > since and name in fact.effect.says}
        return [day for day in (since, *sorted(said)) if self.value(name, day) == value]
