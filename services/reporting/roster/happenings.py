"""What was heard about each subject, in a few facts: the course that a subject's page tells.

No event holds the text of a review. What a competent body found about a person is not kept here: the pages need only
what became of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from services.reporting.readmodel import roster
from shared.eventstore import Unit
from shared.messaging import Envelope, when


class Told(NamedTuple):
    """Whom an event is about, when it says that it happened, and what is told of it. Without `at` it is when it was
    recorded."""

    facts: tuple[str, ...]
    at: str | None = None
    about: str = "{subject}"


DECISION = "decision:{decided_by} {document}"
"""What a decision document is told about under: it is about many subjects, and of none the course."""

TOLD: Mapping[str, Mapping[str, Told]] = {
    "organizations": {
        "OrganizationRegistered": Told(("founded_on",), about="org:{code}"),
        "OrganizationRenamed": Told(("name", "document"), "since", "org:{code}"),
        "OrganizationMoved": Told(("parent", "document"), "since", "org:{code}"),
        "OrganizationReclassified": Told(("type", "document"), "since", "org:{code}"),
        "OrganizationSucceeded": Told(("predecessors", "how", "document"), "since", "org:{code}"),
        "OrganizationEnded": Told(("successors",), "ended_on", "org:{code}"),
        "CollectiveRegistered": Told(("founded_on", "management_level"), about="col:{code}"),
        "CollectiveRenamed": Told(("name",), "since", "col:{code}"),
        "CollectiveMoved": Told(("organization",), "since", "col:{code}"),
        "CollectiveReclassified": Told(("type", "document"), "since", "col:{code}"),
        "CollectiveManagementTransferred": Told(("management_level", "document"), "since", "col:{code}"),
        "CollectiveEnded": Told(("successors",), "ended_on", "col:{code}"),
        "PersonRegistered": Told(("admitted_on", "cell", "member_status"), about="mem:{code}"),
        "PersonRenamed": Told((), "since", "mem:{person}"),
        "MemberTransferred": Told(("cell",), "moved_on", "mem:{person}"),
        "MemberStatusChanged": Told(("member_status",), "changed_on", "mem:{person}"),
        "MembershipEnded": Told(("reason",), "ended_on", "mem:{person}"),
        "PostAssigned": Told(("held_from", "management_level"), about="ldr:{code}"),
        "PostRetitled": Told(("title", "document"), "since", "ldr:{code}"),
        "PostReclassified": Told(("post_group", "document"), "since", "ldr:{code}"),
        "PostManagementTransferred": Told(("management_level", "document"), "since", "ldr:{code}"),
        "PostEnded": Told((), "held_to", "ldr:{code}"),
    },
    "reviews": {
        "PromptIssued": Told(("code", "issued_by", "document"), "issued_on"),
        "ReviewSubmitted": Told(("form", "held_on", "answered_prompts"), "submitted_at"),
        "ReviewReturned": Told(("returned_by",), "returned_at"),
        "ReviewSupplemented": Told(("answered_prompts",), "supplemented_at"),
        "ReviewCompleted": Told(("individuals",), "completed_at"),
        "CommentGiven": Told(("side",), "given_at"),
        "PromptAnswered": Told(("prompt", "point"), "answered_at"),
        "AnswerJudged": Told(("prompt", "point", "judgement", "judged_by"), "judged_at"),
        "DossierForwarded": Told(("forwarded_by", "on_time"), "forwarded_at"),
        "DossierReceiptIssued": Told(("forwarding", "content_sha256"), "forwarded_at"),
        "DossierRefused": Told(("forwarded_by", "faults"), "forwarded_at"),
        "DossierReceived": Told(("received_by",), "received_at"),
        "DossierAccepted": Told(("accepted_by",), "accepted_at"),
        "DossierReturned": Told(("returned_by",), "returned_at"),
        "DossierRecalled": Told(("recalled_by",), "recalled_at"),
        "NothingToReportConfirmed": Told(("confirmed_by",), "confirmed_at"),
        "PlanAdopted": Told(("document",), "adopted_on", "org:{organization}"),
        "InterimSummaryRecorded": Told(("document",), "held_on", "org:{organization}"),
        "RemedyAssigned": Told(("code", "responsible", "due_on", "document")),
        "RemedyReported": Told(("code", "outcome", "reported_by"), "reported_at"),
    },
    "ratings": {
        "OpinionGiven": Told(("stage", "level"), "given_on"),
        "BallotTallied": Told(("stage", "round", "valid", "votes"), "held_on"),
        "CivilRatingRecorded": Told(("level", "document"), "decided_on", "mem:{person}"),
        "LevelProposed": Told(("level",)),
        "RatingAssigned": Told(("level", "document", "decided_by", "reason", "cap_override"), "decided_at"),
        "RatingRevised": Told(
            ("level", "previous_level", "document", "decided_by", "reason", "cap_override", "cause"), "decided_at"
        ),
        "RatingQuestioned": Told(("cause",)),
        "RatingConfirmed": Told(("document", "decided_by", "reason"), "decided_at"),
        "AppealLodged": Told(("document", "lodged_by"), "lodged_at"),
        "AppealDecided": Told(("outcome", "document", "decided_by", "reason"), "decided_at"),
        "DecisionIssued": Told(("document", "decided_by", "act", "ratings"), "decided_at", DECISION),
        "DecisionRefused": Told(("document", "decided_by", "act", "faults"), "decided_at", DECISION),
    },
}
"""By service and type of event. What belongs to the register belongs to no campaign."""


def keep_what_happened(event: Envelope, unit: Unit) -> None:
    told, data = TOLD[event.service][event.type], event.data
    unit.tables.put(
        roster.happenings,
        subject=told.about.format_map(data),
        event=event.id,
        campaign=data.get("campaign"),
        service=event.service,
        number=event.number,
        type=event.type,
        at=(told.at and data[told.at]) or event.time,
        recorded_at=event.time,
        actor=event.actor,
        acted_for=event.organization,
        facts={name: data[name] for name in told.facts if data[name] is not None},
    )


for _service, _types in TOLD.items():
    for _type in _types:
        when(_service, _type)(keep_what_happened)
