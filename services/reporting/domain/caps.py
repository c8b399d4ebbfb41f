"""The cap on the best level: which share of the good ones may be excellent, group by group.

Level, percentage, base and grouping are those of the campaign's rulebook.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from services.reporting.domain.levels import LEVELS
from services.reporting.domain.subjects import CollectiveRow, MemberRow, OrganizationRow

Capped = OrganizationRow | CollectiveRow | MemberRow

_GROUPINGS = {
    "member": ("mem", {"tccsd": "grassroots"}),
    "party_org": ("org", {"deciding_body": "decided_by", "org_type": "type"}),
    "leading_collective": ("col", {"deciding_body": "decided_by", "similar_role_group": "type"}),
}
"""For each kind that a rulebook may cap: what its groups are called there, and where a row holds it."""


class UnknownCapRule(ValueError):
    """The rulebook words a cap in a way that this service cannot count."""


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `max_pct` percent of the base may hold `level`, in each group. The base counts `good` levels."""

    id: str
    kind: str
    level: str
    good: str
    max_pct: Decimal
    base: str
    minimum: int
    group_by: tuple[str, ...]

    @classmethod
    def of(cls, rule: Mapping[str, Any]) -> Cap:
        """Read one entry of a rulebook's `caps`. Raises UnknownCapRule."""
        [subjects] = rule["subjects"]
        group_by = [rule["group_by"]] if isinstance(rule["group_by"], str) else rule["group_by"]
        kind, parts = _GROUPINGS.get(subjects, ("", {}))
        if rule["rounding"] != "floor" or any(part not in parts for part in group_by):
            raise UnknownCapRule(f"{rule['id']}: {subjects} by {group_by}, rounding {rule['rounding']}")
        good = LEVELS[LEVELS.index(rule["level"]) + 1]
        if rule["base"] not in (f"{good}_final", f"{good}_or_better", "rated_total"):
            raise UnknownCapRule(f"{rule['id']}: base {rule['base']}")
        return cls(
            id=rule["id"],
            kind=kind,
            level=rule["level"],
            good=good,
            max_pct=Decimal(str(rule["max_pct"])),
            base=rule["base"],
            minimum=rule.get("minimum_allowed", 0),
            group_by=tuple(parts[part] for part in group_by),
        )

    def allowed(self, count: Mapping[str, int]) -> int:
        """How many of a group with these levels may be excellent: the share of the base, rounded down."""
        if self.base == "rated_total":
            base = sum(count.values())
        elif self.base.endswith("_final"):
            base = count[self.good]
        else:
            base = count[self.good] + count[self.level]
        return max(self.minimum, int(self.max_pct * base / 100))


class CapTally:
    """Counts the levels in each group of one cap. A group is named by its body, and its type if it has one."""

    def __init__(self, cap: Cap) -> None:
        self.cap = cap
        self._attributes = [attrgetter(part) for part in cap.group_by]
        self._groups: dict[tuple[str, ...], dict[str, int]] = {}
        self._overrides: dict[tuple[str, ...], set[str]] = {}

    def know(self, body: str) -> None:
        """List the body's group, even if nobody in it is rated."""
        self._groups.setdefault((body,), dict.fromkeys(LEVELS, 0))

    def add(self, row: Capped) -> None:
        group = tuple(attribute(row) for attribute in self._attributes)
        if None in group:
            return
        count = self._groups.setdefault(group, dict.fromkeys(LEVELS, 0))
        if row.level is not None:
            count[row.level] += 1
        if row.level == self.cap.level and row.cap_override:
            self._overrides.setdefault(group, set()).add(row.cap_override)

    def groups(self, bodies: Collection[str]) -> dict[str, dict[str, int]]:
        """Excellent, good and allowed in each group whose body is one of `bodies`.

        A body decides only about subjects at or below it, so such a group is complete.
        """
        return {"/".join(group): self._figures(count) for group, count in self._of(bodies)}

    def over(self, bodies: Collection[str]) -> list[dict[str, object]]:
        """The groups that hold more excellent than allowed, with the documents that allow it."""
        return [
            {"cap": self.cap.id, "group": "/".join(group), "override": self._override(group), **figures}
            for group, count in self._of(bodies)
            for figures in [self._figures(count)]
            if figures["excellent"] > figures["allowed"]
        ]

    def _of(self, bodies: Collection[str]) -> Iterable[tuple[tuple[str, ...], dict[str, int]]]:
        return sorted((group, count) for group, count in self._groups.items() if group[0] in bodies)

    def _figures(self, count: dict[str, int]) -> dict[str, int]:
        return {
            "allowed": self.cap.allowed(count),
            "excellent": count[self.cap.level],
            "good": count[self.cap.good],
        }

    def _override(self, group: tuple[str, ...]) -> str | None:
        return ";".join(sorted(self._overrides.get(group, ()))) or None
