"""What came of playing a campaign folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class Count:
    """Rows of a sheet: sent, and of these accepted and refused."""

    sent: int = 0
    accepted: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a service refused, with the Excel rows that it concerns and the service's problem document."""

    sheet: str
    rows: tuple[int, ...]
    problem: Mapping[str, Any]

    @property
    def code(self) -> str:
        return str(self.problem.get("code", ""))

    @property
    def detail(self) -> str:
        """The service's explanation, in the language of the play."""
        return str(self.problem.get("detail") or self.problem.get("title") or "")

    @property
    def way_out(self) -> str:
        return str(self.problem.get("way_out") or "")

    def as_json(self) -> dict[str, Any]:
        return {"sheet": self.sheet, "rows": list(self.rows), "code": self.code, "problem": dict(self.problem)}


@dataclass(slots=True)
class PlayResult:
    """Counts by sheet, every refusal in play order, and the figures that the reporting service gives in the end."""

    counts: dict[str, Count] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    figures: Mapping[str, Any] = field(default_factory=dict)

    def accept(self, sheet: str, rows: int) -> None:
        count = self._sent(sheet, rows)
        count.accepted += rows

    def refuse(self, sheet: str, rows: Sequence[int], problem: Mapping[str, Any], at_fault: Sequence[int] = ()) -> None:
        """`rows` were refused together; `at_fault` are those of them that the problem names, if it does."""
        count = self._sent(sheet, len(rows))
        count.refused += len(rows)
        self.refusals.append(Refusal(sheet, tuple(at_fault or rows), problem))

    def _sent(self, sheet: str, rows: int) -> Count:
        count = self.counts.setdefault(sheet, Count())
        count.sent += rows
        return count

    def as_json(self) -> dict[str, Any]:
        return {
            "counts": {sheet: asdict(count) for sheet, count in self.counts.items()},
            "refusals": [refusal.as_json() for refusal in self.refusals],
            "figures": dict(self.figures),
        }
