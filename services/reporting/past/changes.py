"""What has changed between two moments of one campaign: figures, and the state of single subjects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, select

from services.reporting.counting import count
from services.reporting.domain.differences import Difference, differences
from services.reporting.domain.figures import without_subjects
from services.reporting.readmodel import roster
from services.reporting.roster.lists import within
from services.reporting.roster.look import Look
from shared.web import Page
from shared.web.refusals import InvalidCursor

STATE = ("organization", "unit", "left_out", "reviewed", "dossier", "derived", "level", "decided_by", "cap_override")
"""What a subject's state is made of."""
_AT_ONCE = 1_000
_entries = roster.entries


def changed_figures(before: Look, after: Look, *, subjects: bool) -> list[Difference]:
    """Every figure that differs; with `subjects` also those that name single ones.

    A campaign without a rulebook has no figures yet: RulebookNotHeard.
    """
    sides = (count(look.read, look.campaign, look.scope, details=0) for look in (before, after))
    was, became = (figures if subjects else without_subjects(figures) for figures in sides)
    return list(differences(was, became))


def changed_subjects(before: Look, after: Look, page: Page) -> dict[str, Any]:
    """A page of the subjects whose state is another, or that there are at one moment alone. Raises InvalidCursor."""
    start = ""
    if page.after is not None:
        if len(page.after) != 1 or not isinstance(page.after[0], str):
            raise InvalidCursor()
        start = page.after[0]
    found = []
    for subject, was, became in _side_by_side(before, after, start):
        if was != became:
            found.append({"subject": subject, "before": was, "after": became})
            if len(found) == page.fetch:
                break
    return page.show(found, key=lambda one: (one["subject"],), form=lambda one: one)


def _side_by_side(
    before: Look, after: Look, start: str
) -> Iterator[tuple[str, dict[str, Any] | None, dict[str, Any] | None]]:
    """Every subject of either moment with its state at both, by code from beyond `start`."""
    left, right = _entries_of(before, start), _entries_of(after, start)
    was, became = next(left, None), next(right, None)
    while was is not None or became is not None:
        if became is None or (was is not None and was.subject < became.subject):
            assert was is not None
            yield was.subject, _state(was), None
            was = next(left, None)
        elif was is None or became.subject < was.subject:
            yield became.subject, None, _state(became)
            became = next(right, None)
        else:
            yield was.subject, _state(was), _state(became)
            was, became = next(left, None), next(right, None)


def _entries_of(look: Look, start: str) -> Iterator[Row[Any]]:
    columns, last = _entries.c, start
    query = select(columns.subject, *(columns[name] for name in STATE))
    query = query.where(*within(look.read, look.campaign.campaign, look.scope)).limit(_AT_ONCE)
    while True:
        # Subjects are ASCII; both sides are to be in the order of their bytes, whatever the database collates by.
        code = columns.subject.collate("C" if look.connection.dialect.name == "postgresql" else "BINARY")
        rows: Sequence[Row[Any]] = look.read(query.where(code > last).order_by(code))
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1].subject


def _state(row: Row[Any]) -> dict[str, Any]:
    return {name: row._mapping[name] for name in STATE}
