"""One measured figure: ours, a peer's in the same run, the physical limit, and the goal that it must keep."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """`goal` is what `ours` must keep: at least that much of a speed, at most that much of a time or size.

    `times` is the goal of a comparison: how many times the peer's speed ours must be. `within` is the goal of a
    figure that must not change with size: at most that part more or less than the peer's.
    """

    name: str
    ours: float
    unit: str
    peer: float | None = None
    limit: float | None = None
    goal: float | None = None
    times: float | None = None
    within: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the peer's."""
        return round(self.ours / self.peer, 2) if self.peer else None

    @property
    def kept(self) -> bool:
        if self.times is not None and (self.ratio is None or self.ratio < self.times):
            return False
        if self.within is not None and (self.ratio is None or abs(self.ratio - 1) > self.within):
            return False
        if self.goal is None:
            return True
        return self.ours >= self.goal if self.unit.endswith("/s") else self.ours <= self.goal

    @property
    def wanted(self) -> str:
        """The goal in words; empty when there is none."""
        goals = []
        if self.times is not None:
            goals.append(f"≥ {self.times}× peer")
        if self.within is not None:
            goals.append(f"peer ± {self.within:.0%}")
        if self.goal is not None:
            goals.append(f"{'≥' if self.unit.endswith('/s') else '≤'} {self.goal:,} {self.unit}")
        return ", ".join(goals)

    @classmethod
    def of_json(cls, row: dict[str, Any]) -> Row:
        return cls(**{field.name: row[field.name] for field in fields(cls)})

    def as_json(self) -> dict[str, Any]:
        names = ("name", "ours", "peer", "limit", "unit", "ratio", "goal", "times", "within", "kept")
        return {name: getattr(self, name) for name in names}


def per_second(count: int, seconds: float) -> float:
    return round(count / seconds)


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that at least so many percent of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(1, math.ceil(len(ordered) * percent / 100)) - 1]
