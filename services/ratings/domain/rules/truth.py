"""Three-valued logic: what is not known is neither true nor false."""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None
"""None is unknown."""


def all_of(parts: Iterable[Truth]) -> Truth:
    """False if a part is false, else unknown if a part is unknown, else true."""
    known = True
    for part in parts:
        if part is False:
            return False
        known = known and part is not None
    return True if known else None


def any_of(parts: Iterable[Truth]) -> Truth:
    """True if a part is true, else unknown if a part is unknown, else false."""
    known = True
    for part in parts:
        if part is True:
            return True
        known = known and part is not None
    return False if known else None
