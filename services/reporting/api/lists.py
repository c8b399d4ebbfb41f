"""Lists out of the roster as data: subjects, prompts, groups of caps, and the figures at one glance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from werkzeug.http import http_date

from services.reporting.api.figures import READERS, SEE_NAMES, SEE_SUBJECTS, has_role, in_charge, paths, scope_of
from services.reporting.counting import Scope
from services.reporting.following import points
from services.reporting.queries import campaign_of
from services.reporting.readmodel import register
from services.reporting.roster.groups import list_cap_groups
from services.reporting.roster.look import Look, Recent
from services.reporting.roster.schemas import (
    CapGroupsPage,
    CapGroupsQuery,
    PromptsPage,
    PromptsQuery,
    SubjectAnswer,
    SubjectsPage,
    SubjectsQuery,
)
from services.reporting.roster.telling import entry_of, particulars, tell
from shared.register import subjects
from shared.web import Answer, Call, OutOfSight, Place, own, resource
from shared.web.waiting import parse_positions

Values = Mapping[str, Any]


def look_at(call: Call, campaign: str) -> Look:
    """What the caller sees of the campaign. Raises NotFound and OutOfSight."""
    row = campaign_of(call.read, campaign)
    return Look(call.connection, call.read, row, scope_of(call, row), people=has_role(call, SEE_NAMES))


def look_beside(call: Call, look: Look, campaign: str | None) -> Look:
    """What the caller sees of another campaign, or of the same. Raises NotFound and OutOfSight."""
    if campaign is None or campaign == look.campaign.campaign:
        return look
    row = campaign_of(call.read, campaign)
    charge = in_charge(call, campaign, paths(call.live, call.caller.organization or "", campaign))
    scope = Scope(charge.paths, whole=f"/{row.province}/" in charge.paths, without=charge.without)
    return Look(call.connection, call.read, row, scope, people=look.people)


def glance_at(call: Call, campaign: str) -> Look:
    """As `look_at`; but sums that take long may be some seconds old, and then the answer's position says so.

    As of an earlier moment nothing is older than it should be.
    """
    look = look_at(call, campaign)
    if call.as_of is not None:
        return look
    needed = parse_positions(call.request.headers.get("Wait-For", ""))
    return replace(look, recent=Recent(call.positions, needed, call.rest_on))


def of_subject(call: Call, values: Values, item: Values | None) -> Place | None:
    """A subject belongs where it stands in the campaign, and to the person that it is about."""
    code = values["subject"]
    subject = subjects(register.of(values["campaign"]), call.read, [code]).get(code)
    return Place(subject.organization, subject.person) if subject else None


@resource(
    "GET",
    "/campaigns/<campaign>/overview",
    roles=READERS,
    scope=own,
    summary="The figures at one glance, of the caller's part of the tree: sums alone, in no time",
)
def show_overview(call: Call, campaign: str) -> Answer:
    """`Last-Modified` is when the newest event was recorded that the figures were built from."""
    look = glance_at(call, campaign)
    figures, said = look.overview(), look.said_last()
    return Answer(figures, headers={} if said is None else {"Last-Modified": http_date(said)})


@resource(
    "GET",
    "/campaigns/<campaign>/cap-groups",
    roles=READERS,
    scope=own,
    query=CapGroupsQuery,
    answers=CapGroupsPage,
    summary="Every group of every cap: excellent, allowed, and how many more good ones would allow more",
)
def list_groups_of_caps(call: Call, campaign: str) -> dict[str, Any]:
    return list_cap_groups(look_at(call, campaign), call.query)


@resource(
    "GET",
    "/campaigns/<campaign>/subjects",
    roles=SEE_SUBJECTS,
    scope=own,
    query=SubjectsQuery,
    answers=SubjectsPage,
    summary="The subjects of one kind: filtered, searched, sorted as Vietnamese is",
)
def list_subjects(call: Call, campaign: str) -> dict[str, Any]:
    return look_at(call, campaign).subjects(call.query)


@resource(
    "GET",
    "/campaigns/<campaign>/subjects/<subject>",
    roles=SEE_SUBJECTS,
    scope=of_subject,
    answers=SubjectAnswer,
    summary="One subject, with what was decided and proposed and what was heard about it in turn",
)
def show_subject(call: Call, campaign: str, subject: str) -> dict[str, Any]:
    return told_in_full(look_at(call, campaign), subject)


@resource(
    "GET",
    "/campaigns/<campaign>/prompts",
    roles=SEE_SUBJECTS,
    scope=own,
    query=PromptsQuery,
    answers=PromptsPage,
    summary="The prompts, by code, with the subjects that they went to",
)
def list_prompts(call: Call, campaign: str) -> dict[str, Any]:
    return points.list_prompts(look_at(call, campaign), call.query)


def told_in_full(look: Look, subject: str) -> dict[str, Any]:
    """Everything about one subject. Raises OutOfSight if it is no subject of the campaign."""
    campaign = look.campaign.campaign
    row = entry_of(look.read, campaign, subject)
    if row is None:
        raise OutOfSight()
    [told] = tell(look.read, campaign, [row], people=look.people)
    return {**told, **particulars(look.read, campaign, row)}
