"""What the figures ask of a campaign's rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from services.reporting.domain.caps import Cap
from shared.exclusions import Exclusions


class Rules(NamedTuple):
    """The caps, and whom the rulebook leaves out of the review or of the rating."""

    caps: tuple[Cap, ...]
    exclusions: Exclusions

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Rules:
        """Read a rulebook, or the two sections of one. Raises UnknownCapRule, LookupError or TypeError."""
        return cls(tuple(Cap.of(rule) for rule in content["caps"]), Exclusions.of(content["exclusions"]))
