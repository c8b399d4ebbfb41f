"""The quality levels, and shares of them."""

from __future__ import annotations

LEVELS = ("HTXSNV", "HTTNV", "HTNV", "KHTNV")
"""Best first."""


def is_better(level: str | None, than: str | None) -> bool:
    """Whether both levels are known and the first is the better one."""
    return level is not None and than is not None and LEVELS.index(level) < LEVELS.index(than)


def percent(part: int, whole: int) -> str | None:
    """`part` of `whole` in percent with two decimals, half rounded up; None of nothing.

    >>> percent(1, 3), percent(1, 16), percent(0, 0)
    ('33.33', '6.25', None)
    """
    if whole == 0:
        return None
    hundredths = (2 * 10_000 * part + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
