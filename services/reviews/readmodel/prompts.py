"""Prompts, and whether a submitted review answers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Boolean, Column, Table, Text, select

from services.reviews.readmodel.store import metadata, register
from shared.eventstore import Unit
from shared.messaging import Envelope, when
from shared.register import Reader, among, subjects

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


@when("reviews", "PromptIssued")
def list_the_prompt(event: Envelope, unit: Unit) -> None:
    data = event.data
    subject = subjects(register.of(data["campaign"]), unit.tables.rows, [data["subject"]])[data["subject"]]
    unit.tables.put(prompts, organization=subject.organization, answered=False, **data)


def prompts_of(read: Reader, campaign: str, subjects: Iterable[str]) -> dict[str, set[str]]:
    """The codes of the prompts that each of `subjects` received in the campaign."""
    query = select(prompts.c.subject, prompts.c.code).where(prompts.c.campaign == campaign)
    found: dict[str, set[str]] = defaultdict(set)
    for row in among(read, query, prompts.c.subject, set(subjects)):
        found[row.subject].add(row.code)
    return found


@when("reviews", "ReviewSubmitted")
@when("reviews", "ReviewSupplemented")
def mark_the_answered_prompts(event: Envelope, unit: Unit) -> None:
    for code in event.data["answered_prompts"]:
        unit.tables.change(prompts, {"campaign": event.data["campaign"], "code": code}, answered=True)
