"""What the lists of single subjects are read from: the roster, as the lists on the pages are, and what it lacks.

So a list has the same subjects in the same order as the page. It is read a slice at a time: a province's members are
never all in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from services.reporting.counting import Scope
from services.reporting.exports.source import Titles
from services.reporting.page.words import SHORT_LEVELS
from services.reporting.readmodel import names, ratings, register
from services.reporting.roster.lists import Asked, key_of, page_of
from shared.register import Reader, View, among
from shared.web import Page

AT_ONCE = 2_000
"""Subjects whose names, ratings and places are looked up together."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is looked up about some roster entries: names and ratings by subject, and people by code."""

    names: Mapping[str, str]
    ratings: Mapping[str, Any]
    people: Mapping[str, Any]

    def name(self, kind: str, code: str | None) -> str | None:
        return code and self.names.get(f"{kind}:{code}")


@dataclass(frozen=True, slots=True)
class Listing(Titles):
    """The subjects of one campaign within a scope, narrowed and sorted as `filters` say, as on the pages.

    Names of members and of leaders' posts only with `people`.
    """

    read: Reader
    campaign: Any
    scope: Scope
    people: bool
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def view(self) -> View:
        """The register as the campaign sees it."""
        return register.of(self.campaign.campaign)

    def level(self, level: str | None) -> str | None:
        return level and self.say(SHORT_LEVELS, level)

    def entries(self, kind: str, **filters: str) -> Iterator[tuple[Row[Any], Found]]:
        """The roster entries of the kind in the order of the page, each with what else is known of it."""
        asked = Asked(kind, people=self.people, **(self.filters | filters))
        after, campaign = None, self.campaign.campaign
        while rows := page_of(self.read, campaign, self.scope, asked, Page(AT_ONCE - 1, after)):
            found = self.find(rows)
            yield from ((row, found) for row in rows)
            after = key_of(asked)(rows[-1])

    def find(self, rows: Iterable[Row[Any]]) -> Found:
        entries = list(rows)
        rated = {row.subject for row in entries} | {f"col:{row.collective}" for row in entries if row.collective}
        members = {row.person for row in entries if row.kind == "mem"}
        people = self.view.people.c
        query = select(people.code, people.member_status, people.admitted_on)
        return Found(
            self._names(set(_named(entries))),
            self._ratings(rated),
            {row.code: row for row in among(self.read, query, people.code, members)},
        )

    def _names(self, codes: set[str]) -> dict[str, str]:
        shown = codes if self.people else {code for code in codes if code.startswith(("org:", "col:"))}
        called = self.view.of(names)
        return {row.code: row.name for row in among(self.read, select(called), called.c.code, shown)}

    def _ratings(self, codes: set[str]) -> dict[str, Any]:
        query = select(ratings).where(ratings.c.campaign == self.campaign.campaign)
        return {row.subject: row for row in among(self.read, query, ratings.c.subject, codes)}


def _named(entries: Iterable[Row[Any]]) -> Iterator[str]:
    """What an entry names: itself, organizations, the collective, the person behind a post."""
    for row in entries:
        yield row.subject
        yield from (f"org:{code}" for code in (row.organization, row.unit, row.grassroots) if code)
        if row.collective:
            yield f"col:{row.collective}"
        if row.person:
            yield f"mem:{row.person}"
