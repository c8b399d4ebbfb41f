"""What participants say about a subject, over HTTP."""

from __future__ import annotations

from typing import Any

from services.reviews.api.scopes import OFFICERS, READERS, known_subject, of_subject
from services.reviews.commands import reviews as commands
from services.reviews.readmodel.comments import comments_on
from services.reviews.schemas.reviews import CommentBody
from shared.web import Call, resource


@resource(
    "POST",
    "/campaigns/<campaign>/reviews/<subject>/comments",
    roles=OFFICERS,
    scope=of_subject,
    body=CommentBody,
    summary="Record what a participant says about a subject, and from which side",
)
def give_comment(call: Call, campaign: str, subject: str) -> None:
    commands.give_comment(call.unit, campaign, known_subject(call, subject), **call.body)


@resource(
    "GET",
    "/campaigns/<campaign>/reviews/<subject>/comments",
    roles=READERS,
    scope=of_subject,
    summary="What participants said about a subject; for the officers above it, and for itself",
)
def list_comments(call: Call, campaign: str, subject: str) -> dict[str, Any]:
    return {"items": [dict(row._mapping) for row in call.read(comments_on(campaign, subject))]}
