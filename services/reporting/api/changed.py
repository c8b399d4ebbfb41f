"""The numbers that differ between two moments, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from services.reporting.domain.differences import Difference
from services.reporting.evidence.places import Opening, opening_at
from services.reporting.page import LONGEST_LIST
from services.reporting.page.places import in_words, reading_order
from services.reporting.queries import called_in, rules_of
from services.reporting.roster.look import Look
from shared.web import Call


class Number(NamedTuple):
    """A number at two moments; its place in words, and what it opens at each of them, if anything."""

    place: str
    before: Any
    after: Any
    opening: Opening | None


def changed_numbers(call: Call, look: Look, found: Iterable[Difference]) -> Mapping[str, Any]:
    """The first of them in reading order, and how many `more` there are. What names single subjects is no number."""
    numbers = list(filter(_is_number, found))
    named = {f"org:{part}" for one in numbers for part in one.path}
    names = called_in(call.read, look.campaign.campaign, named, people=False)
    numbers.sort(key=lambda one: reading_order(one.path, names))
    shown = numbers[:LONGEST_LIST]
    caps = {cap.id: cap for cap in rules_of(call.read, look.campaign.rulebook).caps}
    return {
        "numbers": [
            Number(in_words(one.path, names, call.query["lang"]), one.before, one.after, opening_at(one.path, caps))
            for one in shown
        ],
        "more": len(numbers) - len(shown),
    }


def _is_number(one: Difference) -> bool:
    return not any(isinstance(side, list | dict) for side in (one.before, one.after))
