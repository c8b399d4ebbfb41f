"""Ceilings: the highest level that a circumstance allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.ratings.domain.errors import RulebookUnreadable
from services.ratings.domain.proposal.evidence import Evidence, Origins
from services.ratings.domain.rules.conditions import Events, Source, Test
from services.ratings.domain.rules.scale import Scale
from services.ratings.domain.rules.standards import circumstance, source_of
from services.ratings.domain.rules.truth import Truth
from shared.subjects import Kind

LIMITS = {
    "level_of_led_collective_or_unit": lambda evidence: evidence.collective_level,
    "nd90_level": lambda evidence: evidence.civil_level,
}
"""Levels that may be a limit, by the name that rulebooks give them."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A limit on the derived level in a circumstance. One that does not bind is only reported."""

    code: str
    kinds: frozenset[Kind]
    circumstance: Test
    fixed: str | None
    taken_from: str | None
    binding: bool
    source: Source

    @classmethod
    def read(cls, entry: Mapping[str, Any], levels: Scale, kinds: Mapping[str, Kind]) -> Ceiling:
        fixed, taken_from = entry.get("max_level"), entry.get("max_level_from")
        if (fixed in levels.codes) == (taken_from in LIMITS):
            raise RulebookUnreadable(value=entry["id"])
        return cls(
            code=entry["id"],
            kinds=frozenset(kinds[name] for name in entry["applies_to"]),
            circumstance=circumstance(entry["when"]),
            fixed=fixed,
            taken_from=taken_from,
            binding=entry.get("severity", "block") == "block",
            source=source_of(entry),
        )

    def limit(self, evidence: Evidence) -> str | None:
        """The highest level allowed, or None while that is not known."""
        return self.fixed if self.taken_from is None else LIMITS[self.taken_from](evidence)

    def lowers(self, level: str, evidence: Evidence, levels: Scale) -> Truth:
        """Whether the limit is below `level`; unknown while the circumstance, or then the limit, is."""
        holds = self.circumstance.holds(evidence)
        if not holds:
            return holds
        limit = self.limit(evidence)
        return None if limit is None else levels.is_below(limit, level)

    def events(self, origins: Origins) -> Events:
        """The events that the limit rests on."""
        event = {"level_of_led_collective_or_unit": origins.collective, "nd90_level": origins.civil}.get(
            self.taken_from or ""
        )
        return () if event is None else (event,)
