"""The reviews service over HTTP: who may ask, with what, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from services.reviews import commands
from services.reviews.domain.campaign import Campaign
from services.reviews.domain.deadline import Deadline
from services.reviews.domain.dossier import Dossier, Forwarding
from services.reviews.domain.errors import DossierNotAccepted
from services.reviews.domain.events import CampaignOpened
from services.reviews.domain.prompt import Prompt
from services.reviews.domain.review import Review
from services.reviews.owing import owing_among
from services.reviews.readmodel import campaigns, dossiers, prompts, prompts_of, register, reviews, texts
from services.reviews.schemas import (
    CampaignBody,
    ForwardingBody,
    PromptBody,
    PromptsQuery,
    ReturnBody,
    ReviewBody,
    SupplementBody,
)
from shared.register import Reader, among, inside, path_of, subjects
from shared.subjects import Subject
from shared.web import ANYONE, Answer, Call, Item, OutOfSight, Page, Place, answer_with_row, own, resource

OFFICERS = {"importer", "board_officer", "unit_officer"}

Values = Mapping[str, Any]


def paths(read: Reader, organization: str) -> str | None:
    return path_of(register, read, organization)


def of_subject(call: Call, values: Values, item: Values | None) -> Place | None:
    """What is about a subject belongs where the subject stands, and to the person it is about."""
    code = item["subject"] if item and "subject" in item else values["subject"]
    subject = subjects(register, call.read, [code]).get(code)
    return subject and Place(subject.organization, subject.person)


def of_issuer(call: Call, values: Values, item: Values | None) -> Place | None:
    return item and Place(item["issued_by"])


def of_sender(call: Call, values: Values, item: Values | None) -> Place | None:
    return item and Place(item["forwarded_by"])


def of_province(call: Call, values: Values, item: Values | None) -> Place | None:
    return item and Place(item["province"])


@resource(
    "POST",
    "/campaigns",
    roles={"importer", "board_officer"},
    scope=of_province,
    body=CampaignBody,
    summary="Open a campaign",
)
def open_campaign(call: Call) -> None:
    facts = dict(call.body)
    deadline = Deadline(**facts.pop("dossier_deadline"))
    commands.open_campaign(call.unit, CampaignOpened(campaign=facts.pop("code"), dossier_deadline=deadline, **facts))


@resource("GET", "/campaigns/<campaign>", roles={*OFFICERS, "member"}, scope=ANYONE, summary="One campaign")
def show_campaign(call: Call, campaign: str) -> Answer:
    row = call.read(select(campaigns.c.facts).where(campaigns.c.campaign == campaign))
    if not row:
        raise OutOfSight()
    return Answer(row[0].facts)


@resource(
    "POST",
    "/campaigns/<campaign>/prompts",
    roles=OFFICERS,
    scope=of_issuer,
    body=PromptBody,
    many=True,
    summary="Issue prompts to subjects",
)
def issue_prompts(call: Call, campaign: str) -> None:
    call.unit.load(Campaign, campaign).require()
    known = _subjects(call)
    call.unit.prefetch(Prompt, (f"{campaign}/{item.data['code']}" for item in call.entries))
    for item in call.items:
        with call.attempt(item):
            facts = dict(item.data)
            prompted = known.get(facts["subject"])
            _require_in_sight(call, prompted)
            commands.issue_prompt(call.unit, campaign, prompted, facts.pop("text"), **facts)


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
    call.unit.load(Campaign, campaign).require()
    known = _subjects(call)
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


@resource(
    "POST",
    "/campaigns/<campaign>/dossier-forwardings",
    roles=OFFICERS,
    scope=of_sender,
    body=ForwardingBody,
    many=True,
    summary="Forward dossiers to the receiving board; a refused one is recorded with its reasons",
)
def forward_dossiers(call: Call, campaign: str) -> None:
    subjects_known = _subjects(call)
    owing = owing_among(call.unit, campaign, (item.data["subject"] for item in call.entries))
    units = _organizations(call, {item.data["forwarded_by"] for item in call.entries})
    call.unit.prefetch(Dossier, (f"{campaign}/{item.data['subject']}" for item in call.entries))
    for item in call.items:
        with call.attempt(item):
            sent = item.data
            _require_in_sight(call, subjects_known.get(sent["subject"]))
            forwarding = Forwarding(
                sent["forwarded_by"],
                call.context.instant(sent["forwarded_at"], "/forwarded_at"),
                frozenset(sent["documents"]),
                sent["row"],
            )
            known = sent["forwarded_by"] in units
            faults = commands.forward_dossier(
                call.unit, campaign, sent["subject"], owing.get(sent["subject"]), forwarding, known
            )
            if faults:
                item.answer = Answer(problem=DossierNotAccepted(sent["subject"], faults))


@resource(
    "GET",
    "/campaigns/<campaign>/dossiers/<subject>",
    roles={*OFFICERS, "member"},
    scope=of_subject,
    summary="One dossier: by whom it was forwarded, when, and whether on time",
)
def show_dossier(call: Call, campaign: str, subject: str) -> Answer:
    return answer_with_row(call, select(dossiers).where(dossiers.c.campaign == campaign, dossiers.c.subject == subject))


@resource(
    "GET",
    "/campaigns/<campaign>/prompts",
    roles=OFFICERS,
    scope=own,
    query=PromptsQuery,
    summary="The prompts to subjects in the caller's part of the tree, by code",
)
def list_prompts(call: Call, campaign: str) -> dict[str, Any]:
    page, places = Page.of(call.query), register.organizations
    query = (
        select(prompts, texts.c.text)
        .join(places, places.c.code == prompts.c.organization)
        .outerjoin(texts, texts.c.sha256 == prompts.c.text_sha256)
        .where(prompts.c.campaign == campaign, inside(register, call.sight.path))
        .order_by(prompts.c.code)
    )
    if call.query["subject"]:
        query = query.where(prompts.c.subject == call.query["subject"])
    if page.after:
        query = query.where(prompts.c.code > page.after[0])
    rows = call.read(query.limit(page.fetch))
    return page.show(rows, key=lambda row: (row.code,), form=lambda row: dict(row._mapping))


def _require_in_sight(call: Call, subject: Subject | None) -> None:
    """Raise OutOfSight if the caller may not touch the subject. Whom nobody knows is left to the rules."""
    if subject is not None:
        call.require(Place(subject.organization, subject.person))


def _subjects(call: Call) -> dict[str, Subject]:
    return subjects(register, call.read, (item.data["subject"] for item in call.entries))


def _organizations(call: Call, codes: set[str | None]) -> set[str]:
    table = register.organizations
    wanted = {code for code in codes if code}
    return {row.code for row in among(call.read, select(table.c.code), table.c.code, wanted)}
