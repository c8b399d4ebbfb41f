"""How far behind a service may be before it says that it is not ready."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LagLimits:
    """Beyond either, what is not published or not heard yet makes the service unready."""

    seconds: float = 60.0
    events: int = 10_000


LAG_LIMITS = LagLimits()
