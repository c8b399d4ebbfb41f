"""An ordered vocabulary: quality levels, degrees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Scale:
    """Codes, best first."""

    codes: tuple[str, ...]

    @classmethod
    def read(cls, entries: Iterable[Mapping[str, Any]]) -> Scale:
        """The codes of a rulebook's list, in the order of their ranks."""
        return cls(tuple(entry["code"] for entry in sorted(entries, key=lambda entry: -int(entry["rank"]))))

    @property
    def worst(self) -> str:
        return self.codes[-1]

    def at_least(self, code: str) -> frozenset[str]:
        """`code` and everything better. Raises ValueError for a code that is not on the scale."""
        return frozenset(self.codes[: self.codes.index(code) + 1])

    def is_below(self, code: str, other: str) -> bool:
        return self.codes.index(code) > self.codes.index(other)

    def lowest(self, codes: Iterable[str]) -> str:
        return max(codes, key=self.codes.index)
