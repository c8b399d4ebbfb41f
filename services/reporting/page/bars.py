"""Stacked bars of quality levels, as percentages of the bar's width: no measure of the screen is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from services.reporting.domain.levels import LEVELS, percent

PARTS = (*LEVELS, "not_rated")
ROOM_FOR_A_LABEL = 9
"""Percent of the width from which a segment can hold its own label on a narrow screen."""


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
