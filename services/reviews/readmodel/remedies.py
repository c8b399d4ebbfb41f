"""Remedies, what was reported on them, and who still needs one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Index, Integer, Row, Select, Table, Text, and_, exists, or_, select

from services.reviews.domain.remedies.events import Outcome
from services.reviews.domain.remedies.remedy import NEEDS_HELP
from services.reviews.readmodel.campaigns import campaigns
from services.reviews.readmodel.dossiers import rated
from services.reviews.readmodel.store import gate, metadata, texts
from shared.admission import State
from shared.eventstore import Unit
from shared.messaging import Envelope, when
from shared.register import Reader

remedies = Table(
    "remedies",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("weakness_sha256", Text, nullable=False),
    Column("responsible", Text, nullable=False),
    Column("due_on", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("outcome", Text),
    Column("version", Integer, nullable=False),
    Index("remedies_by_subject", "campaign", "subject"),
)
"""`outcome` is the one reported last; null before the first report."""

reports = Table(
    "remedy_reports",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("outcome", Text, nullable=False),
    Column("reported_by", Text, nullable=False),
    Column("reported_at", Text, nullable=False),
    Column("report_sha256", Text, nullable=False),
)


@when("reviews", "RemedyAssigned")
def list_the_remedy(event: Envelope, unit: Unit) -> None:
    unit.tables.put(remedies, **event.data, version=event.version)


@when("reviews", "RemedyReported")
def list_the_report(event: Envelope, unit: Unit) -> None:
    report = {name: value for name, value in event.data.items() if name != "subject"}
    unit.tables.put(reports, **report, version=event.version)
    key = {name: event.data[name] for name in ("campaign", "code")}
    unit.tables.change(remedies, key, outcome=event.data["outcome"], version=event.version)


def remedies_in(campaign: str) -> Select[Any]:
    """The remedies of a campaign with their weaknesses, to be cut to a part of the tree."""
    weakness = texts.c.sha256 == remedies.c.weakness_sha256
    told = select(remedies, texts.c.text.label("weakness")).outerjoin(texts, weakness)
    return told.where(remedies.c.campaign == campaign)


def is_in_state(state: str, today: str) -> ColumnElement[bool]:
    """The condition that a remedy is `open`, `overdue` on the day `today`, or was last reported as `state`."""
    still_open = or_(remedies.c.outcome.is_(None), remedies.c.outcome != Outcome.DONE.value)
    match state:
        case "open":
            return still_open
        case "overdue":
            return and_(still_open, remedies.c.due_on < today)
        case Outcome.IN_PROGRESS:
            return or_(remedies.c.outcome.is_(None), remedies.c.outcome == state)
    return remedies.c.outcome == state


def remedy_of(read: Reader, campaign: str, code: str) -> Row[Any] | None:
    query = select(remedies).where(remedies.c.campaign == campaign, remedies.c.code == code)
    return next(iter(read(query)), None)


def reports_on(read: Reader, campaign: str, code: str) -> list[dict[str, Any]]:
    """What was reported on a remedy, in turn, with the texts."""
    columns = reports.c
    query = (
        select(columns.outcome, columns.reported_by, columns.reported_at, texts.c.text.label("report"))
        .outerjoin(texts, texts.c.sha256 == columns.report_sha256)
        .where(columns.campaign == campaign, columns.code == code)
        .order_by(columns.version)
    )
    return [dict(row._mapping) for row in read(query)]


def needing_help(campaign: str) -> Select[Any]:
    """The subjects that did not complete their tasks and have no remedy, to be cut to a part of the tree."""
    helped = exists().where(remedies.c.campaign == campaign, remedies.c.subject == rated.c.subject)
    return select(rated).where(rated.c.campaign == campaign, rated.c.level == NEEDS_HELP, ~helped)


def remedies_before(read: Reader, campaign: str, subject: str) -> list[dict[str, Any]]:
    """The subject's remedies from the campaign before, in the same province, with weakness and last outcome.

    A draft that was never opened is no campaign before.
    """
    this = campaigns.alias()
    earlier = (
        select(campaigns.c.campaign)
        .join(this, this.c.province == campaigns.c.province)
        .join(gate.states, gate.states.c.campaign == campaigns.c.campaign)
        .where(this.c.campaign == campaign, campaigns.c.reference_date < this.c.reference_date)
        .where(gate.states.c.state != State.DRAFT.value)
        .order_by(campaigns.c.reference_date.desc(), campaigns.c.campaign)
        .limit(1)
    )
    query = (
        select(*(remedies.c[name] for name in _SHOWN_LATER), texts.c.text.label("weakness"))
        .outerjoin(texts, texts.c.sha256 == remedies.c.weakness_sha256)
        .where(remedies.c.campaign.in_(earlier), remedies.c.subject == subject)
        .order_by(remedies.c.code)
    )
    return [dict(row._mapping) for row in read(query)]


_SHOWN_LATER = ("campaign", "code", "responsible", "due_on", "document", "outcome")
