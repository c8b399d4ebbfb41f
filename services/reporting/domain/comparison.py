"""Leaders in comparable posts across units, and leaders beside their collectives. It marks; people judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from services.reporting.domain.fisher import two_sided
from services.reporting.domain.levels import LEVELS, is_better
from services.reporting.domain.shares import decimal_text, shares

STATISTIC = "fisher_exact_two_sided"
PLACES = 4
"""Decimals of a chance as it is shown. What is marked is decided on the exact number."""

Counts = Mapping[str, int]
"""Leaders by level."""


class PostRow(NamedTuple):
    """A leader in one post that counts in the campaign, beside the collective it belongs to."""

    code: str
    post_group: str
    unit: str
    head: bool
    level: str | None
    collective: str
    collective_level: str | None
    disciplined: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """When a unit is marked as far from its peers.

    The share of `level` among its rated leaders of a post group is held against that of all other units together.
    It is marked if chance alone would give so unusual a number with a probability of at most `threshold`. With fewer
    than `minimum` rated leaders, here or in all other units, nothing is marked.
    """

    level: str = LEVELS[0]
    threshold: Decimal = Decimal("0.01")
    minimum: int = 5


def by_post_group(posts: Iterable[PostRow], measure: Measure) -> list[dict[str, Any]]:
    """Each post group with its units, by name and code: numbers, shares, and which units are far from their peers."""
    groups: dict[str, dict[str, list[PostRow]]] = defaultdict(lambda: defaultdict(list))
    for post in posts:
        groups[post.post_group][post.unit].append(post)
    return [_group(name, units, measure) for name, units in sorted(groups.items())]


def heads_above(posts: Iterable[PostRow]) -> list[dict[str, Any]]:
    """Heads whose level is better than that of the collective they lead."""
    return [
        {
            "post": f"ldr:{post.code}",
            "level": post.level,
            "collective": f"col:{post.collective}",
            "collective_level": post.collective_level,
        }
        for post in sorted(posts)
        if post.head and is_better(post.level, than=post.collective_level)
    ]


def excellent_with_discipline(posts: Iterable[PostRow], found_of: Iterable[str]) -> list[dict[str, Any]]:
    """Collectives at the best level with a disciplined member.

    `found_of` are the collectives at the best level of which a competent body found it without naming whom.
    """
    disciplined: dict[str, list[str]] = {collective: [] for collective in found_of}
    for post in sorted(posts):
        if post.disciplined and post.collective_level == LEVELS[0]:
            disciplined.setdefault(post.collective, []).append(f"ldr:{post.code}")
    return [{"collective": f"col:{code}", "posts": disciplined[code]} for code in sorted(disciplined)]


def _group(name: str, units: Mapping[str, list[PostRow]], measure: Measure) -> dict[str, Any]:
    whole = _counts(post for posts in units.values() for post in posts)
    compared = [_unit(unit, posts, whole, measure) for unit, posts in sorted(units.items())]
    return {
        "post_group": name,
        **_distribution(sum(map(len, units.values())), whole),
        "tests": sum(unit["probability"] is not None for unit in compared),
        "far": sum(unit["far"] is not None for unit in compared),
        "units": compared,
    }


def _unit(unit: str, posts: list[PostRow], whole: Counts, measure: Measure) -> dict[str, Any]:
    counts = _counts(posts)
    others = {level: whole[level] - counts[level] for level in LEVELS}
    chance = _chance(counts, others, measure)
    is_far = chance is not None and chance <= Fraction(measure.threshold)
    return {
        "unit": unit,
        **_distribution(len(posts), counts),
        "others_share": shares(others)[measure.level],
        "probability": None if chance is None else decimal_text(chance, PLACES),
        "far": _direction(counts, others, measure.level) if is_far else None,
    }


def _chance(counts: Counts, others: Counts, measure: Measure) -> Fraction | None:
    """None where the numbers are too small to say anything."""
    rated, rated_others = sum(counts.values()), sum(others.values())
    if min(rated, rated_others) < measure.minimum:
        return None
    return two_sided(counts[measure.level], rated, others[measure.level], rated_others)


def _direction(counts: Counts, others: Counts, level: str) -> str:
    here, there = counts[level] * sum(others.values()), others[level] * sum(counts.values())
    return "above" if here > there else "below"


def _distribution(posts: int, counts: Counts) -> dict[str, Any]:
    return {"posts": posts, "rated": sum(counts.values()), "levels": dict(counts), "shares": shares(counts)}


def _counts(posts: Iterable[PostRow]) -> dict[str, int]:
    counts = dict.fromkeys(LEVELS, 0)
    for post in posts:
        if post.level is not None:
            counts[post.level] += 1
    return counts
