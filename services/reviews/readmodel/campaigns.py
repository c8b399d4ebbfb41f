"""Campaigns and the rulebooks that they go by."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Column, Integer, Row, Table, Text, bindparam, cast, select

from services.reviews.domain.expectations.owed import Terms
from services.reviews.readmodel.store import metadata
from shared.citations import Citations
from shared.domain import Refusal
from shared.eventstore import STORE, Unit
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
    Column("version", Integer, nullable=False),
)
"""`facts` is what was drafted; `version` counts the campaign's events, for If-Match."""

rulebooks = Table(
    "rulebooks",
    metadata,
    Column("rulebook", Text, primary_key=True),
    Column("content", JSON, nullable=False),
)


_TERMS = (
    select(cast(rulebooks.c.content, Text).label("content"), campaigns.c.province, campaigns.c.reference_date)
    .join(campaigns, campaigns.c.rulebook == rulebooks.c.rulebook)
    .where(campaigns.c.campaign == bindparam("campaign"))
)
"""A campaign's rulebook as text, for what remembers how it was read; and what else its rules depend on."""


@when("reviews", "CampaignDrafted")
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
        version=event.version,
    )


@when("reviews", "ExpectedSetFrozen")
@when("reviews", "CampaignClosed")
@when("reviews", "CampaignReopened")
@when("reviews", "CampaignLocked")
@when("reviews", "CampaignUnlocked")
@when("reviews", "DeadlineExtended")
def note_the_version(event: Envelope, unit: Unit) -> None:
    unit.tables.change(campaigns, {"campaign": event.data["campaign"]}, version=event.version)


def rulebook_content(read: Reader, rulebook: str) -> dict[str, Any] | None:
    rows: list[Row[Any]] = list(read(select(rulebooks.c.content).where(rulebooks.c.rulebook == rulebook)))
    return rows[0].content if rows else None


def is_drafted(read: Reader, campaign: str) -> bool:
    """Whether there is such a campaign, open or not."""
    return bool(read(select(campaigns.c.campaign).where(campaigns.c.campaign == campaign)))


def terms_of(read: Reader, campaign: str) -> Terms:
    """What the campaign, drafted or open, asks for."""
    [row] = read(_TERMS, campaign=campaign)
    return _read_once(row.content, row.province, date.fromisoformat(row.reference_date))


def citations_of(read: Reader, campaign: str) -> Citations | None:
    """Which documents the campaign's rulebook names; None if the campaign is not known."""
    rows = read(_TERMS, campaign=campaign)
    return _cited_in(rows[0].content) if rows else None


def cited_in(read: Reader, campaign: str, refusals: Iterable[Refusal]) -> None:
    """Have each name the document of the campaign's own rulebook."""
    if citations := citations_of(read, campaign):
        for refusal in refusals:
            citations.cite(refusal)


@lru_cache(maxsize=16)
def _cited_in(content: str) -> Citations:
    return Citations.of(json.loads(content))


@lru_cache(maxsize=16)
def _read_once(content: str, province: str, reference_date: date) -> Terms:
    """Asked for every fact that comes while a campaign is open; a rulebook is long and never changes."""
    return Terms.of(json.loads(content), province, reference_date)


def organizations_heard(read: Reader) -> int:
    """The number of the last event of the organizations service that has been heard here; 0 before the first."""
    heard = read(select(STORE.checkpoints.c.source, STORE.checkpoints.c.number))
    return max((row.number for row in heard if row.source.endswith("/organizations")), default=0)
