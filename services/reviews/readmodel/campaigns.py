"""Campaigns and the rulebooks that they go by."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Row, Table, Text, select

from services.reviews.readmodel.store import metadata
from shared.eventstore import Unit
from shared.messaging import Envelope, when
from shared.register import Reader

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
    Column("content", JSON, nullable=False),
)


@when("reviews", "CampaignOpened")
def list_the_campaign(event: Envelope, unit: Unit) -> None:
    data = event.data
    unit.tables.put(
        campaigns,
        campaign=data["campaign"],
        rulebook=data["rulebook"],
        province=data["province"],
        reference_date=data["reference_date"],
        facts=data,
    )


def rulebook_content(read: Reader, rulebook: str) -> dict[str, Any] | None:
    rows: list[Row[Any]] = list(read(select(rulebooks.c.content).where(rulebooks.c.rulebook == rulebook)))
    return rows[0].content if rows else None
