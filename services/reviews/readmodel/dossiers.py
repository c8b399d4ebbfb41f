"""The dossiers that were forwarded, and whom the ratings service has rated."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import JSON, Boolean, Column, Integer, Table, Text, select

from services.reviews.readmodel.store import metadata
from shared.eventstore import Unit
from shared.messaging import Envelope, when
from shared.register import Reader, among

dossiers = Table(
    "dossiers",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("forwarded_by", Text, nullable=False),
    Column("forwarded_at", Text, nullable=False),
    Column("documents", JSON, nullable=False),
    Column("on_time", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
rated = Table(
    "rated",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
)
"""Whom the ratings service has rated; the level itself is not this service's business."""


@when("reviews", "DossierForwarded")
def list_the_dossier(event: Envelope, unit: Unit) -> None:
    data = event.data
    unit.tables.put(
        dossiers,
        campaign=data["campaign"],
        subject=data["subject"],
        forwarded_by=data["forwarded_by"],
        forwarded_at=data["forwarded_at"],
        documents=data["documents"],
        on_time=data["on_time"],
        version=event.version,
    )


def rated_among(read: Reader, campaign: str, subjects: Iterable[str]) -> set[str]:
    """Those of `subjects` that have an assigned level in the campaign."""
    query = select(rated.c.subject).where(rated.c.campaign == campaign)
    return {row.subject for row in among(read, query, rated.c.subject, set(subjects))}
