"""Findings of competent bodies: their names, their values, and whom they are about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from services.ratings.domain.errors import FactUnknown, FactValueWrong

YES, NO = "yes", "no"

DISCIPLINE = ("KHIEN_TRACH", "CANH_CAO", "CACH_CHUC", "KHAI_TRU")
"""The Party's forms of discipline, lightest first."""

_VALUES = {
    "finding": re.compile(f"{YES}|{NO}"),
    "figure": re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII),
    "discipline": re.compile("|".join(DISCIPLINE)),
}
"""What may be found, by the type that a rulebook gives the fact. Figures are plain decimals, with a point."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a competent body can find. A `personal` one holds for the person in every capacity."""

    code: str
    type: str
    personal: bool

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Fact:
        return cls(entry["code"], entry["type"], entry.get("about") == "person")


def check_value(fact: str, value: str, facts: Mapping[str, Fact]) -> None:
    """Raise FactUnknown or FactValueWrong unless the rulebook's `facts` allow this to be found."""
    if fact not in facts:
        raise FactUnknown(field="/fact", value=fact)
    if not _VALUES[facts[fact].type].fullmatch(value):
        raise FactValueWrong(field="/value", value=value, fact=fact)


def discipline_at_least(form: str) -> frozenset[str]:
    """`form` and every heavier one. Raises ValueError for what is no form of discipline."""
    return frozenset(DISCIPLINE[DISCIPLINE.index(form) :])


def holder(subject: str, person: str | None, is_personal: bool) -> str:
    """Whom a finding is about: the person in every capacity, or the subject that it was filed under."""
    return f"person:{person}" if person is not None and is_personal else subject


class Findings:
    """The findings that stand. Filed in the order in which they were recorded, a later one replaces the earlier."""

    def __init__(self, personal: AbstractSet[str] = frozenset()) -> None:
        """`personal` names the facts that hold for a person in every capacity."""
        self._personal = personal
        self._standing: dict[str, dict[str, str]] = defaultdict(dict)
        self._events: dict[str, dict[str, str]] = defaultdict(dict)

    def file(self, subject: str, person: str | None, fact: str, value: str, event: str | None = None) -> None:
        of = holder(subject, person, fact in self._personal)
        self._standing[of][fact] = value
        if event is not None:
            self._events[of][fact] = event

    def about(self, subject: str, person: str | None) -> Mapping[str, str]:
        """Every finding that applies to the subject, by fact."""
        return _of_both(self._standing, subject, person)

    def events_about(self, subject: str, person: str | None) -> Mapping[str, str]:
        """The ids of the events that recorded them, by fact."""
        return _of_both(self._events, subject, person)


def _of_both(by_holder: Mapping[str, Mapping[str, str]], subject: str, person: str | None) -> Mapping[str, str]:
    own = by_holder.get(subject, {})
    personal = by_holder.get(f"person:{person}", {}) if person is not None else {}
    return {**own, **personal} if personal else own
