"""One thing over time: stretches of days, each with what held then. Pure.

Facts may be told late and out of order. A fact told late takes its place among those told before: it holds from its
own day on, until a fact of a later day has changed the same value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

SINCE_EVER, FOR_EVER = "", "~"
"""The beginning and the end of every timeline: they sort before and after every day in ISO text."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What holds from the day `since` to the day before `until`, both ISO text.

    `changed` names the values that a fact set on the day `since`; all others only go on as they were.
    """

    since: str
    until: str
    values: Mapping[str, Any]
    changed: frozenset[str] = frozenset()


def insert(timeline: Iterable[Stretch], since: str, values: Mapping[str, Any]) -> list[Stretch]:
    """The timeline with one more fact: that `values` hold from the day `since` on.

    Of two facts about the same value on the same day, the one told last counts. Stretches that the fact does not
    touch stay equal to what they were.
    """
    holding = dict(values)
    inserted = []
    for stretch in _cut(timeline, since):
        if stretch.since < since:
            inserted.append(stretch)
            continue
        if stretch.since == since:
            changed = stretch.changed | values.keys()
        else:
            changed = stretch.changed
            holding = {name: value for name, value in holding.items() if name not in changed}
        inserted.append(replace(stretch, values={**stretch.values, **holding}, changed=changed))
    return inserted


def _cut(timeline: Iterable[Stretch], day: str) -> Iterator[Stretch]:
    """The same timeline, with a stretch that begins on `day`."""
    for stretch in timeline:
        if stretch.since < day < stretch.until:
            yield replace(stretch, until=day)
            yield Stretch(day, stretch.until, stretch.values)
        else:
            yield stretch
