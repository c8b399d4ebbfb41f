"""The cap on the best level: which share of the good ones may be excellent, group by group.

Level, percentage, base, rounding and grouping are those of the campaign's rulebook.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from services.reporting.domain.levels import LEVELS
from services.reporting.domain.subjects import CollectiveRow, LeaderRow, MemberRow, OrganizationRow

Capped = OrganizationRow | CollectiveRow | MemberRow | LeaderRow

_TYPED = {"deciding_body": "decided_by", "org_type": "type", "similar_role_group": "type"}
_GROUPINGS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "member": ("mem", {"tccsd": "grassroots", "deciding_body": "grassroots"}),
    "party_org": ("org", _TYPED),
    "leading_collective": ("col", _TYPED),
    "leader": ("ldr", {"deciding_body": "decided_by", "similar_role_group": "post_group"}),
}
"""For each kind that a rulebook may cap: what its groups are called there, and where a row holds it."""

_BODIES = frozenset({"tccsd", "deciding_body"})
"""What a grouping begins with: in each group one body decides."""

_ROUNDED: Mapping[str, Callable[[int], int]] = {
    "floor": lambda hundredths: hundredths // 100,
    "half_up": lambda hundredths: (hundredths + 50) // 100,
    "ceiling": lambda hundredths: -(-hundredths // 100),
}
"""How many whole people a share of them is, by the name that rulebooks give the rounding."""


class UnknownCapRule(ValueError):
    """The rulebook words a cap in a way that this service cannot count."""


@dataclass(frozen=True, slots=True)
class Raise:
    """A higher percentage, for the groups of a body of which the finding `fact` holds."""

    max_pct: int
    fact: str


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `max_pct` percent of the base may hold `level`, in each group. The base counts `good` levels.

    `groups_of` says, by kind of subject, which attributes of a row make its group.
    """

    id: str
    level: str
    good: str
    max_pct: int
    base: str
    rounding: str
    minimum: int
    raised: Raise | None
    groups_of: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, rule: Mapping[str, Any]) -> Cap:
        """Read one entry of a rulebook's `caps`. Raises UnknownCapRule."""
        group_by = [rule["group_by"]] if isinstance(rule["group_by"], str) else rule["group_by"]
        good = LEVELS[LEVELS.index(rule["level"]) + 1]
        if rule["rounding"] not in _ROUNDED or rule["base"] not in (
            f"{good}_final",
            f"{good}_or_better",
            "rated_total",
        ):
            raise UnknownCapRule(f"{rule['id']}: base {rule['base']}, rounding {rule['rounding']}")
        return cls(
            id=rule["id"],
            level=rule["level"],
            good=good,
            max_pct=rule["max_pct"],
            base=rule["base"],
            rounding=rule["rounding"],
            minimum=rule.get("minimum_allowed", 0),
            raised=_raise(rule["raised"]) if "raised" in rule else None,
            groups_of=dict(_grouping(rule["id"], subjects, group_by) for subjects in rule["subjects"]),
        )

    def allowed(self, count: Mapping[str, int], found: Collection[str] = ()) -> int:
        """How many of a group with these levels may be excellent. `found` are the findings about the group's body."""
        if self.base == "rated_total":
            base = sum(count.values())
        elif self.base.endswith("_final"):
            base = count[self.good]
        else:
            base = count[self.good] + count[self.level]
        return max(self.minimum, _ROUNDED[self.rounding](self._percent(found) * base))

    def group_of(self, kind: str, row: Any) -> tuple[str, ...] | None:
        """The group in which a row of the kind is counted; None if in none."""
        if kind not in self.groups_of:
            return None
        group = tuple(getattr(row, part) for part in self.groups_of[kind])
        return None if None in group else group

    def _percent(self, found: Collection[str]) -> int:
        return self.raised.max_pct if self.raised is not None and self.raised.fact in found else self.max_pct


def _raise(entry: Mapping[str, Any]) -> Raise:
    return Raise(entry["max_pct"], entry["when"]["finding"])


