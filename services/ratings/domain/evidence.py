"""What is known about one subject at the moment its level is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Tally = Mapping[str, int]
"""How many have each quality level."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The input of every condition.

    `degrees` by criterion, of the latest stage that has any; `facts` by name, as filed; `below` counts the
    levels of child organizations, or of a cell's members; `collective_level` is that of the collective a
    leader belongs to.
    """

    degrees: Mapping[str, str]
    facts: Mapping[str, str] = field(default_factory=dict)
    below: Tally = field(default_factory=dict)
    civil_category: str | None = None
    civil_level: str | None = None
    sick_leave_months: int | None = None
    head: bool = False
    collective_level: str | None = None

    def number(self, fact: str) -> Decimal | None:
        """A numeric finding, or None where none was filed."""
        value = self.facts.get(fact)
        return None if value is None else Decimal(value)
