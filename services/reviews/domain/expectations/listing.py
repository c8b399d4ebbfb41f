"""The expected set as one text: the content that the frozen set's fingerprint is of."""

from __future__ import annotations

import json
from collections.abc import Iterable

from services.reviews.domain.expectations.owed import Expected, Owed

_BY_NAME = {owed.value: owed for owed in Owed}


def listing(expected: Iterable[Expected]) -> str:
    """Everybody who owes something, by subject, one form for one set."""
    rows = [[one.subject, one.organization, one.unit, one.grassroots, sorted(one.owes)] for one in expected if one.owes]
    return json.dumps(sorted(rows, key=_subject), ensure_ascii=False, separators=(",", ":"))


def read_listing(text: str) -> list[Expected]:
    return [
        Expected(subject, organization, unit, grassroots, frozenset(_BY_NAME[name] for name in owes))
        for subject, organization, unit, grassroots, owes in json.loads(text)
    ]


def _subject(row: list[object]) -> str:
    return str(row[0])
