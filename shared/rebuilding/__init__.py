"""Rebuilding what is derived from the logs, beside what is live."""

from shared.rebuilding.content import Comparison, Difference, compare, projected
from shared.rebuilding.rebuild import Rebuilt, rebuild
from shared.rebuilding.replay import Order, Reached, Replay, ReplayFailed, by_time
from shared.rebuilding.shadow import shadow_of

__all__ = [
    "Comparison",
    "Difference",
    "Order",
    "Reached",
    "Rebuilt",
    "Replay",
    "ReplayFailed",
    "by_time",
    "compare",
    "projected",
    "rebuild",
    "shadow_of",
]
