"""Lines of shares over campaigns, drawn on the server: no script, and the table beneath says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from services.reporting.domain.subjects import KINDS

WIDTH, HEIGHT = 600, 200
"""Of the drawing, in its own units."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 16, 10, 22


class Point(NamedTuple):
    x: str
    y: str
    share: str


class Line(NamedTuple):
    """One kind of subjects; `path` joins its points, in the form that SVG takes."""

    kind: str
    points: list[Point]
    path: str


def lines(trend: Sequence[Mapping[str, Any]], level: str) -> list[Line]:
    """The share of a level by kind, over the campaigns in their order; where nobody is rated, no point."""
    found = []
    for kind in KINDS:
        points = [
            Point(place(number, len(trend)), _height(share), share)
            for number, campaign in enumerate(trend)
            if (share := campaign["kinds"][kind]["shares"][level]) is not None
        ]
        if points:
            found.append(Line(kind, points, " ".join(f"{point.x},{point.y}" for point in points)))
    return found


def place(number: int, campaigns: int) -> str:
    """Where a campaign stands along the axis."""
    wide = WIDTH - _LEFT - _RIGHT
    return _text(Decimal(_LEFT) + (Decimal(wide) * number / (campaigns - 1) if campaigns > 1 else Decimal(wide) / 2))


def _height(share: str) -> str:
    return _text(_TOP + (HEIGHT - _TOP - _BOTTOM) * (100 - Decimal(share)) / 100)


def _text(number: Decimal) -> str:
    return f"{number:.1f}"
