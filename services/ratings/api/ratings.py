"""Ratings and what the rules propose, to be looked at."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select

from services.ratings.api.scopes import OFFICERS, of_subject
from services.ratings.proposals import derived_now
from services.ratings.readmodel import (
    ratings,
)
from shared.web import Answer, Call, OutOfSight, answer_with_row, resource


@resource(
    "GET",
    "/campaigns/<campaign>/ratings/<subject>",
    roles={*OFFICERS, "member"},
    scope=of_subject,
    summary="A subject's rating as it was decided",
)
def show_rating(call: Call, campaign: str, subject: str) -> Answer:
    return answer_with_row(call, select(ratings).where(ratings.c.campaign == campaign, ratings.c.subject == subject))


@resource(
    "GET",
    "/campaigns/<campaign>/proposals/<subject>",
    roles=OFFICERS,
    scope=of_subject,
    summary="The level that the rules derive for a subject at this moment, and why",
)
def show_proposal(call: Call, campaign: str, subject: str) -> Answer:
    derived = derived_now(call.read, campaign, [subject]).get(subject)
    if derived is None:
        raise OutOfSight()
    return Answer({"subject": subject, **asdict(derived)})
