"""The cap on excellent ratings: at most so many percent of the good ones, per group.

A cap never takes a rating away. Which of too many keep the level is for people to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.ratings.domain.errors import RulebookUnreadable
from services.ratings.domain.proposal.evidence import Tally
from services.ratings.domain.proposal.findings import YES
from shared.subjects import Kind, Subject

_GROUPED_BY = {
    "tccsd": lambda type_, body: body,
    "deciding_body": lambda type_, body: body,
    "org_type": lambda type_, body: type_,
    "similar_role_group": lambda type_, body: type_,
}
"""What a group consists of, from a subject's type and competent body.

A member's grassroots organization (`tccsd`) is the body that decides the member.
"""

_BODIES = frozenset({"tccsd", "deciding_body"})
"""What a grouping begins with: in each group one body decides."""

_ROUNDED: Mapping[str, Callable[[int], int]] = {
    "floor": lambda hundredths: hundredths // 100,
    "half_up": lambda hundredths: (2 * hundredths + 100) // 200,
    "ceiling": lambda hundredths: -(-hundredths // 100),
}
"""How many whole people a share of them is, by the name that rulebooks give the rounding. Integers throughout."""

_NEEDED: Mapping[str, Callable[[int, int], int]] = {
    "floor": lambda people, percent: -(-100 * people // percent),
    "half_up": lambda people, percent: -(-(200 * people - 100) // (2 * percent)),
    "ceiling": lambda people, percent: 100 * (people - 1) // percent + 1,
}
"""The smallest base of which the percentage, so rounded, is that many people."""

BASES = {
    "HTTNV_final": ("HTTNV",),
    "HTTNV_or_better": ("HTTNV", "HTXSNV"),
    "rated_total": ("HTXSNV", "HTTNV", "HTNV", "KHTNV"),
}
"""The levels that are counted as the base, by the name that rulebooks give the base."""


@dataclass(frozen=True, slots=True)
class Raise:
    """A higher percentage, where a finding about the deciding body allows it."""

    percent: int
    fact: str

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Raise:
        return cls(int(entry["max_pct"]), entry["when"]["finding"])


@dataclass(frozen=True, slots=True)
class Cap:
    """How many of a group may have `level`. `severity` is the rulebook's word for what happens above that."""

    code: str
    level: str
    percent: int
    kinds: frozenset[Kind]
    group_by: tuple[str, ...]
    base: frozenset[str]
    minimum: int
    severity: str
    rounding: str = "floor"
    raised: Raise | None = None

    @classmethod
    def read(cls, entry: Mapping[str, Any], kinds: Mapping[str, Kind]) -> Cap:
        """A cap as a rulebook writes it. Raises RulebookUnreadable for what cannot be counted."""
        group_by = entry["group_by"]
        cap = cls(
            code=entry["id"],
            level=entry["level"],
            percent=int(entry["max_pct"]),
            kinds=frozenset(kinds[name] for name in entry["subjects"]),
            group_by=(group_by,) if isinstance(group_by, str) else tuple(group_by),
            base=frozenset(BASES[entry["base"]]),
            minimum=int(entry.get("minimum_allowed", 0)),
            severity=entry["severity"],
            rounding=entry["rounding"],
            raised=Raise.read(entry["raised"]) if "raised" in entry else None,
        )
        known = set(cap.group_by) <= set(_GROUPED_BY) and ("tccsd" not in cap.group_by or cap.kinds == {Kind.MEMBER})
        if cap.rounding not in _ROUNDED or not known or cap.group_by[0] not in _BODIES:
            raise RulebookUnreadable(value=cap.code)
        return cap

    @property
    def binding(self) -> bool:
        """Whether it refuses; one that does not is only reported."""
        return self.severity != "warn"

    @property
    def base_name(self) -> str:
        """The name that rulebooks give the base."""
        return next(name for name, levels in BASES.items() if self.base == frozenset(levels))

    def body_of(self, group: str) -> str:
        """The body that decides in the group."""
        return group.rsplit("/", len(self.group_by) - 1)[0]

    def for_body(self, found: Mapping[str, str]) -> Cap:
        """The cap as it holds for groups of a body with these findings, by fact: one of them may raise it."""
        if self.raised is None or found.get(self.raised.fact) != YES:
            return self
        return replace(self, percent=self.raised.percent)

    def with_base(self, name: str) -> Cap:
        """The same cap on another base. Raises KeyError for a name that is not in BASES."""
        return replace(self, base=frozenset(BASES[name]))

    def group_of(self, subject: Subject, body: str | None) -> str | None:
        """The group in which the subject is counted, e.g. `QN-01` or `QN/CB_CO_SO`; None if in none.

        `body` is the competent body. A subject that nobody here decides belongs to no group.
        """
        return self.group_for(subject.kind, subject.type or subject.post_group, body)

    def group_for(self, kind: Kind, type_: str | None, body: str | None) -> str | None:
        """The group of a subject of this kind and type, or group of posts; see `group_of`."""
        if kind not in self.kinds or body is None:
            return None
        parts = [_GROUPED_BY[key](type_, body) for key in self.group_by]
        return None if None in parts else "/".join(parts)

    def good(self, tally: Tally) -> int:
        return sum(tally.get(level, 0) for level in self.base)

    def excellent(self, tally: Tally) -> int:
        return tally.get(self.level, 0)

    def allowed(self, tally: Tally) -> int:
        """percent × good, rounded as the rulebook says, and never less than its minimum."""
        return max(self.minimum, _ROUNDED[self.rounding](self.percent * self.good(tally)))

    def is_burdened_by(self, before: str | None, after: str | None) -> bool:
        """Whether a subject's change is one that can lead a group over the cap: one more excellent, one good less."""
        takes_from_the_base = before in self.base and after not in self.base and before != self.level
        return after == self.level or takes_from_the_base

    def is_exceeded_by(self, tally: Tally) -> bool:
        return self.excellent(tally) > self.allowed(tally)

    def good_for_one_more(self, tally: Tally) -> int | None:
        """How many more good ratings the group needs before one more subject may be excellent.

        The one more is a subject that is not rated yet. None if no number of good ratings is enough.
        """
        excellent = self.excellent(tally) + 1
        if excellent <= self.minimum:
            return 0
        if self.percent == 0:
            return None
        base = self.good(tally) + (self.level in self.base)
        return max(0, _NEEDED[self.rounding](excellent, self.percent) - base)
