"""The year's review, as far as ratings depend on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Campaign:
    """Six months are counted back from `reference_date`; `province` is the organization at the root of the tree."""

    code: str
    rulebook: str
    province: str
    reference_date: date
