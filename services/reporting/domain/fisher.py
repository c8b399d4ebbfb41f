"""Fisher's exact test, in whole numbers: how surprising one unit's number is beside that of all others."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import comb


def two_sided(having: int, of: int, others_having: int, others: int) -> Fraction:
    """The chance that drawing `of` out of all at random gives a number at most as likely as `having`.

    Of the unit's `of` subjects `having` have a property, of the `others` `others_having`. The sum over every number
    that is no more likely than the one found, with the totals as they are: 1 when nothing is unusual.
    """
    all_having, everyone = having + others_having, of + others
    ways = list(_ways(of, all_having, everyone))
    least = max(0, of - (everyone - all_having))
    found = ways[having - least]
    return Fraction(sum(number for number in ways if number <= found), comb(everyone, of))


def _ways(of: int, all_having: int, everyone: int) -> Iterator[int]:
    """In how many ways the draw holds each possible number with the property, from the least number up."""
    lacking = everyone - all_having
    having = max(0, of - lacking)
    ways = comb(all_having, having) * comb(lacking, of - having)
    while having <= min(of, all_having):
        yield ways
        # Each from the one before: the same whole numbers as two binomials anew, at a fraction of the work.
        ways = ways * (all_having - having) * (of - having) // ((having + 1) * (lacking - of + having + 1))
        having += 1
