"""Decision documents over HTTP: accepted whole, or refused whole and recorded."""

from __future__ import annotations

from sqlalchemy import select

from services.ratings import commands
from services.ratings.api.scopes import OFFICERS, Values, of_deciding_body, require_in_sight
from services.ratings.domain.decisions.acts import Act
from services.ratings.domain.decisions.decision import Document
from services.ratings.domain.decisions.picture import Row
from services.ratings.domain.errors import DecisionNotAccepted
from services.ratings.readmodel import (
    decisions,
)
from services.ratings.schemas import (
    DecisionBody,
)
from shared.web import Answer, Call, answer_with_row, resource


@resource(
    "POST",
    "/campaigns/<campaign>/decisions",
    roles=OFFICERS,
    scope=of_deciding_body,
    body=DecisionBody,
    summary="Issue a decision document: accepted whole, or refused whole with every failing row",
)
def issue_decision(call: Call, campaign: str) -> Answer:
    return _issue(call, campaign, Act.DECISION)


@resource(
    "POST",
    "/campaigns/<campaign>/revisions",
    roles=OFFICERS,
    scope=of_deciding_body,
    body=DecisionBody,
    summary="Issue a decision document that replaces levels: accepted whole, or refused whole with every failing row",
)
def issue_revision(call: Call, campaign: str) -> Answer:
    return _issue(call, campaign, Act.REVISION)


def _issue(call: Call, campaign: str, act: Act) -> Answer:
    sent = call.body
    require_in_sight(call, campaign, [row["subject"] for row in sent["rows"]])
    document = Document(
        campaign=campaign,
        number=sent["document"],
        decided_by=sent["decided_by"],
        decided_at=call.context.instant(sent["decided_at"], "/decided_at"),
        rows=tuple(_row(row) for row in sent["rows"]),
        act=act,
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


def _row(sent: Values) -> Row:
    """A reason or override that is only blanks has not been given."""
    given = {name: (sent[name] or "").strip() or None for name in ("reason", "cap_override")}
    return Row(sent["subject"], sent["level"], **given)
