"""The dossiers that subjects managed by the province owe to the receiving board."""

from __future__ import annotations

from collections import defaultdict

from services.reporting.domain.identities import require
from services.reporting.domain.subjects import PROVINCE_MANAGED

FORWARDED = "forwarded"
CAME_TO = {
    "DossierForwarded": FORWARDED,
    "DossierReceived": "received",
    "DossierAccepted": "accepted",
    "DossierReturned": "returned",
    "DossierRecalled": "recalled",
}
"""Where a dossier is after each step of its course."""

NOT_FORWARDED = "none"
STATES = (NOT_FORWARDED, *CAME_TO.values())
"""Where a dossier that is owed can be."""

Count = dict[str, int]
"""Dossiers `expected`, and of these `on_time`, `late` and `missing`."""


def _nothing() -> Count:
    return dict.fromkeys(("expected", "late", "missing", "on_time"), 0)


class DossierTally:
    """Counts each subject that owes a dossier by its first accepted forwarding."""

    def __init__(self) -> None:
        self._units: dict[str, Count] = defaultdict(_nothing)

    def know(self, unit: str) -> None:
        """Give the unit a row, even if it owes nothing."""
        self._units[unit]

    def add(self, unit: str, management_level: str, on_time: bool | None) -> None:
        if management_level != PROVINCE_MANAGED:
            return
        count = self._units[unit]
        count["expected"] += 1
        count["missing" if on_time is None else "on_time" if on_time else "late"] += 1

    def figures(self) -> dict[str, object]:
        """The counts in the whole and by unit. Raises FiguresDisagree if a part is not accounted for."""
        whole = {column: sum(count[column] for count in self._units.values()) for column in _nothing()}
        for unit, count in (*self._units.items(), ("whole", whole)):
            parts = count["on_time"] + count["late"] + count["missing"]
            require(count["expected"] == parts, f"dossiers/{unit}: expected {count['expected']}, parts {parts}")
        return {**whole, "by_unit": dict(sorted(self._units.items()))}
