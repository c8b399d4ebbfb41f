"""Who is helped by whom until when, and what came of it; in this campaign and from the one before.

Letter 04-CV/TU, point 6: help for those who did not complete their tasks.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from services.reporting.readmodel import campaigns, following, roster
from services.reporting.roster.lists import within
from services.reporting.roster.look import Look, Query
from services.reporting.roster.telling import names_in, tell
from shared.domain import Instant
from shared.web import Page
from shared.web.refusals import InvalidCursor

_remedies, _entries = following.remedies.c, roster.entries.c
_DONE = "done"
_open = or_(_remedies.outcome.is_(None), _remedies.outcome != _DONE)

STATES = ("open", "overdue", "in_progress", "done", "not_done")
"""`open` is whatever is not done; `overdue` what is open after its day."""
FACTS = ("campaign", "code", "responsible", "due_on", "document", "outcome", "reported_by", "reported_at")


def is_in_state(state: str, today: str) -> ColumnElement[bool]:
    """The condition that a remedy is in one of the STATES on the day `today`."""
    match state:
        case "open":
            return _open
        case "overdue":
            return and_(_open, _remedies.due_on < today)
        case "in_progress":
            return or_(_remedies.outcome.is_(None), _remedies.outcome == state)
    return _remedies.outcome == state


def list_remedies(look: Look, query: Query, today: str, page: Page | None = None) -> dict[str, Any]:
    """A page of the remedies of subjects in the scope, by code; of the campaign before with `before`.

    Those of before are told of who is a subject of this campaign too. Raises InvalidCursor.
    """
    page = page or Page.of(query)
    chosen = remedies_in(look, following.remedies, roster.entries, before=query["before"]).order_by(_remedies.code)
    if query["unit"] is not None:
        chosen = chosen.where(_entries.unit == query["unit"])
    if query["state"] is not None:
        chosen = chosen.where(is_in_state(query["state"], today))
    if page.after is not None:
        match page.after:
            case (str(code),):
                chosen = chosen.where(_remedies.code > code)
            case _:
                raise InvalidCursor()
    rows = look.read(chosen.limit(page.fetch))
    subjects = tell(look.read, look.campaign.campaign, rows[: page.limit], people=look.people)
    bodies = {f"org:{row.responsible}" for row in rows}
    called = names_in(look.read, look.campaign.campaign, bodies)
    forms = {
        row.code: {
            **{name: row._mapping[_remedies[name]] for name in FACTS},
            "responsible_name": called.get(f"org:{row.responsible}"),
            "overdue": row.outcome != _DONE and row.due_on < today,
            "subject": subject,
        }
        for row, subject in zip(rows, subjects, strict=False)
    }
    return page.show(rows, key=lambda row: (row.code,), form=lambda row: forms[row.code])


def how_many(look: Look, state: str | None, today: str, *, before: bool = False) -> int:
    query = remedies_in(look, func.count(), before=before)
    [row] = look.read(query if state is None else query.where(is_in_state(state, today)))
    return int(row[0])


def today_in(campaign: Any, now: Instant) -> str:
    """The day in the campaign's zone."""
    return now.astimezone(ZoneInfo(campaign.facts["dossier_deadline"]["zone"])).date().isoformat()


def remedies_in(look: Look, *columns: Any, before: bool = False) -> Select[Any]:
    """These columns of the remedies of subjects in the scope, with the subjects' roster entries in this campaign."""
    campaign = look.campaign.campaign
    helped = and_(_entries.subject == _remedies.subject, *within(look.read, campaign, look.scope))
    query = select(*columns).select_from(following.remedies).join(roster.entries, helped)
    of = _campaign_before(look) if before else campaign
    return query.where(_remedies.campaign == of)


def _campaign_before(look: Look) -> str | None:
    """The last campaign of the province before this one."""
    this, columns = look.campaign, campaigns.c
    earlier = select(columns.campaign).where(
        columns.province == this.province, columns.reference_date < this.reference_date
    )
    rows = look.read(earlier.order_by(columns.reference_date.desc(), columns.campaign).limit(1))
    return rows[0].campaign if rows else None
