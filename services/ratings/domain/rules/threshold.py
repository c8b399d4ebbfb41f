"""How many votes a level needs, as the rulebook's section `ballots` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.ratings.domain.errors import RulebookUnreadable

BASES = frozenset({"present", "valid", "eligible"})
"""What the threshold is a share of: the voters present, the valid papers, or all who may vote."""


@dataclass(frozen=True, slots=True)
class BallotRules:
    """More than `percent` percent of the `base` must be for a level. `two_rounds` says that a second round is known.

    `certainty` is what the rulebook says of the threshold's text (high, medium, low), if it says so.
    """

    percent: Decimal
    base: str
    two_rounds: bool
    certainty: str | None

    @classmethod
    def read(cls, section: Mapping[str, Any]) -> BallotRules:
        threshold = section["pass_threshold"]
        if threshold["of"] not in BASES:
            raise RulebookUnreadable(value=f"ballots: {threshold['of']}")
        return cls(
            percent=Decimal(threshold["gt_pct"]),
            base=threshold["of"],
            two_rounds="two_round" in section["procedure_variants"],
            certainty=threshold.get("conf"),
        )

    def needed(self, base: int) -> int:
        """The fewest votes that are more than the share of `base` voters or papers."""
        return int(self.percent * base // 100) + 1
