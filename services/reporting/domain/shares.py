"""Shares of a whole that add up to exactly one hundred percent."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

HUNDREDTHS = 10_000
"""Hundredths of a percent in the whole."""


def shares(parts: Mapping[str, int]) -> dict[str, str | None]:
    """Each part in percent with two decimals; together 100.00, by the largest remainders. None of nothing.

    Every share is rounded down first. What is then missing goes to those that lost most, a hundredth each; of equal
    losses the first part's comes first.

    >>> shares({"a": 1, "b": 1, "c": 1})
    {'a': '33.34', 'b': '33.33', 'c': '33.33'}
    """
    whole = sum(parts.values())
    if whole == 0:
        return dict.fromkeys(parts)
    given = {name: divmod(HUNDREDTHS * part, whole) for name, part in parts.items()}
    missing = HUNDREDTHS - sum(share for share, _ in given.values())
    lost_most = sorted(given, key=lambda name: -given[name][1])[:missing]
    return {name: _text(share + (name in lost_most)) for name, (share, _) in given.items()}


def _text(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def decimal_text(value: Fraction, places: int) -> str:
    """A number from zero up as decimal text, half rounded up.

    >>> decimal_text(Fraction(1, 3), 4)
    '0.3333'
    """
    scale: int = 10**places
    rounded = (2 * value.numerator * scale + value.denominator) // (2 * value.denominator)
    return f"{rounded // scale}.{rounded % scale:0{places}d}"
