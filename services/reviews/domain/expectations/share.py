"""How much of a whole, in percent."""

from __future__ import annotations

HUNDREDTHS = 10_000
"""Hundredths of a percent in the whole."""


def percent(part: int, whole: int) -> str | None:
    """With two decimals, rounded down, so that 100.00 is said only when nothing is missing. None of nothing.

    >>> percent(2, 3), percent(99_999, 100_000), percent(5, 5), percent(0, 0)
    ('66.66', '99.99', '100.00', None)
    """
    if whole == 0:
        return None
    hundredths = HUNDREDTHS * part // whole
    return f"{hundredths // 100}.{hundredths % 100:02d}"
