"""The cap on excellent ratings: at most so many percent of the good ones, per group.

A cap never takes a rating away. Which of too many keep the level is for people to decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.ratings.domain.errors import RulebookUnreadable
from services.ratings.domain.evidence import Tally
from shared.subjects import Kind, Subject

_GROUPED_BY = {
    "tccsd": lambda subject, body: body,
    "deciding_body": lambda subject, body: body,
    "org_type": lambda subject, body: subject.type,
    "similar_role_group": lambda subject, body: subject.type,
}
"""What a group consists of. A member's grassroots organization (`tccsd`) is the body that decides the member."""

_BASES = {
    "HTTNV_final": ("HTTNV",),
    "HTTNV_or_better": ("HTTNV", "HTXSNV"),
    "rated_total": ("HTXSNV", "HTTNV", "HTNV", "KHTNV"),
}
"""The levels that are counted as the base, by the name that rulebooks give the base."""


@dataclass(frozen=True, slots=True)
class Cap:
    """How many of a group may have `level`. One that is not `binding` is only reported."""

    code: str
    level: str
    percent: int
    kinds: frozenset[Kind]
    group_by: tuple[str, ...]
    base: frozenset[str]
    minimum: int
    binding: bool

    @classmethod
    def read(cls, entry: Mapping[str, Any], kinds: Mapping[str, Kind]) -> Cap:
        """A cap as a rulebook writes it. Part of a person is no person: the only rounding is down."""
        group_by = entry["group_by"]
        cap = cls(
            code=entry["id"],
            level=entry["level"],
            percent=int(entry["max_pct"]),
            kinds=frozenset(kinds[name] for name in entry["subjects"]),
            group_by=(group_by,) if isinstance(group_by, str) else tuple(group_by),
            base=frozenset(_BASES[entry["base"]]),
            minimum=int(entry.get("minimum_allowed", 0)),
            binding=entry["severity"] != "warn",
        )
        known = set(cap.group_by) <= set(_GROUPED_BY) and ("tccsd" not in cap.group_by or cap.kinds == {Kind.MEMBER})
        if entry["rounding"] != "floor" or not known:
            raise RulebookUnreadable(value=cap.code)
        return cap

    def group_of(self, subject: Subject, body: str | None) -> str | None:
        """The group in which the subject is counted, e.g. `QN-01` or `QN/CB_CO_SO`; None if in none.

        `body` is the competent body. A subject that nobody here decides belongs to no group.
        """
        if subject.kind not in self.kinds or body is None:
            return None
        parts = [_GROUPED_BY[key](subject, body) for key in self.group_by]
        return None if None in parts else "/".join(parts)

    def good(self, tally: Tally) -> int:
        return sum(tally.get(level, 0) for level in self.base)

    def excellent(self, tally: Tally) -> int:
        return tally.get(self.level, 0)

    def allowed(self, tally: Tally) -> int:
        """⌊percent × good⌋, and never less than the rulebook's minimum."""
        return max(self.minimum, self.percent * self.good(tally) // 100)

    def is_exceeded_by(self, tally: Tally) -> bool:
        return self.excellent(tally) > self.allowed(tally)
