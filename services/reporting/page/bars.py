"""Bars of quality levels and of caps, as percentages of their width: no measure of the screen is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from services.reporting.domain.levels import LEVELS, percent

PARTS = (*LEVELS, "not_rated")
ROOM_FOR_A_LABEL = 9
"""Percent of the width from which a segment can hold its own label on a narrow screen."""


LARGEST_DOT = 12
"""Pixels of radius."""


class Segment(NamedTuple):
    """One piece of a bar. `x`, `width` and `middle` are percentages; `label` is empty where there is no room."""

    part: str
    x: str
    width: str
    middle: str
    label: str


def segments(count: Mapping[str, int]) -> Iterator[Segment]:
    """The bar of one count: the four levels from the best to the worst, then those not rated."""
    total, before = count["total"], 0
    for part in PARTS:
        number = count[part]
        if number and total:
            has_room = 100 * number >= ROOM_FOR_A_LABEL * total
            yield Segment(
                part,
                x=percent(before, total) or "0",
                width=percent(number, total) or "0",
                middle=percent(2 * before + number, 2 * total) or "0",
                label=f"{(200 * number + total) // (2 * total)}%" if has_room else "",
            )
        before += number


class BesideCap(NamedTuple):
    """How far the excellent reach, and where the cap stands, in percent of the bar's width."""

    excellent: str
    allowed: str


def beside_cap(group: Mapping[str, Any]) -> BesideCap:
    """A group's excellent beside what its cap allows; the larger of both fills nine tenths of the bar."""
    most = max(group["excellent"], group["allowed"], 1)
    return BesideCap(*(percent(9 * group[name], 10 * most) or "0" for name in ("excellent", "allowed")))


class Dot(NamedTuple):
    """Units with one share: where they stand on the axis in percent, how large, how many, and whether any is far."""

    x: str
    radius: int
    units: int
    far: bool


def dots(units: Iterable[Mapping[str, Any]], level: str) -> list[Dot]:
    """The units of one post group by their share of `level`, those with the same share as one dot."""
    together: dict[str, list[Mapping[str, Any]]] = {}
    for unit in units:
        if unit["shares"][level] is not None:
            together.setdefault(unit["shares"][level], []).append(unit)
    return [
        Dot(along(share), min(6 + len(same) - 1, LARGEST_DOT), len(same), any(unit["far"] for unit in same))
        for share, same in together.items()
    ]


def along(percentage: str) -> str:
    """Where a percentage stands on an axis that leaves two percent of its width free at both ends."""
    return f"{2 + 96 * Decimal(percentage) / 100:.2f}"
