"""Writing a review together: drafts that build on a version, and everything that was ever written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from services.reviews.api.answers import kept_aside, outcome_of
from services.reviews.api.reviews import sent
from services.reviews.api.scopes import READERS, known_subject, of_subject
from services.reviews.commands import reviews as commands
from services.reviews.commands.forms import Forms
from services.reviews.readmodel.reviews import reviews
from services.reviews.schemas.reviews import DraftBody
from services.reviews.showing import shown_versions
from shared.web import Answer, Call, OutOfSight, resource


@resource(
    "PUT",
    "/campaigns/<campaign>/reviews/<subject>/draft",
    roles=READERS,
    scope=of_subject,
    body=DraftBody,
    summary="Save a draft of a review",
)
def save_draft(call: Call, campaign: str, subject: str) -> Answer:
    """The first save names no version; every later one names in If-Match the version that it builds on.

    Who comes second gets 412, or 409 where both began the review, with links to the version that stands and to his
    own, which is kept and has no effect. `If-Match: *` replaces whatever stands; the versions before stay readable.
    """
    outcome = commands.save_draft(
        call.unit,
        campaign,
        known_subject(call, subject),
        sent(call.body),
        call.context.expected_version,
        Forms(call.unit, campaign),
        anyway=call.request.headers.get("If-Match", "").strip() == "*",
    )
    return kept_aside(campaign, subject, outcome) if outcome.obstacle else outcome_of(call, campaign, subject, outcome)


@resource(
    "GET",
    "/campaigns/<campaign>/reviews/<subject>/versions",
    roles=READERS,
    scope=of_subject,
    summary="Everything that was ever written in a review, in effect or not, with author and instant",
)
def list_versions(call: Call, campaign: str, subject: str) -> Answer:
    rows = call.read(select(reviews.c.version).where(reviews.c.campaign == campaign, reviews.c.subject == subject))
    if not rows:
        raise OutOfSight()
    return Answer(shown_versions(call.read, campaign, subject), version=rows[0].version)


@resource(
    "GET",
    "/campaigns/<campaign>/reviews/<subject>/versions/<int:version>",
    roles=READERS,
    scope=of_subject,
    summary="One version of a review",
)
def show_version(call: Call, campaign: str, subject: str, version: int) -> dict[str, Any]:
    for each in shown_versions(call.read, campaign, subject)["items"]:
        if each["version"] == version:
            return dict(each)
    raise OutOfSight()
