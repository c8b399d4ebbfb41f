"""Prompts over HTTP."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from services.reviews.api.answers import told
from services.reviews.api.scopes import (
    OFFICERS,
    READERS,
    Values,
    is_above,
    known_subject,
    own_subjects,
    place_of,
    require_in_sight,
    subjects_in_body,
)
from services.reviews.commands import prompts as commands
from services.reviews.domain.campaigns.campaign import Campaign
from services.reviews.domain.campaigns.events import CampaignOpened
from services.reviews.domain.prompts.errors import NotCompetent, NotTheIssuer
from services.reviews.domain.prompts.issuer import not_competent
from services.reviews.domain.prompts.prompt import Prompt
from services.reviews.readmodel.campaigns import rulebook_content
from services.reviews.readmodel.prompts import points_of, prompts
from services.reviews.readmodel.tree import seen
from services.reviews.schemas.prompts import JudgementBody, PromptBody, PromptsQuery
from services.reviews.showing import shown_prompt
from shared.authority import deciders_of
from shared.subjects import Subject
from shared.web import Answer, Call, OutOfSight, Page, Place, own, resource


def of_issuer(call: Call, values: Values, item: Values | None) -> Place | None:
    return item and Place(item["issued_by"])


def of_prompted(call: Call, values: Values, item: Values | None) -> Place | None:
    """A prompt belongs to the subject that it was sent to; who issued it stands above that."""
    return place_of(call, _prompt(call, values["campaign"], values["code"]).subject)


@resource(
    "POST",
    "/campaigns/<campaign>/prompts",
    roles=OFFICERS,
    scope=of_issuer,
    body=PromptBody,
    many=True,
    summary="Issue prompts to subjects; only the body that manages the subject, or one above it, does",
)
def issue_prompts(call: Call, campaign: str) -> None:
    doubt = _competence(call, call.unit.load(Campaign, campaign).require_open())
    known = subjects_in_body(call)
    call.unit.prefetch(Prompt, (f"{campaign}/{item.data['code']}" for item in call.entries))
    for item in call.items:
        with call.attempt(item):
            facts = dict(item.data)
            prompted = known.get(facts["subject"])
            require_in_sight(call, prompted)
            text, points = facts.pop("text"), facts.pop("points")
            asked = [text] if points is None else [point["text"] for point in points]
            warnings = commands.issue_prompt(call.unit, campaign, prompted, asked, doubt, **facts)
            item.answer = Answer(told(call, warnings))


def _competence(call: Call, opened: CampaignOpened) -> commands.Doubt:
    content = rulebook_content(call.read, opened.rulebook)
    assert content is not None, "a campaign opens under a known rulebook only"
    deciders, above = deciders_of(content), is_above(call)

    def doubt(subject: Subject, issued_by: str) -> NotCompetent | None:
        return not_competent(subject, issued_by, opened.province, deciders, above)

    return doubt


@resource(
    "GET",
    "/campaigns/<campaign>/prompts",
    roles=READERS,
    scope=own,
    query=PromptsQuery,
    summary="The prompts to subjects in the caller's part of the tree, or to the caller, by code",
)
def list_prompts(call: Call, campaign: str) -> dict[str, Any]:
    page = Page.of(call.query)
    query = select(prompts).where(prompts.c.campaign == campaign).order_by(prompts.c.code)
    if call.sight.only_oneself:
        query = query.where(prompts.c.subject.in_(own_subjects(call)))
    else:
        query = query.where(seen(campaign, prompts.c.subject, call.sight.paths))
    if call.query["subject"]:
        query = query.where(prompts.c.subject == call.query["subject"])
    if page.after:
        query = query.where(prompts.c.code > page.after[0])
    rows = call.read(query.limit(page.fetch))
    points = points_of(call.read, campaign, [row.code for row in rows])
    return page.show(rows, key=lambda row: (row.code,), form=lambda row: shown_prompt(row, points[row.code]))


@resource(
    "GET",
    "/campaigns/<campaign>/prompts/<code>",
    roles=READERS,
    scope=of_prompted,
    summary="One prompt: its points, their answers, and what the issuer says of them",
)
def show_prompt(call: Call, campaign: str, code: str) -> Answer:
    row = _prompt(call, campaign, code)
    return Answer(shown_prompt(row, points_of(call.read, campaign, [code])[code]), version=row.version)


@resource(
    "POST",
    "/campaigns/<campaign>/prompts/<code>/judgements",
    roles=OFFICERS,
    scope=of_prompted,
    body=JudgementBody,
    versioned=True,
    summary="Say whether the answer to a point will do; for the issuer, or who stands above it",
)
def judge_answer(call: Call, campaign: str, code: str) -> None:
    prompt = _prompt(call, campaign, code)
    judged_by = call.context.organization
    if judged_by is None or not call.sight.covers(prompt.issued_by):
        raise NotTheIssuer(issuer=prompt.issued_by)
    prompted = known_subject(call, prompt.subject)
    commands.judge_answer(call.unit, campaign, prompted, code, judged_by=judged_by, **call.body)


def _prompt(call: Call, campaign: str, code: str) -> Row[Any]:
    rows = call.read(select(prompts).where(prompts.c.campaign == campaign, prompts.c.code == code))
    if not rows:
        raise OutOfSight()
    [row] = rows
    return row