def _grouping(cap: str, subjects: str, group_by: list[str]) -> tuple[str, tuple[str, ...]]:
    """The kind of subject, and the attributes of its rows that make a group."""
    kind, parts = _GROUPINGS.get(subjects, ("", {}))
    if group_by[0] not in _BODIES or any(part not in parts for part in group_by):
        raise UnknownCapRule(f"{cap}: {subjects} by {group_by}")
    return kind, tuple(parts[part] for part in group_by)


class CappedGroup(NamedTuple):
    """Subjects that stand in the same group of every cap, at one level, under one document or none."""

    grassroots: str | None
    decided_by: str | None
    type: str | None
    level: str | None
    cap_override: str | None

    @property
    def post_group(self) -> str | None:
        """The type of a leader is the group of the post."""
        return self.type


class CapTally:
    """Counts the levels in each group of one cap. A group is named by its body, and its type if it has one.

    `found` says which findings hold about a body.
    """

    def __init__(self, cap: Cap, found: Mapping[str, Collection[str]] | None = None) -> None:
        self.cap = cap
        self._found = found or {}
        self._groups: dict[tuple[str, ...], dict[str, int]] = {}
        self._overrides: dict[tuple[str, ...], set[str]] = {}

    def know(self, body: str) -> None:
        """List the body's group, even if nobody in it is rated."""
        self._groups.setdefault((body,), dict.fromkeys(LEVELS, 0))

    def add(self, kind: str, row: Capped | CappedGroup, times: int = 1) -> None:
        group = self.cap.group_of(kind, row)
        if group is None:
            return
        count = self._groups.setdefault(group, dict.fromkeys(LEVELS, 0))
        if row.level is not None:
            count[row.level] += times
        if row.level == self.cap.level and row.cap_override:
            self._overrides.setdefault(group, set()).add(row.cap_override)

    def groups(self, bodies: Collection[str]) -> dict[str, dict[str, int]]:
        """Excellent, good and allowed in each group whose body is one of `bodies`.

        A body decides only about subjects at or below it, so such a group is complete.
        """
        return {name: self._figures(group) for name, group in self._of(bodies)}

    def over(self, bodies: Collection[str]) -> list[dict[str, object]]:
        """The groups that hold more excellent than allowed, with the documents that allow it."""
        return [
            {"cap": self.cap.id, "group": name, "override": self._override(group), **figures}
            for name, group in self._of(bodies)
            for figures in [self._figures(group)]
            if figures["excellent"] > figures["allowed"]
        ]

    def board(self, bodies: Collection[str]) -> list[dict[str, object]]:
        """Every group with what is missing: `more_good` is how many more good ones would allow the excellent that
        there are, or one more where these are allowed; None where no number would."""
        kinds = sorted(self.cap.groups_of)
        return [
            {
                "cap": self.cap.id,
                "kinds": kinds,
                "group": name,
                "override": self._override(group),
                **figures,
                "more_good": missing,
            }
            for name, group in self._of(bodies)
            for figures in [self._figures(group)]
            for missing in [self._more_good(group, max(figures["excellent"], figures["allowed"] + 1))]
        ]

    def _more_good(self, group: tuple[str, ...], wanted: int) -> int | None:
        found = self._found.get(group[0], ())
        count, most = dict(self._groups[group]), 100 * wanted
        for more in range(most + 1):
            if self.cap.allowed(count, found) >= wanted:
                return more
            count[self.cap.good] += 1
        return None

    def _of(self, bodies: Collection[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
        """The groups by name."""
        return sorted(("/".join(group), group) for group in self._groups if group[0] in bodies)

    def _figures(self, group: tuple[str, ...]) -> dict[str, int]:
        count = self._groups[group]
        return {
            "allowed": self.cap.allowed(count, self._found.get(group[0], ())),
            "excellent": count[self.cap.level],
            "good": count[self.cap.good],
        }

    def _override(self, group: tuple[str, ...]) -> str | None:
        return ";".join(sorted(self._overrides.get(group, ()))) or None
