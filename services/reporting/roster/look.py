"""What one reader sees of one campaign: sums and lists, cut to the part of the tree and to the names that are open."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, Select, and_, case, func, not_, select

from services.reporting.comparing import compare
from services.reporting.counting import Scope
from services.reporting.domain.comparison import Measure
from services.reporting.domain.ratings import Count
from services.reporting.queries import said_last
from services.reporting.readmodel import prompts, register, roster
from services.reporting.roster import recounting
from services.reporting.roster.lists import Asked, how_many, key_of, page_of, within
from services.reporting.roster.memory import remembered
from services.reporting.roster.recounting import Counted, Positions, recounts_of
from services.reporting.roster.telling import names_in, tell
from services.reporting.roster.totals import Totals
from shared.reader import matching
from shared.register import Reader
from shared.web import Page
from shared.web.refusals import InvalidCursor

T = TypeVar("T")

FILTERS = ("kind", "unit", "level", "state", "reason", "type", "grassroots", "decided_by", "search", "sort")
"""What a list of subjects may be asked with."""

Query = Mapping[str, Any]
"""What was asked, as a schema of `services.reporting.roster.schemas` reads it."""


_ANSWERED = and_(prompts.c.answered, roster.entries.c.reviewed)
"""Of a prompt beside the roster entry of its subject: an answer counts while the review that gave it stands."""


class Recent:
    """Sums of a few seconds ago, for an answer that says so: each scope's all of one state, to the end of the answer.

    `now` is how far each service has been heard, `needed` the positions that the answer has to be built on; `tell` is
    told those that it is built on.
    """

    def __init__(self, now: Positions, needed: Positions, tell: Callable[[Positions], None]) -> None:
        self._now = now
        self._needed = needed
        self._tell = tell
        self._chosen: dict[Scope, Counted | None] = {}

    @property
    def said(self) -> datetime | None:
        """When the last of what the sums rest on was said; None if there are none."""
        return min((chosen.said for chosen in self._chosen.values() if chosen and chosen.said), default=None)

    def counted(self, engine: Engine, campaign: str, scope: Scope) -> Counted | None:
        """The sums of the scope, if there are any that this answer may rest on."""
        if scope not in self._chosen:
            self._chosen[scope] = recounts_of(engine).recent(engine, campaign, scope, self._needed, self._now)
            if chosen := self._chosen[scope]:
                self._tell(chosen.positions)
        return self._chosen[scope]


@dataclass(frozen=True, slots=True)
class Look:
    """`campaign` is a row of the campaigns. With `people` the names of people are seen.

    With `recent`, sums that take long may be the last ones that were counted.
    """

    connection: Connection
    read: Reader
    campaign: Any
    scope: Scope
    people: bool
    recent: Recent | None = None

    def within_unit(self, unit: str) -> Look:
        """The same of one unit alone."""
        return replace(self, scope=replace(self.scope, whole=False, unit=unit))

    def said_last(self) -> datetime | None:
        """When the last was said of what the answer is built from so far."""
        return (self.recent and self.recent.said) or said_last(self.read)

    def overview(self) -> dict[str, Any]:
        return self._sum("overview", Totals.overview)

    def by_unit(self) -> dict[str, dict[str, Count]]:
        return self._sum("by_unit", Totals.by_unit)

    def by_grassroots(self) -> dict[str, Count]:
        return self._sum("by_grassroots", Totals.by_grassroots)

    def outstanding(self) -> dict[str, dict[str, int]]:
        return self._sum("outstanding", Totals.outstanding)

    def progress(self) -> dict[str, Any]:
        return self._sum("progress", Totals.progress)

    def cap_groups(self) -> list[dict[str, Any]]:
        return self._sum("cap_groups", Totals.cap_groups)

    def subjects(self, query: Query) -> dict[str, Any]:
        """A page of subjects; with the length of the whole list on its first page. Raises InvalidCursor."""
        page, code = Page.of(query), self.campaign.campaign
        asked = Asked(**{name: query[name] for name in FILTERS if name in query}, people=self.people)
        rows = page_of(self.read, code, self.scope, asked, page)
        told = {one["subject"]: one for one in tell(self.read, code, rows[: page.limit], people=self.people)}
        shown = page.show(rows, key=key_of(asked), form=lambda row: told[row.subject])
        return {**shown, "total": None if page.after else how_many(self.read, code, self.scope, asked)}

    def how_many(self, kind: str, state: str) -> int:
        """How many subjects of the kind are in one of the STATES of lists."""
        return how_many(self.read, self.campaign.campaign, self.scope, Asked(kind, state=state))

    def prompts(self, query: Query, page: Page | None = None) -> dict[str, Any]:
        """A page of the prompts to subjects in the scope, by code. Raises InvalidCursor."""
        page = page or Page.of(query)
        rows = self.read(self._prompts_query(query, page))
        told = tell(self.read, self.campaign.campaign, rows[: page.limit], people=self.people)
        issuers = names_in(self.read, self.campaign.campaign, {f"org:{row.issued_by}" for row in rows})
        forms = {
            row.code: {
                **{name: row._mapping[name] for name in ("code", "issued_by", "document")},
                "issued_by_name": issuers.get(f"org:{row.issued_by}"),
                "answered": bool(row.was_answered),
                "subject": about,
            }
            for row, about in zip(rows, told, strict=False)
        }
        return page.show(rows, key=lambda row: (row.code,), form=lambda row: forms[row.code])

    def how_many_prompts(self, query: Query) -> int:
        """How many prompts the whole list has."""
        [row] = self.read(self._asked_prompts(query, func.count()))
        return int(row[0])

    def _prompts_query(self, query: Query, page: Page) -> Select[Any]:
        code = prompts.c.code
        told = (code, prompts.c.issued_by, prompts.c.document, case((_ANSWERED, 1), else_=0).label("was_answered"))
        asked = self._asked_prompts(query, *told, roster.entries).order_by(code)
        if page.after is not None:
            asked = asked.where(code > _text(page.after))
        return asked.limit(page.fetch)

    def _asked_prompts(self, query: Query, *columns: Any) -> Select[Any]:
        entries = roster.entries
        to_subject = and_(entries.c.campaign == prompts.c.campaign, entries.c.subject == prompts.c.subject)
        asked = select(*columns).select_from(prompts).join(entries, to_subject)
        asked = asked.where(*within(self.read, self.campaign.campaign, self.scope))
        if query["unit"] is not None:
            asked = asked.where(entries.c.unit == query["unit"])
        if query["issued_by"] is not None:
            asked = asked.where(prompts.c.issued_by == query["issued_by"])
        if query["state"] is not None:
            asked = asked.where(_ANSWERED if query["state"] == "answered" else not_(_ANSWERED))
        return asked

    def as_registered(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What `compute` gives that rests on nothing but the register as the campaign sees it."""
        edition = self.read(matching(register.tables.editions, "campaign"), campaign=self.campaign.campaign)
        key = key, self.campaign.campaign, tuple(map(tuple, edition))
        return remembered(self.connection, self.read, key, compute, of="organizations")

    def comparison(self, measure: Measure, *, subjects: bool) -> dict[str, Any]:
        """See `services.reporting.comparing.compare`."""
        key = "comparison", self.campaign.campaign, self.scope, measure, subjects
        return remembered(
            self.connection,
            self.read,
            key,
            lambda: compare(self.read, self.campaign, self.scope, measure, subjects=subjects),
        )

    def _sum(self, what: str, compute: Callable[[Totals], T]) -> T:
        code, engine = self.campaign.campaign, self.connection.engine
        if self.recent is not None and (counted := self.recent.counted(engine, code, self.scope)):
            return cast(T, counted.sums[what])

        def took(seconds: float) -> None:
            if self.recent is not None and seconds > recounting.LONG:
                recounts_of(engine).begin(engine, code, self.scope)

        key = what, code, self.scope
        totals = Totals(self.read, self.campaign, self.scope)
        return remembered(self.connection, self.read, key, lambda: compute(totals), took)


def _text(after: tuple[Any, ...]) -> str:
    """The one text that a cursor holds. Raises InvalidCursor."""
    if len(after) != 1 or not isinstance(after[0], str):
        raise InvalidCursor()
    return after[0]
