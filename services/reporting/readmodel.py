"""The tables that the reporting service answers from. The policies fill all but the last three.

Dates and instants are ISO text. Whatever belongs to a campaign is keyed by it.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, LargeBinary, MetaData, Table, Text

from services.reporting.following.tables import following_tables
from services.reporting.roster.tables import roster_tables
from shared.eventstore import KEPT, Unit, store_tables
from shared.messaging import Envelope, when
from shared.register import Register, rectangles

metadata = MetaData()
store = store_tables(metadata)
register = Register(metadata)
roster = roster_tables(metadata)
following = following_tables(metadata)

names = rectangles("names", metadata, Column("name", Text, nullable=False))
"""What subjects are called, and since when: organizations, collectives, members by person, leaders by their post's
title. Rectangles in two times, as in the register.
"""

campaigns = Table(
    "campaigns",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("rulebook", Text, nullable=False),
    Column("province", Text, nullable=False),
    Column("reference_date", Text, nullable=False),
    Column("facts", JSON, nullable=False),
)
rulebooks = Table(
    "rulebooks",
    metadata,
    Column("rulebook", Text, primary_key=True),
    Column("caps", JSON, nullable=False),
    Column("exclusions", JSON, nullable=False),
)
"""The sections of the rulebooks that the figures ask about."""

layouts = Table(
    "layouts",
    metadata,
    Column("rulebook", Text, primary_key=True),
    Column("tables", JSON, nullable=False),
    Column("basis", JSON, nullable=False),
)
"""What a rulebook says of the statistical tables and of the documents that it rests on: official reports name both."""

prompts = Table(
    "prompts",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("issued_by", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("answered", Boolean, nullable=False),
)
reviews = Table(
    "reviews",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("submitted", Boolean, nullable=False),
)
"""A review that was returned is not submitted again before it has been supplemented."""

ratings = Table(
    "ratings",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("level", Text, nullable=False),
    Column("proposed", Text),
    Column("decided_by", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("reason", Text),
    Column("cap_override", Text),
)
overrides = Table(
    "overrides",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("decided_by", Text, primary_key=True),
    Column("document", Text, primary_key=True),
    Column("level", Text, nullable=False),
    Column("cap_override", Text, nullable=False),
    Column("reason", Text),
    Column("number", BigInteger),
)
"""Every rating under a document that allows exceeding a cap, also those revised since, which `ratings` has no more.

`number` is that of the event that told of it; null where the rating was heard of before this table was.
"""

proposals = Table(
    "proposals",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("derived", Text, nullable=False),
    Column("conditions", JSON, nullable=False),
)
"""The level that the rules derive, or `none`, and the conditions behind it."""

findings = Table(
    "findings",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("holds", Boolean, nullable=False),
    Column("number", BigInteger, nullable=False),
)
"""What competent bodies found, as far as figures need it: discipline, and what may raise an organization's caps.

Of several findings about one person in different capacities, the one of the event with the highest number stands.
"""

decisions = Table(
    "decisions",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("decided_by", Text, primary_key=True),
    Column("document", Text, primary_key=True),
    Column("ratings", Integer, nullable=False),
)
decision_refusals = Table(
    "decision_refusals",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("decided_by", Text, primary_key=True),
    Column("document", Text, primary_key=True),
    Column("faults", JSON, nullable=False),
)
"""The last refusal of each document; one that was accepted after all counts as accepted."""

dossiers = Table(
    "dossiers",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("on_time", Boolean, nullable=False),
    Column("forwarded_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("since", Text, nullable=False),
)
"""The dossiers that were forwarded: `on_time` and `forwarded_at` are those of the first forwarding, for good.

`state` is where the dossier is now, and `since` when it came there.
"""

dossier_refusals = Table(
    "dossier_refusals",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("row", Integer),
    Column("faults", JSON, nullable=False),
)
"""Every refused forwarding, by the number of the event that told of it."""

latest = Table("latest", metadata, Column("source", Text, primary_key=True), Column("at", Text, nullable=False))
"""When the newest event of each source was recorded that has changed anything here."""

reports = Table(
    "reports",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content_sha256", Text, nullable=False),
    Column("positions", JSON, nullable=False),
    Column("heads", JSON, nullable=False),
    Column("issued_at", Text, nullable=False),
)
report_contents = Table(
    "report_contents",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("content", Text, nullable=False),
    info=KEPT,
)
"""What issued reports froze, as canonical JSON under its hash; see `services.reporting.contents`."""

export_jobs = Table(
    "export_jobs",
    metadata,
    Column("job", Integer, primary_key=True, autoincrement=False),
    Column("campaign", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("organization", Text),
    Column("described", JSON, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("asked_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("expected", BigInteger),
    Column("bytes", BigInteger),
    Column("fault", Text),
    info=KEPT,
)
"""Exports that somebody ordered; no part of the log. `seen_at` is when the job's state was last known to be true."""

export_results = Table(
    "export_results",
    metadata,
    Column("job", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
    info=KEPT,
)
"""What a finished export wrote, until it expires."""


@when("reporting", "ReportIssued")
def list_the_report(event: Envelope, unit: Unit) -> None:
    unit.tables.put(reports, issued_at=event.time, **event.data)


def keep_when_it_was_said(event: Envelope, unit: Unit) -> None:
    unit.tables.put(latest, source=event.source, at=event.time)
