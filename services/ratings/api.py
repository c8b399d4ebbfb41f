"""The ratings service over HTTP: who may ask, with what, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import orjson
from sqlalchemy import select

from services.ratings import commands
from services.ratings.domain.decision import Document
from services.ratings.domain.errors import DecisionNotAccepted
from services.ratings.domain.events import BallotTallied, CivilRatingRecorded, FindingRecorded, OpinionGiven
from services.ratings.domain.picture import Row
from services.ratings.domain.rating import Ballot, CivilRating, Finding, Opinion
from services.ratings.domain.rulebook import Rulebook
from services.ratings.proposals import derived_now
from services.ratings.readmodel import (
    campaign_of,
    decisions,
    ratings,
    register,
    rulebook_content,
    rulebook_of,
)
from services.ratings.schemas import (
    BallotBody,
    CivilRatingBody,
    DecisionBody,
    FindingBody,
    OpinionBody,
    RulebookBody,
)
from shared.register import Reader, among, path_of, subjects
from shared.subjects import Subject
from shared.web import ANYONE, Answer, Call, OutOfSight, Place, answer_with_row, resource

KEEPERS = {"importer", "board_officer"}
OFFICERS = {*KEEPERS, "unit_officer"}

Values = Mapping[str, Any]


def paths(read: Reader, organization: str) -> str | None:
    return path_of(register, read, organization)


def of_subject(call: Call, values: Values, item: Values | None) -> Place | None:
    """What is about a subject belongs where the subject stands, and to the person it is about."""
    code = item["subject"] if item else values["subject"]
    subject = subjects(register, call.read, [code]).get(code)
    return Place(subject.organization, subject.person) if subject else None


def of_member(call: Call, values: Values, item: Values | None) -> Place | None:
    """What is about a person belongs to the person's cell."""
    people = register.people
    rows = item and call.read(select(people.c.cell).where(people.c.code == item["person"]))
    return Place(rows[0].cell, item["person"]) if item and rows else None


def of_deciding_body(call: Call, values: Values, item: Values | None) -> Place:
    return Place(item["decided_by"] if item else values["decided_by"])


@resource(
    "POST",
    "/rulebooks",
    roles=KEEPERS,
    scope=ANYONE,
    body=RulebookBody,
    summary="Publish a rulebook under the code that it gives itself",
)
def publish_rulebook(call: Call) -> Answer:
    code = commands.publish_rulebook(call.unit, call.body["content"])
    return Answer({"rulebook": code, "position": call.unit.position})


@resource("GET", "/rulebooks/<path:rulebook>", roles={*OFFICERS, "member"}, scope=ANYONE, summary="A rulebook, whole")
def show_rulebook(call: Call, rulebook: str) -> Answer:
    return Answer(orjson.loads(rulebook_content(call.read, rulebook)))


@resource(
    "POST",
    "/campaigns/<campaign>/opinions",
    roles=OFFICERS,
    scope=of_subject,
    body=OpinionBody,
    many=True,
    summary="Record assessors' opinions on subjects",
)
def give_opinions(call: Call, campaign: str) -> None:
    rulebook, known = _rules(call, campaign), _known_subjects(call, campaign)
    call.unit.prefetch(Opinion, _stage_keys(call, campaign))
    for item in call.items:
        with call.attempt(item):
            opinion = OpinionGiven(campaign=campaign, **item.data)
            commands.give_opinion(call.unit, rulebook, known.get(opinion.subject), opinion)


@resource(
    "POST",
    "/campaigns/<campaign>/ballots",
    roles=OFFICERS,
    scope=of_subject,
    body=BallotBody,
    many=True,
    summary="Record the tallies of secret ballots",
)
def tally_ballots(call: Call, campaign: str) -> None:
    rulebook, known = _rules(call, campaign), _known_subjects(call, campaign)
    call.unit.prefetch(Ballot, _stage_keys(call, campaign))
    for item in call.items:
        with call.attempt(item):
            count = BallotTallied(campaign=campaign, **item.data)
            commands.tally_ballot(call.unit, rulebook, known.get(count.subject), count)


