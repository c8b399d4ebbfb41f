"""The dossiers as they stand, every step of theirs, and whom the ratings service has rated at which level."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Index, Integer, Row, Table, Text, select

from services.reviews.domain.dossiers.dossier import State
from services.reviews.readmodel.store import metadata, texts
from shared.eventstore import Unit
from shared.messaging import Envelope, when
from shared.register import Reader, among

dossiers = Table(
    "dossiers",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("forwarded_by", Text),
    Column("forwarded_at", Text),
    Column("documents", JSON),
    Column("on_time", Boolean),
    Column("forwarding", Integer),
    Column("first_forwarded_at", Text),
    Column("content_sha256", Text),
    Column("deadline", JSON),
    Column("extended", Boolean),
    Column("version", Integer, nullable=False),
    Index("dossiers_by_state", "campaign", "state", "subject"),
)
"""Of a dossier that was never forwarded, what belongs to a forwarding is null; `forwarding` counts them.

What belongs to the receipt (`content_sha256`, `deadline`, `extended`) is null where a dossier was forwarded before
receipts were issued.
"""

steps = Table(
    "dossier_steps",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("state", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("remarks_sha256", Text),
)
"""Every state that a dossier came to, with who brought it there and when."""

rated = Table(
    "rated",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("level", Text),
)
"""Whom the ratings service has rated, and at which level now; null where that was heard before levels were kept."""


@when("reviews", "DossierForwarded")
def list_the_dossier(event: Envelope, unit: Unit) -> None:
    columns = ("campaign", "subject", "forwarded_by", "forwarded_at", "documents", "on_time")
    values = {name: event.data[name] for name in columns}
    unit.tables.put(dossiers, **values, state=State.FORWARDED.value, version=event.version)
    _keep_the_step(event, unit, State.FORWARDED, "forwarded")


@when("reviews", "DossierReceiptIssued")
def note_the_receipt(event: Envelope, unit: Unit) -> None:
    columns = ("forwarding", "first_forwarded_at", "content_sha256", "deadline", "extended")
    values = {name: event.data[name] for name in columns}
    unit.tables.change(dossiers, _dossier(event), **values, version=event.version)


@when("reviews", "DossierReceived")
def show_it_received(event: Envelope, unit: Unit) -> None:
    _bring(event, unit, State.RECEIVED, "received")


@when("reviews", "DossierAccepted")
def show_it_accepted(event: Envelope, unit: Unit) -> None:
    _bring(event, unit, State.ACCEPTED, "accepted")


@when("reviews", "DossierReturned")
def show_it_returned(event: Envelope, unit: Unit) -> None:
    _bring(event, unit, State.RETURNED, "returned")


@when("reviews", "DossierRecalled")
def show_it_recalled(event: Envelope, unit: Unit) -> None:
    _bring(event, unit, State.RECALLED, "recalled")


@when("reviews", "NothingToReportConfirmed")
def show_that_there_is_nothing(event: Envelope, unit: Unit) -> None:
    state = State.NOTHING_TO_REPORT
    unit.tables.put(dossiers, **_dossier(event), state=state.value, version=event.version)
    _keep_the_step(event, unit, state, "confirmed")


@when("reviews", "DossierRefused")
def count_the_attempt(event: Envelope, unit: Unit) -> None:
    """What builds on the dossier builds on everything that happened to it."""
    unit.tables.change(dossiers, _dossier(event), version=event.version)


def _bring(event: Envelope, unit: Unit, state: State, verb: str) -> None:
    unit.tables.change(dossiers, _dossier(event), state=state.value, version=event.version)
    _keep_the_step(event, unit, state, verb)


def _keep_the_step(event: Envelope, unit: Unit, state: State, verb: str) -> None:
    data = event.data
    unit.tables.put(
        steps,
        **_dossier(event),
        version=event.version,
        state=state.value,
        by=data[f"{verb}_by"],
        at=data[f"{verb}_at"],
        remarks_sha256=data.get("remarks_sha256"),
    )


def _dossier(event: Envelope) -> dict[str, Any]:
    return {name: event.data[name] for name in ("campaign", "subject")}


def dossier_of(read: Reader, campaign: str, subject: str) -> Row[Any] | None:
    """The dossier as it stands, or None if nothing was said of it."""
    query = select(dossiers).where(dossiers.c.campaign == campaign, dossiers.c.subject == subject)
    return next(iter(read(query)), None)


def steps_of(read: Reader, campaign: str, subject: str) -> list[dict[str, Any]]:
    """What became of the dossier in turn, with the remarks of whoever returned or recalled it."""
    query = (
        select(steps.c.state, steps.c.by, steps.c.at, texts.c.text.label("remarks"))
        .outerjoin(texts, texts.c.sha256 == steps.c.remarks_sha256)
        .where(steps.c.campaign == campaign, steps.c.subject == subject)
        .order_by(steps.c.version)
    )
    return [dict(row._mapping) for row in read(query)]


def rated_among(read: Reader, campaign: str, subjects: Iterable[str]) -> set[str]:
    """Those of `subjects` that have an assigned level in the campaign."""
    query = select(rated.c.subject).where(rated.c.campaign == campaign)
    return {row.subject for row in among(read, query, rated.c.subject, set(subjects))}
