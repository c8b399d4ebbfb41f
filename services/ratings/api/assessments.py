"""What assessors and competent bodies say about subjects: opinions, ballots, findings, civil ratings."""

from __future__ import annotations

from sqlalchemy import select

from services.ratings import commands
from services.ratings.admitting import entrance
from services.ratings.api.scopes import OFFICERS, of_member, of_subject
from services.ratings.domain.assessments.ballot import Ballot
from services.ratings.domain.assessments.said import CivilRating, Finding, Opinion
from services.ratings.domain.events import BallotTallied, CivilRatingRecorded, FindingRecorded, OpinionGiven
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.questions import Decided
from services.ratings.readmodel import (
    campaign_of,
    register,
    rulebook_of,
)
from services.ratings.schemas import (
    BallotBody,
    CivilRatingBody,
    FindingBody,
    OpinionBody,
)
from shared.admission import Gate
from shared.register import among, subjects
from shared.subjects import Kind, Subject
from shared.web import Call, resource


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
    gate = _open(call, campaign)
    rulebook, known = _rules(call, campaign), _known_subjects(call, campaign)
    call.unit.prefetch(Opinion, _stage_keys(call, campaign))
    for item in call.items:
        with call.attempt(item):
            opinion = OpinionGiven(campaign=campaign, **item.data)
            commands.give_opinion(call.unit, rulebook, gate, known.get(opinion.subject), opinion)


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
    gate = _open(call, campaign)
    rulebook, known = _rules(call, campaign), _known_subjects(call, campaign)
    call.unit.prefetch(Ballot, _stage_keys(call, campaign))
    for item in call.items:
        with call.attempt(item):
            count = BallotTallied(campaign=campaign, **item.data)
            commands.tally_ballot(call.unit, rulebook, gate, known.get(count.subject), count)


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
    gate = _open(call, campaign)
    rulebook, known = _rules(call, campaign), _known_subjects(call, campaign)
    about_known = [item.data for item in call.entries if item.data["subject"] in known]
    keys = (commands.finding_key(campaign, rulebook, known[data["subject"]], data["fact"]) for data in about_known)
    call.unit.prefetch(Finding, keys)
    people = {subject.person for subject in known.values() if subject.person is not None}
    decided = Decided.among(call.unit, campaign, people, known)
    for item in call.items:
        with call.attempt(item):
            found = FindingRecorded(campaign=campaign, **item.data)
            commands.record_finding(call.unit, rulebook, gate, known.get(found.subject), found, decided)


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
    gate = _open(call, campaign)
    view = register.of(campaign)
    people = view.people
    codes = {item.data["person"] for item in call.entries}
    known = {row.code for row in among(call.read, select(people.c.code), people.c.code, codes)}
    members = subjects(view, call.read, (f"{Kind.MEMBER}:{person}" for person in known))
    homes = {member.person: member.unit for member in members.values()}
    call.unit.prefetch(CivilRating, (f"{campaign}/{person}" for person in known))
    decided = Decided.among(call.unit, campaign, known)
    for item in call.items:
        with call.attempt(item):
            rated = CivilRatingRecorded(campaign=campaign, **item.data)
            home = homes.get(rated.person)
            commands.record_civil_rating(call.unit, gate, rated.person in known, home, rated, decided)


def _open(call: Call, campaign: str) -> Gate:
    """The gate of the campaign. Raises UnknownCampaign, and CampaignNotOpen for the request as a whole."""
    gate = entrance(call.read, campaign)
    gate.require_open()
    return gate


def _rules(call: Call, campaign: str) -> Rulebook:
    return rulebook_of(call.read, campaign_of(call.read, campaign).rulebook)


def _known_subjects(call: Call, campaign: str) -> dict[str, Subject]:
    """The subjects of the campaign among those that the items are about."""
    reference_date = campaign_of(call.read, campaign).reference_date
    found = subjects(register.of(campaign), call.read, (item.data["subject"] for item in call.entries))
    return {code: subject for code, subject in found.items() if subject.exists_on(reference_date)}


def _stage_keys(call: Call, campaign: str) -> list[str]:
    return [commands.stage_key(campaign, item.data["subject"], item.data["stage"]) for item in call.entries]
