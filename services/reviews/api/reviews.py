"""Reviews over HTTP: handing in, returning, supplementing, completing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from services.reviews.api.answers import given, kept_aside, outcome_of
from services.reviews.api.scopes import READERS, known_subject, of_subject, subjects_in_body
from services.reviews.commands import reviews as commands
from services.reviews.commands.forms import Forms
from services.reviews.domain.campaigns.campaign import Campaign
from services.reviews.domain.prompts.prompt import Prompt
from services.reviews.domain.reviews.review import Review
from services.reviews.order import Order
from services.reviews.readmodel.reviews import reviews
from services.reviews.schemas.reviews import CompletionBody, ReturnBody, ReviewBody, SupplementBody
from services.reviews.showing import shown_review
from shared.web import Answer, Call, Item, OutOfSight, Place, resource


@resource(
    "POST",
    "/campaigns/<campaign>/reviews",
    roles=READERS,
    scope=of_subject,
    body=ReviewBody,
    many=True,
    summary="Hand in reviews, or keep them as drafts",
)
def hand_in_reviews(call: Call, campaign: str) -> None:
    """Of two people who begin one review, the second gets 409 with links to both versions: nothing is lost."""
    call.unit.load(Campaign, campaign).require_open()
    handing_in = _HandingIn(call, campaign)
    for item in call.items:
        with call.attempt(item):
            item.answer = handing_in.answer(item)


class _HandingIn:
    """What the items of one request have in common, asked for once."""

    def __init__(self, call: Call, campaign: str) -> None:
        self._call = call
        self._campaign = campaign
        self._known = subjects_in_body(call)
        self._forms = Forms(call.unit, campaign)
        self._order = Order(call.unit, campaign, self._known.values())
        papers = [item.data for item in call.entries]
        prompts = {code for paper in papers for code in paper["answered_prompts"]}
        call.unit.prefetch(Review, (f"{campaign}/{paper['subject']}" for paper in papers))
        call.unit.prefetch(Prompt, (f"{campaign}/{code}" for code in sorted(prompts)))

    def answer(self, item: Item) -> Answer | None:
        call, paper = self._call, item.data
        code, stated = paper["subject"], paper["submitted_at"]
        draft = paper["draft"] or (stated is None and call.context.may_state_instants)
        submitted_at = None if draft else call.context.instant(stated, "/submitted_at")
        subject = self._known.get(code)
        outcome = commands.hand_in_review(
            call.unit, self._campaign, code, subject, sent(paper), submitted_at, self._forms
        )
        if outcome.obstacle:
            return kept_aside(self._campaign, code, outcome)
        early = [] if draft or subject is None else self._order.warnings(subject)
        return outcome_of(call, self._campaign, code, outcome, early)


def sent(paper: dict[str, Any]) -> commands.Sent:
    return commands.Sent(
        paper["form"], paper["held_on"], paper["summary"], tuple(paper["answered_prompts"]), given(paper["answers"])
    )


@resource(
    "GET",
    "/campaigns/<campaign>/reviews/<subject>",
    roles=READERS,
    scope=of_subject,
    summary="One review: its text, what was added to it, the prompts to its subject, its attachments",
)
def show_review(call: Call, campaign: str, subject: str) -> Answer:
    rows = call.read(select(reviews).where(reviews.c.campaign == campaign, reviews.c.subject == subject))
    if not rows:
        raise OutOfSight()
    [row] = rows
    return Answer(shown_review(call.read, row), version=row.version)


@resource(
    "POST",
    "/campaigns/<campaign>/reviews/<subject>/submissions",
    roles=READERS,
    scope=of_subject,
    versioned=True,
    summary="Hand in the draft as it stands",
)
def submit_draft(call: Call, campaign: str, subject: str) -> Answer:
    reviewed = known_subject(call, subject)
    order = Order(call.unit, campaign, [reviewed])
    outcome = commands.submit_draft(call.unit, campaign, reviewed)
    return outcome_of(call, campaign, subject, outcome, order.warnings(reviewed))


@resource(
    "POST",
    "/campaigns/<campaign>/reviews/<subject>/returns",
    roles={"board_officer", "unit_officer"},
    scope=of_subject,
    body=ReturnBody,
    versioned=True,
    summary="Return a submitted review with remarks",
)
def return_review(call: Call, campaign: str, subject: str) -> Answer:
    returned_by, remarks = call.body["returned_by"], call.body["remarks"]
    call.require(Place(returned_by))
    outcome = commands.return_review(call.unit, campaign, known_subject(call, subject), returned_by, remarks)
    return outcome_of(call, campaign, subject, outcome)


@resource(
    "POST",
    "/campaigns/<campaign>/reviews/<subject>/supplements",
    roles={"board_officer", "unit_officer", "member"},
    scope=of_subject,
    body=SupplementBody,
    versioned=True,
    summary="Add what a submitted or returned review lacked",
)
def supplement_review(call: Call, campaign: str, subject: str) -> Answer:
    body = call.body
    added = commands.Sent(None, None, body["text"], tuple(body["answered_prompts"]), given(body["answers"]))
    outcome = commands.supplement_review(call.unit, campaign, known_subject(call, subject), added)
    return kept_aside(campaign, subject, outcome) if outcome.obstacle else outcome_of(call, campaign, subject, outcome)


@resource(
    "POST",
    "/campaigns/<campaign>/reviews/<subject>/completions",
    roles={"board_officer", "unit_officer"},
    scope=of_subject,
    body=CompletionBody,
    versioned=True,
    summary="Complete a collective's submitted report from the reviews of its individuals",
)
def complete_review(call: Call, campaign: str, subject: str) -> Answer:
    outcome = commands.complete_review(call.unit, campaign, known_subject(call, subject), call.body["text"])
    return kept_aside(campaign, subject, outcome) if outcome.obstacle else outcome_of(call, campaign, subject, outcome)
