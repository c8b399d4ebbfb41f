"""What is known about one subject at the moment its level is derived, and which events say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Tally = Mapping[str, int]
"""How many have each quality level."""


@dataclass(frozen=True, slots=True)
class Origins:
    """The ids of the events that the evidence comes from.

    `opinion` gave the degrees or points; `findings` by fact; `civil` is the civil-service rating; `below` the ratings
    of child organizations or of a cell's members; `collective` that of a leader's collective. What rows of a
    document would add has no event yet.
    """

    opinion: str | None = None
    findings: Mapping[str, str] = field(default_factory=dict)
    civil: str | None = None
    below: tuple[str, ...] = ()
    collective: str | None = None


NOWHERE = Origins()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The input of every condition.

    `degrees` and `points` by criterion, of the latest stage that has any (`stage`); `facts` by name, as filed;
    `below` counts the levels of child organizations, or of a cell's members (`below_are_members`); `collective_level`
    is that of the collective a leader belongs to; `type` that of the organization or collective itself.
    """

    degrees: Mapping[str, str]
    facts: Mapping[str, str] = field(default_factory=dict)
    below: Tally = field(default_factory=dict)
    civil_category: str | None = None
    civil_level: str | None = None
    sick_leave_months: int | None = None
    head: bool = False
    collective_level: str | None = None
    points: Mapping[str, Decimal] = field(default_factory=dict)
    stage: str | None = None
    below_are_members: bool = False
    type: str | None = None
    origins: Origins = NOWHERE

    def number(self, fact: str) -> Decimal | None:
        """A numeric finding, or None where none was filed."""
        value = self.facts.get(fact)
        return None if value is None else Decimal(value)

    def total(self, criteria: tuple[str, ...]) -> Decimal | None:
        """The sum of the points of these criteria; None while one of them has none. Missing is never zero."""
        total = Decimal(0)
        for criterion in criteria:
            points = self.points.get(criterion)
            if points is None:
                return None
            total += points
        return total
