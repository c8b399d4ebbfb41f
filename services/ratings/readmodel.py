"""The tables that the ratings service answers from, and how its own events fill them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import orjson
from sqlalchemy import JSON, Boolean, Column, Index, Integer, MetaData, Table, Text

from services.ratings.domain.campaign import Campaign
from services.ratings.domain.errors import UnknownCampaign, UnknownRulebook
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.life.tables import life_tables
from shared.citations import Citations
from shared.eventstore import Unit, store_tables
from shared.gate import gate_tables
from shared.messaging import Envelope, when
from shared.reader import matching
from shared.register import Reader, Register

metadata = MetaData()
store_tables(metadata)
register = Register(metadata)
lives = life_tables(metadata)
gate = gate_tables(metadata)

rulebooks = Table(
    "rulebooks",
    metadata,
    Column("rulebook", Text, primary_key=True),
    Column("content_sha256", Text, nullable=False),
    Column("content", Text, nullable=False),
)
campaigns = Table(
    "campaigns",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("rulebook", Text, nullable=False),
    Column("province", Text, nullable=False),
    Column("reference_date", Text, nullable=False),
)
prompts = Table(
    "prompts",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("answered", Boolean, nullable=False),
    Index("prompts_by_subject", "campaign", "subject"),
)
reviews = Table(
    "reviews",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("submitted", Boolean, nullable=False),
)
opinions = Table(
    "opinions",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("stage", Text, primary_key=True),
    Column("level", Text),
    Column("degrees", JSON, nullable=False),
    Column("points", JSON, nullable=False),
    Column("event", Text, nullable=False),
)
findings = Table(
    "findings",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("document", Text),
    Column("number", Integer, nullable=False),
    Column("event", Text, nullable=False),
)
"""`number` is that of the event: of several findings about one person the last recorded stands."""

civil_ratings = Table(
    "civil_ratings",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("level", Text, nullable=False),
    Column("event", Text, nullable=False),
)
ratings = Table(
    "ratings",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    Column("proposed", Text),
    Column("reason", Text),
    Column("cap_override", Text),
    Column("version", Integer, nullable=False),
    Column("event", Text, nullable=False),
    Index("ratings_by_body", "campaign", "decided_by", "kind"),
)
decisions = Table(
    "decisions",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("decided_by", Text, primary_key=True),
    Column("document", Text, primary_key=True),
    Column("act", Text, nullable=False),
    Column("issued_at", Text),
    Column("ratings", Integer),
    Column("refused_at", Text),
    Column("faults", JSON),
    Column("version", Integer, nullable=False),
)
"""Whether a document was issued, and how it was refused the last time that it was."""


@when("ratings", "RulebookPublished")
def keep_the_rulebook(event: Envelope, unit: Unit) -> None:
    data = event.data
    content = orjson.dumps(data["content"]).decode()
    unit.tables.put(rulebooks, rulebook=data["rulebook"], content_sha256=data["content_sha256"], content=content)


@when("ratings", "OpinionGiven")
def keep_the_opinion(event: Envelope, unit: Unit) -> None:
    data = event.data
    unit.tables.put(
        opinions,
        campaign=data["campaign"],
        subject=data["subject"],
        stage=data["stage"],
        level=data["level"],
        degrees=data["degrees"],
        points=data["points"],
        event=event.id,
    )


@when("ratings", "FindingRecorded")
def keep_the_finding(event: Envelope, unit: Unit) -> None:
    unit.tables.put(findings, **event.data, number=event.number, event=event.id)


@when("ratings", "CivilRatingRecorded")
def keep_the_civil_rating(event: Envelope, unit: Unit) -> None:
    data = event.data
    rated = {name: data[name] for name in ("campaign", "person", "level")}
    unit.tables.put(civil_ratings, **rated, event=event.id)


@when("ratings", "RatingAssigned")
def show_the_rating(event: Envelope, unit: Unit) -> None:
    data = event.data
    kind = data["subject"].partition(":")[0]
    unit.tables.put(ratings, **data, kind=kind, version=event.version, event=event.id)


@when("ratings", "DecisionIssued")
def show_the_decision(event: Envelope, unit: Unit) -> None:
    data = event.data
    unit.tables.put(
        decisions,
        **_identity(data),
        issued_at=data["decided_at"],
        ratings=data["ratings"],
        version=event.version,
    )


@when("ratings", "DecisionRefused")
def show_the_refusal(event: Envelope, unit: Unit) -> None:
    data = event.data
    unit.tables.put(
        decisions,
        **_identity(data),
        refused_at=data["decided_at"],
        faults=data["faults"],
        version=event.version,
    )


def _identity(data: dict[str, str]) -> dict[str, str]:
    return {name: data[name] for name in ("campaign", "decided_by", "document", "act")}


def campaign_of(read: Reader, code: str) -> Campaign:
    """The campaign as the reviews service opened it. Raises UnknownCampaign."""
    rows = read(matching(campaigns, "campaign"), campaign=code)
    if not rows:
        raise UnknownCampaign(value=code)
    [row] = rows
    return Campaign(row.campaign, row.rulebook, row.province, date.fromisoformat(row.reference_date))


def rulebook_of(read: Reader, code: str) -> Rulebook:
    """The rulebook, ready for use. Raises UnknownRulebook."""
    return _read_once(rulebook_content(read, code))


def citations_of(read: Reader, campaign: str) -> Citations | None:
    """Which documents the campaign's rulebook names; None if the campaign is not known."""
    rows = read(matching(campaigns, "campaign"), campaign=campaign)
    return rulebook_of(read, rows[0].rulebook).citations if rows else None


def rulebook_content(read: Reader, code: str) -> str:
    """The rulebook as it was published, in JSON. Raises UnknownRulebook."""
    rows = read(matching(rulebooks, "rulebook"), rulebook=code)
    if not rows:
        raise UnknownRulebook(value=code)
    content: str = rows[0].content
    return content


@lru_cache(maxsize=16)
def _read_once(content: str) -> Rulebook:
    return Rulebook.read(orjson.loads(content))
