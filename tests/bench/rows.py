"""One measured figure: ours, a peer's in the same run, the physical limit, and the goal that it must keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """`goal` is what `ours` must keep: at least that much of a speed, at most that much of a time or size.

    `times` is the goal of a comparison: how many times the peer's speed ours must be.
    """

    name: str
    ours: float
    unit: str
    peer: float | None = None
    limit: float | None = None
    goal: float | None = None
    times: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the peer's speed."""
        return round(self.ours / self.peer, 2) if self.peer else None

    @property
    def kept(self) -> bool:
        if self.times is not None and (self.ratio is None or self.ratio < self.times):
            return False
        if self.goal is None:
            return True
        return self.ours >= self.goal if self.unit.endswith("/s") else self.ours <= self.goal

    def as_json(self) -> dict[str, Any]:
        names = ("name", "ours", "peer", "limit", "unit", "ratio", "goal", "times", "kept")
        return {name: getattr(self, name) for name in names}


def per_second(count: int, seconds: float) -> float:
    return round(count / seconds)
