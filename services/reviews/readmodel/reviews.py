"""The reviews as they stand, without their texts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, func, select

from services.reviews.domain.reviews.review import HANDED_IN
from services.reviews.readmodel.store import metadata, register
from shared.eventstore import Unit
from shared.messaging import Envelope, when
from shared.register import Reader
from shared.subjects import Kind

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
    Column("begun", BigInteger),
    Index("reviews_by_status", "campaign", "status", "subject"),
)
"""`version` is that of the last event in effect, on which a change builds; `begun` the number of the first event."""

forms = Table(
    "forms",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("form", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("content_sha256", Text, nullable=False),
)
"""The forms that were copied from the rulebook, each from the event with that number on."""


@when("reviews", "FormCopied")
def list_the_copy(event: Envelope, unit: Unit) -> None:
    unit.tables.put(forms, number=event.number, **event.data)


@when("reviews", "ReviewDrafted")
def show_the_draft(event: Envelope, unit: Unit) -> None:
    unit.tables.put(reviews, **_review(event, "draft"), submitted_at=None)


@when("reviews", "ReviewSubmitted")
def show_the_review(event: Envelope, unit: Unit) -> None:
    unit.tables.put(reviews, **_review(event, "submitted"), submitted_at=event.data["submitted_at"])


@when("reviews", "ReviewReturned")
def show_the_return(event: Envelope, unit: Unit) -> None:
    _change_review(event, unit, status="returned", remarks_sha256=event.data["remarks_sha256"])


@when("reviews", "ReviewSupplemented")
@when("reviews", "ReviewCompleted")
def show_that_it_was_added_to(event: Envelope, unit: Unit) -> None:
    _change_review(event, unit, status="submitted")


def _review(event: Envelope, status: str) -> dict[str, Any]:
    columns = ("campaign", "subject", "form", "held_on", "content_sha256")
    return {
        **{name: event.data[name] for name in columns},
        **({"begun": event.number} if event.version == 1 else {}),
        "status": status,
        "remarks_sha256": None,
        "version": event.version,
    }


def _change_review(event: Envelope, unit: Unit, **values: Any) -> None:
    key = {"campaign": event.data["campaign"], "subject": event.data["subject"]}
    unit.tables.change(reviews, key, version=event.version, **values)


def individuals_reviewed(read: Reader, campaign: str, collective: str) -> int:
    """How many of the leaders of a collective (`col:…`) have handed in their reviews."""
    posts = register.of(campaign).posts.c
    leader = f"{Kind.LEADER}:" + posts.code
    query = select(func.count()).where(
        posts.collective == collective.partition(":")[2],
        reviews.c.campaign == campaign,
        reviews.c.subject == leader,
        reviews.c.status.in_([status.value for status in HANDED_IN]),
    )
    [row] = read(query)
    return int(row[0])


def copied_form(read: Reader, review: Any) -> str | None:
    """The fingerprint of the form as it was when the review began, or as it was first copied after that."""
    it = forms.c
    kind = review.subject.partition(":")[0]
    found = read(
        select(it.number, it.content_sha256)
        .where(it.campaign == review.campaign, it.kind == kind, it.form == review.form)
        .order_by(it.number)
    )
    before = [row for row in found if row.number <= (review.begun or 0)]
    chosen = before[-1:] or list(found[:1])
    return chosen[0].content_sha256 if chosen else None
