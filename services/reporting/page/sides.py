"""Two sides beside each other: the ratings of two campaigns, or of two units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.domain.levels import LEVELS
from services.reporting.domain.shares import shares
from services.reporting.domain.subjects import KINDS


@dataclass(frozen=True, slots=True)
class Side:
    """What a side is called, and its ratings by kind: of a campaign, or of one unit in it."""

    label: str
    campaign: str
    unit: str | None
    ratings: Mapping[str, Mapping[str, int]]


def tables(left: Side, right: Side) -> list[dict[str, Any]]:
    """For each kind of which one side has any: numbers, shares of those rated, and the right share less the left."""
    both = (left, right)
    return [_table(kind, both) for kind in KINDS if any(side.ratings[kind]["total"] for side in both)]


def _table(kind: str, sides: Sequence[Side]) -> dict[str, Any]:
    counts = [side.ratings[kind] for side in sides]
    parts = [shares({level: count[level] for level in LEVELS}) for count in counts]
    return {
        "kind": kind,
        "sides": [
            {"label": side.label, "campaign": side.campaign, "unit": side.unit, "count": count}
            for side, count in zip(sides, counts, strict=True)
        ],
        "lines": [
            {
                "level": level,
                "cells": [
                    {"number": count[level], "share": share[level]} for count, share in zip(counts, parts, strict=True)
                ],
                "difference": difference(*(share[level] for share in parts)),
            }
            for level in LEVELS
        ],
    }


def difference(left: str | None, right: str | None) -> int | None:
    """In hundredths of a percentage point; None where one side has nobody rated."""
    if left is None or right is None:
        return None
    return int(right.replace(".", "")) - int(left.replace(".", ""))
