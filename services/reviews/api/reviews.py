"""Reviews over HTTP."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from services.reviews.api.scopes import OFFICERS, of_subject, subjects_in_body
from services.reviews.commands import reviews as commands
from services.reviews.domain.campaigns.campaign import Campaign
from services.reviews.domain.reviews.review import Review
from services.reviews.readmodel.prompts import prompts_of
from services.reviews.readmodel.reviews import reviews
from services.reviews.readmodel.store import texts
from services.reviews.schemas.reviews import ReturnBody, ReviewBody, SupplementBody
from shared.subjects import Subject
from shared.web import Answer, Call, Item, Place, answer_with_row, resource


@resource(
    "POST",
    "/campaigns/<campaign>/reviews",
    roles={*OFFICERS, "member"},
    scope=of_subject,
    body=ReviewBody,
    many=True,
    summary="Hand in reviews, or keep them as drafts",
)
def hand_in_reviews(call: Call, campaign: str) -> None:
    call.unit.load(Campaign, campaign).require_open()
    known = subjects_in_body(call)
    asked = prompts_of(call.read, campaign, known)
    call.unit.prefetch(Review, (f"{campaign}/{item.data['subject']}" for item in call.entries))
    for item in call.items:
        with call.attempt(item):
            _hand_in(call, campaign, item, known, asked)


def _hand_in(
    call: Call, campaign: str, item: Item, known: Mapping[str, Subject], asked: Mapping[str, set[str]]
) -> None:
    paper = item.data
    code, stated = paper["subject"], paper["submitted_at"]
    draft = paper["draft"] or (stated is None and call.context.may_state_instants)
    commands.hand_in_review(
        call.unit,
        campaign,
        known.get(code),
        asked.get(code, ()),
        code=code,
        form=paper["form"],
        held_on=paper["held_on"],
        answered_prompts=tuple(paper["answered_prompts"]),
        summary=paper["summary"],
        submitted_at=None if draft else call.context.instant(stated, "/submitted_at"),
    )


@resource(
    "GET",
    "/campaigns/<campaign>/reviews/<subject>",
    roles={*OFFICERS, "member"},
    scope=of_subject,
    summary="One review with its text",
)
def show_review(call: Call, campaign: str, subject: str) -> Answer:
    query = (
        select(reviews, texts.c.text.label("summary"))
        .outerjoin(texts, texts.c.sha256 == reviews.c.content_sha256)
        .where(reviews.c.campaign == campaign, reviews.c.subject == subject)
    )
    return answer_with_row(call, query)


@resource(
    "POST",
    "/campaigns/<campaign>/reviews/<subject>/returns",
    roles={"board_officer", "unit_officer"},
    scope=of_subject,
    body=ReturnBody,
    versioned=True,
    summary="Return a submitted review with remarks",
)
def return_review(call: Call, campaign: str, subject: str) -> None:
    call.require(Place(call.body["returned_by"]))
    commands.return_review(call.unit, campaign, subject, call.body["returned_by"], call.body["remarks"])


@resource(
    "POST",
    "/campaigns/<campaign>/reviews/<subject>/supplements",
    roles={"board_officer", "unit_officer", "member"},
    scope=of_subject,
    body=SupplementBody,
    versioned=True,
    summary="Add what a submitted or returned review lacked",
)
def supplement_review(call: Call, campaign: str, subject: str) -> None:
    asked = prompts_of(call.read, campaign, [subject])
    commands.supplement_review(
        call.unit,
        campaign,
        subject,
        asked.get(subject, ()),
        tuple(call.body["answered_prompts"]),
        call.body["text"],
    )