@resource(
    "POST",
    "/campaigns/<campaign>/findings",
    roles=OFFICERS,
    scope=of_subject,
    body=FindingBody,
    many=True,
    summary="Record what competent bodies found",
)
def record_findings(call: Call, campaign: str) -> None:
    known = _known_subjects(call, campaign)
    about_known = [item.data for item in call.entries if item.data["subject"] in known]
    keys = (commands.finding_key(campaign, known[data["subject"]], data["fact"]) for data in about_known)
    call.unit.prefetch(Finding, keys)
    for item in call.items:
        with call.attempt(item):
            found = FindingRecorded(campaign=campaign, **item.data)
            commands.record_finding(call.unit, known.get(found.subject), found)


@resource(
    "POST",
    "/campaigns/<campaign>/civil-ratings",
    roles=OFFICERS,
    scope=of_member,
    body=CivilRatingBody,
    many=True,
    summary="Record civil-service ratings",
)
def record_civil_ratings(call: Call, campaign: str) -> None:
    campaign_of(call.read, campaign)
    people = register.people
    codes = {item.data["person"] for item in call.entries}
    known = {row.code for row in among(call.read, select(people.c.code), people.c.code, codes)}
    call.unit.prefetch(CivilRating, (f"{campaign}/{person}" for person in known))
    for item in call.items:
        with call.attempt(item):
            rated = CivilRatingRecorded(campaign=campaign, **item.data)
            commands.record_civil_rating(call.unit, rated.person in known, rated)


@resource(
    "POST",
    "/campaigns/<campaign>/decisions",
    roles=OFFICERS,
    scope=of_deciding_body,
    body=DecisionBody,
    summary="Issue a decision document: accepted whole, or refused whole with every failing row",
)
def issue_decision(call: Call, campaign: str) -> Answer:
    sent = call.body
    document = Document(
        campaign=campaign,
        number=sent["document"],
        decided_by=sent["decided_by"],
        decided_at=call.context.instant(sent["decided_at"], "/decided_at"),
        rows=tuple(_row(row) for row in sent["rows"]),
    )
    verdict = commands.decide(call.unit, document)
    if verdict.faults:
        refusals = [fault.refusal for fault in verdict.faults]
        return Answer(problem=DecisionNotAccepted(document.number, refusals))
    return Answer({"ratings": len(document.rows), "position": call.unit.position})


@resource(
    "GET",
    "/campaigns/<campaign>/decisions/<decided_by>/<path:document>",
    roles=OFFICERS,
    scope=of_deciding_body,
    summary="What became of a decision document",
)
def show_decision(call: Call, campaign: str, decided_by: str, document: str) -> Answer:
    query = select(decisions).where(
        decisions.c.campaign == campaign, decisions.c.decided_by == decided_by, decisions.c.document == document
    )
    return answer_with_row(call, query)


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


def _rules(call: Call, campaign: str) -> Rulebook:
    return rulebook_of(call.read, campaign_of(call.read, campaign).rulebook)


def _known_subjects(call: Call, campaign: str) -> dict[str, Subject]:
    """The subjects of the campaign among those that the items are about."""
    reference_date = campaign_of(call.read, campaign).reference_date
    found = subjects(register, call.read, (item.data["subject"] for item in call.entries))
    return {code: subject for code, subject in found.items() if subject.exists_on(reference_date)}


def _stage_keys(call: Call, campaign: str) -> list[str]:
    return [commands.stage_key(campaign, item.data["subject"], item.data["stage"]) for item in call.entries]


def _row(sent: Values) -> Row:
    """A reason or override that is only blanks has not been given."""
    given = {name: (sent[name] or "").strip() or None for name in ("reason", "cap_override")}
    return Row(sent["subject"], sent["level"], **given)
