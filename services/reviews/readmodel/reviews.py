"""The reviews as they stand, without their texts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Index, Integer, Table, Text

from services.reviews.readmodel.store import metadata
from shared.eventstore import Unit
from shared.messaging import Envelope, when

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
    Index("reviews_by_status", "campaign", "status", "subject"),
)


@when("reviews", "ReviewDrafted")
def show_the_draft(event: Envelope, unit: Unit) -> None:
    unit.tables.put(reviews, **_review(event, "draft"), submitted_at=None)


@when("reviews", "ReviewSubmitted")
def show_the_review(event: Envelope, unit: Unit) -> None:
    unit.tables.put(reviews, **_review(event, "submitted"), submitted_at=event.data["submitted_at"])


@when("reviews", "ReviewReturned")
def show_the_return(event: Envelope, unit: Unit) -> None:
    _change_review(event, unit, status="returned", remarks_sha256=event.data["remarks_sha256"], version=event.version)


@when("reviews", "ReviewSupplemented")
def show_the_supplement(event: Envelope, unit: Unit) -> None:
    _change_review(event, unit, status="submitted", content_sha256=event.data["content_sha256"], version=event.version)


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
