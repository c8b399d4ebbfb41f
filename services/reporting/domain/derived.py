"""How many subjects of each kind the rules derive which level for, and where a body assigned another."""

from __future__ import annotations

from services.reporting.domain.levels import LEVELS
from services.reporting.domain.subjects import KINDS, NONE


class DerivedTally:
    """Counts the proposals that were heard of. A subject that nothing was derived for is not counted."""

    def __init__(self) -> None:
        self.counts = {kind: dict.fromkeys((*LEVELS, NONE), 0) for kind in KINDS}
        self.differing: list[str] = []

    def add(self, subject: str, assigned: str | None, derived: str | None) -> None:
        if derived is None:
            return
        self.counts[subject[:3]][derived] += 1
        if assigned is not None and derived not in (NONE, assigned):
            self.differing.append(subject)
