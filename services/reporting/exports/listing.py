"""What the lists of single subjects are read from: the rows that the figures are counted from, and what they lack.

So a list has exactly the subjects that are counted. It is read a slice at a time: a province's members are never all
in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import select

from services.reporting.counting import Scope, material_of
from services.reporting.domain.figures import Material
from services.reporting.domain.subjects import MemberRow
from services.reporting.exports.source import Titles
from services.reporting.page.words import SHORT_LEVELS
from services.reporting.readmodel import names, ratings, register
from shared.register import Reader, View, among, subjects
from shared.subjects import Subject

AT_ONCE = 2_000
"""Subjects whose names, ratings and places are looked up together."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """What is looked up about some subjects: by subject, or by the subject of an organization or person."""

    subjects: Mapping[str, Subject]
    names: Mapping[str, str]
    ratings: Mapping[str, Any]

    def name(self, subject: str | None) -> str | None:
        return subject and self.names.get(subject)


@dataclass(frozen=True, slots=True)
class Listing(Titles):
    """The subjects of one campaign within a scope. Names of members and of leaders' posts only with `people`."""

    read: Reader
    campaign: Any
    scope: Scope
    people: bool

    @property
    def view(self) -> View:
        """The register as the campaign sees it."""
        return register.of(self.campaign.campaign)

    def material(self) -> Material:
        return material_of(self.read, self.campaign, self.scope)

    def level(self, level: str | None) -> str | None:
        return level and self.say(SHORT_LEVELS, level)

    def looked_up(self, kind: str, rows: Iterable[T]) -> Iterator[tuple[T, Found]]:
        """Each row with what is known of its subject. A row has a `code`."""
        waiting = iter(rows)
        while batch := list(islice(waiting, AT_ONCE)):
            found = self.find({f"{kind}:{row.code}" for row in batch})  # type: ignore[attr-defined]
            yield from ((row, found) for row in batch)

    def looked_up_members(self, rows: Iterable[MemberRow]) -> Iterator[tuple[MemberRow, str, Found]]:
        """Each member with the cell; all else that the register says of them stands in their rows."""
        people, waiting = self.view.people, iter(rows)
        while batch := list(islice(waiting, AT_ONCE)):
            query = select(people.c.code, people.c.cell)
            cells = {row.code: row.cell for row in among(self.read, query, people.c.code, (row.code for row in batch))}
            codes = {f"mem:{row.code}" for row in batch}
            bodies = {*cells.values(), *(row.unit for row in batch), *(row.grassroots for row in batch)} - {None}
            found = Found({}, self._names(codes | {f"org:{body}" for body in bodies}), self._ratings(codes))
            yield from ((row, cells[row.code], found) for row in batch)

    def find(self, codes: set[str]) -> Found:
        known = subjects(self.view, self.read, codes)
        return Found(known, self._names(codes | set(_around(known.values()))), self._ratings(codes))

    def _names(self, codes: set[str]) -> dict[str, str]:
        shown = codes if self.people else {code for code in codes if code.startswith(("org:", "col:"))}
        called = self.view.of(names)
        return {row.code: row.name for row in among(self.read, select(called), called.c.code, shown)}

    def _ratings(self, codes: set[str]) -> dict[str, Any]:
        query = select(ratings).where(ratings.c.campaign == self.campaign.campaign)
        return {row.subject: row for row in among(self.read, query, ratings.c.subject, codes)}


def _around(known: Iterable[Subject]) -> Iterator[str]:
    """What a subject's row names beside it: organizations, the collective, the person behind a post."""
    for subject in known:
        yield from (f"org:{code}" for code in (subject.organization, subject.unit, subject.grassroots) if code)
        if subject.collective:
            yield f"col:{subject.collective}"
        if subject.person:
            yield f"mem:{subject.person}"
