"""Plans and interim summaries, and which organizations below another have none."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Integer, Select, Table, Text, and_, func, select

from services.reviews.readmodel.store import metadata, texts
from services.reviews.readmodel.tree import heads_below
from shared.eventstore import Unit
from shared.messaging import Envelope, when
from shared.register import Reader

plans = Table(
    "plans",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("organization", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("adopted_on", Text, nullable=False),
    Column("levels", JSON, nullable=False),
    Column("version", Integer, nullable=False),
)
summaries = Table(
    "interim_summaries",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("organization", Text, primary_key=True),
    Column("document", Text, primary_key=True),
    Column("held_on", Text, nullable=False),
    Column("text_sha256", Text, nullable=False),
)


@when("reviews", "PlanAdopted")
def list_the_plan(event: Envelope, unit: Unit) -> None:
    unit.tables.put(plans, **event.data, version=event.version)


@when("reviews", "InterimSummaryRecorded")
def list_the_summary(event: Envelope, unit: Unit) -> None:
    unit.tables.put(summaries, **event.data)


def summaries_of(read: Reader, campaign: str, organization: str) -> list[dict[str, Any]]:
    """The interim summaries of one organization with their texts, in the order of their days."""
    query = (
        select(summaries.c.document, summaries.c.held_on, texts.c.text)
        .outerjoin(texts, texts.c.sha256 == summaries.c.text_sha256)
        .where(summaries.c.campaign == campaign, summaries.c.organization == organization)
        .order_by(summaries.c.held_on, summaries.c.document)
    )
    return [dict(row._mapping) for row in read(query)]


def plans_below(campaign: str, organization: str, reference_date: str) -> Select[Any]:
    """Each organization that leads others directly below `organization`, with its plan or null, by code.

    `summaries` counts its interim summaries.
    """
    heads = heads_below(campaign, organization, reference_date).subquery()
    of_head = and_(plans.c.campaign == campaign, plans.c.organization == heads.c.code)
    counted = (
        select(func.count())
        .where(summaries.c.campaign == campaign, summaries.c.organization == heads.c.code)
        .scalar_subquery()
    )
    return (
        select(heads, plans.c.document, plans.c.adopted_on, counted.label("summaries"))
        .outerjoin(plans, of_head)
        .order_by(heads.c.code)
    )
