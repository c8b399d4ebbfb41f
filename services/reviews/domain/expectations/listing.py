"""The expected set as one text: the content that the frozen set's fingerprint is of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache

from services.reviews.domain.expectations.owed import Expected, Owed


def listing(expected: Iterable[Expected]) -> str:
    """Everybody who owes something, by subject, one form for one set."""
    rows = [
        (one.subject, one.organization, one.unit, one.grassroots, ",".join(sorted(one.owes)))
        for one in expected
        if one.owes
    ]
    return json.dumps(sorted(rows), ensure_ascii=False, separators=(",", ":"))


def read_listing(text: str) -> list[Expected]:
    return [
        Expected(subject, organization, unit, grassroots, _owed(owes))
        for subject, organization, unit, grassroots, owes in json.loads(text)
    ]


@cache
def _owed(names: str) -> frozenset[Owed]:
    """There are few different sets, and many who owe the same."""
    return frozenset(map(Owed, names.split(",")))
