"""How the service's own events fill the tables about a rating's life."""

from __future__ import annotations

from typing import Any

from services.ratings.readmodel import lives, ratings
from shared.eventstore import Unit
from shared.messaging import Envelope, when


@when("ratings", "RatingAssigned")
def keep_the_first_decision(event: Envelope, unit: Unit) -> None:
    unit.tables.put(lives.decided, **event.data, previous_level=None, cause=None, version=event.version)


@when("ratings", "RatingRevised")
def show_the_revision(event: Envelope, unit: Unit) -> None:
    """The decision before stays among those that were taken."""
    data = event.data
    unit.tables.put(lives.decided, **data, version=event.version)
    standing = {name: value for name, value in data.items() if name in ratings.c}
    unit.tables.change(ratings, _rating(event), **standing, version=event.version, event=event.id)
    unit.tables.remove(lives.questions, **_rating(event))


@when("ratings", "RatingQuestioned")
def list_the_question(event: Envelope, unit: Unit) -> None:
    unit.tables.put(lives.questions, **event.data, questioned_at=event.time)
    _note_the_version(event, unit)


@when("ratings", "RatingConfirmed")
def answer_the_questions(event: Envelope, unit: Unit) -> None:
    unit.tables.put(lives.confirmations, **event.data, version=event.version)
    unit.tables.remove(lives.questions, **_rating(event))
    _note_the_version(event, unit)


@when("ratings", "AppealLodged")
def list_the_appeal(event: Envelope, unit: Unit) -> None:
    data = dict(event.data)
    unit.tables.put(lives.appeals, against=data.pop("document"), **data, open=True, version=event.version)
    _note_the_version(event, unit)


@when("ratings", "AppealDecided")
def close_the_appeal(event: Envelope, unit: Unit) -> None:
    answer = {name: event.data[name] for name in ("outcome", "document", "decided_by", "decided_at", "reason")}
    unit.tables.change(lives.appeals, {**_rating(event), "open": True}, **answer, open=False)
    _note_the_version(event, unit)


@when("ratings", "RatingPublished")
def list_the_publication(event: Envelope, unit: Unit) -> None:
    unit.tables.put(lives.publications, **event.data)


@when("ratings", "BallotTallied")
def keep_the_tally(event: Envelope, unit: Unit) -> None:
    unit.tables.put(lives.ballots, **event.data)


def _rating(event: Envelope) -> dict[str, Any]:
    return {name: event.data[name] for name in ("campaign", "subject")}


def _note_the_version(event: Envelope, unit: Unit) -> None:
    """What builds on the rating builds on everything that happened to it."""
    unit.tables.change(ratings, _rating(event), version=event.version)
