"""Remedies, what was reported on them, and who still needs one."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from services.reviews.readmodel.store import metadata
from shared.eventstore import Unit
from shared.messaging import Envelope, when

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
