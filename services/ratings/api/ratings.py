"""Ratings and what the rules propose, to be looked at."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from services.ratings.api.scopes import OFFICERS, of_subject
from services.ratings.life.queries import life_of
from services.ratings.page import STYLE, explanation_page
from services.ratings.proposals import explained_now
from services.ratings.readmodel import (
    ratings,
)
from services.ratings.schemas import ExplanationQuery
from services.ratings.told import told
from shared.domain import plain
from shared.web import ANYONE, WITHOUT_TOKEN, Answer, Call, OutOfSight, answer_with_row, resource


@resource(
    "GET",
    "/campaigns/<campaign>/ratings/<subject>",
    roles={*OFFICERS, "member"},
    scope=of_subject,
    summary="A subject's rating as it stands, every decision before it, and what it is to be reviewed again for",
)
def show_rating(call: Call, campaign: str, subject: str) -> Answer:
    query = select(ratings).where(ratings.c.campaign == campaign, ratings.c.subject == subject)
    rating = answer_with_row(call, query)
    return replace(rating, body={**rating.body, **life_of(call.read, rating.body)})


@resource(
    "GET",
    "/campaigns/<campaign>/proposals/<subject>",
    roles=OFFICERS,
    scope=of_subject,
    query=ExplanationQuery,
    summary="The level that the rules derive for a subject at this moment, and why; for browsers as a page",
)
def show_proposal(call: Call, campaign: str, subject: str) -> Answer:
    explained = explained_now(call.read, campaign, subject)
    if explained is None:
        raise OutOfSight()
    language = call.query["lang"] or call.language
    headers = {"Vary": "Accept, Accept-Language", "Content-Language": language}
    if call.request.wants_page:
        return Answer.page(explanation_page(campaign, explained, language, call.now), headers=headers)
    explanation = explained.explanation
    return Answer(
        {
            "subject": subject,
            "rulebook": explained.rulebook.code,
            "assigned": explained.assigned,
            "proposal": plain(explanation.proposal),
            "evidence": plain(explanation.evidence),
            "explanation": plain(told(explanation, explained.rulebook)),
        },
        headers=headers,
    )


@resource(
    "GET",
    "/style.css",
    roles=WITHOUT_TOKEN,
    scope=ANYONE,
    storeless=True,
    produces="text/css",
    summary="How the service's pages look",
)
def show_style(call: Call) -> Answer:
    cached = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Answer(STYLE, content_type="text/css; charset=utf-8", headers=cached)
