"""The tables that the reviews service answers from, and how its own events fill them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Integer, MetaData, Row, Table, Text, select

from shared.eventstore import Unit, store_tables
from shared.messaging import Envelope, when
from shared.register import Reader, among, register_tables, subjects
from shared.texts import text_table

metadata = MetaData()
store_tables(metadata)
register = register_tables(metadata)

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
prompts = Table(
    "prompts",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("subject", Text, nullable=False, index=True),
    Column("organization", Text, nullable=False, index=True),
    Column("issued_by", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("issued_on", Text, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("answered", Boolean, nullable=False),
)
reviews = Table(
    "reviews",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("held_on", Text),
    Column("submitted_at", Text),
    Column("content_sha256", Text),
    Column("remarks_sha256", Text),
    Column("version", Integer, nullable=False),
)
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

texts = text_table(metadata)


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


@when("reviews", "PromptIssued")
def list_the_prompt(event: Envelope, unit: Unit) -> None:
    data = event.data
    subject = subjects(register, unit.tables.rows, [data["subject"]])[data["subject"]]
    unit.tables.put(prompts, organization=subject.organization, answered=False, **data)


@when("reviews", "ReviewDrafted")
def show_the_draft(event: Envelope, unit: Unit) -> None:
    unit.tables.put(reviews, **_review(event, "draft"), submitted_at=None)


@when("reviews", "ReviewSubmitted")
def show_the_review(event: Envelope, unit: Unit) -> None:
    unit.tables.put(reviews, **_review(event, "submitted"), submitted_at=event.data["submitted_at"])
    _mark_answered(event, unit)


@when("reviews", "ReviewReturned")
def show_the_return(event: Envelope, unit: Unit) -> None:
    _change_review(event, unit, status="returned", remarks_sha256=event.data["remarks_sha256"], version=event.version)


@when("reviews", "ReviewSupplemented")
def show_the_supplement(event: Envelope, unit: Unit) -> None:
    _change_review(event, unit, status="submitted", content_sha256=event.data["content_sha256"], version=event.version)
    _mark_answered(event, unit)


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


def _review(event: Envelope, status: str) -> dict[str, Any]:
    columns = ("campaign", "subject", "form", "held_on", "content_sha256")
    return {
        **{name: event.data[name] for name in columns},
        "status": status,
        "remarks_sha256": None,
        "version": event.version,
    }


def _change_review(event: Envelope, unit: Unit, **values: Any) -> None:
    key = {"campaign": event.data["campaign"], "subject": event.data["subject"]}
    unit.tables.change(reviews, key, **values)


def _mark_answered(event: Envelope, unit: Unit) -> None:
    for code in event.data["answered_prompts"]:
        unit.tables.change(prompts, {"campaign": event.data["campaign"], "code": code}, answered=True)


def prompts_of(read: Reader, campaign: str, subjects: Iterable[str]) -> dict[str, set[str]]:
    """The codes of the prompts that each of `subjects` received in the campaign."""
    query = select(prompts.c.subject, prompts.c.code).where(prompts.c.campaign == campaign)
    found: dict[str, set[str]] = defaultdict(set)
    for row in among(read, query, prompts.c.subject, set(subjects)):
        found[row.subject].add(row.code)
    return found


def rated_among(read: Reader, campaign: str, subjects: Iterable[str]) -> set[str]:
    """Those of `subjects` that have an assigned level in the campaign."""
    query = select(rated.c.subject).where(rated.c.campaign == campaign)
    return {row.subject for row in among(read, query, rated.c.subject, set(subjects))}


def rulebook_content(read: Reader, rulebook: str) -> dict[str, Any] | None:
    rows: list[Row[Any]] = list(read(select(rulebooks.c.content).where(rulebooks.c.rulebook == rulebook)))
    return rows[0].content if rows else None
