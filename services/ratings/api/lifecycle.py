"""What happens to a rating that was given, over HTTP: confirmation, appeals, publication."""

from __future__ import annotations

from services.ratings.api.scopes import OFFICERS, of_deciding_body, of_subject
from services.ratings.domain.decisions.acts import Scope
from services.ratings.domain.errors import DecisionNotAccepted
from services.ratings.domain.events import RatingConfirmed, RatingPublished
from services.ratings.life import commands
from services.ratings.readmodel import campaign_of, register
from services.ratings.schemas import AppealBody, AppealDecisionBody, ConfirmationBody, PublicationBody
from shared.register import subjects
from shared.subjects import Subject
from shared.web import Answer, Call, OutOfSight, Place, resource


@resource(
    "POST",
    "/campaigns/<campaign>/ratings/<subject>/confirmations",
    roles=OFFICERS,
    scope=of_subject,
    body=ConfirmationBody,
    summary="Let a rating stand that is to be reviewed again",
)
def confirm_rating(call: Call, campaign: str, subject: str) -> None:
    sent = call.body
    call.require(Place(sent["decided_by"]))
    confirmation = RatingConfirmed(
        campaign=campaign,
        subject=subject,
        document=sent["document"],
        decided_by=sent["decided_by"],
        decided_at=call.context.instant(sent["decided_at"], "/decided_at"),
        reason=sent["reason"],
    )
    commands.confirm(call.unit, _subject(call, campaign, subject), confirmation)


@resource(
    "POST",
    "/campaigns/<campaign>/ratings/<subject>/appeals",
    roles={*OFFICERS, "member"},
    scope=of_subject,
    body=AppealBody,
    summary="Appeal against a rating, for oneself or, naming the unit, for a subject of the unit",
)
def lodge_appeal(call: Call, campaign: str, subject: str) -> None:
    sent, known = call.body, _subject(call, campaign, subject)
    lodged_by = sent["lodged_by"]
    for_oneself = known.person is not None and known.person == call.sight.person
    if lodged_by is not None:
        call.require(Place(lodged_by))
    elif not for_oneself:
        lodged_by = call.caller.organization
    lodged_at = call.context.instant(sent["lodged_at"], "/lodged_at")
    commands.lodge_appeal(call.unit, campaign, known, lodged_by, lodged_at, sent["grounds"])


@resource(
    "POST",
    "/campaigns/<campaign>/ratings/<subject>/appeal-decisions",
    roles=OFFICERS,
    scope=of_subject,
    body=AppealDecisionBody,
    summary="Decide the open appeal: uphold the level, or revise it",
)
def decide_appeal(call: Call, campaign: str, subject: str) -> Answer | None:
    sent = call.body
    call.require(Place(sent["decided_by"]))
    answer = commands.Answer(
        document=sent["document"],
        decided_by=sent["decided_by"],
        decided_at=call.context.instant(sent["decided_at"], "/decided_at"),
        reason=sent["reason"],
        level=sent["level"],
        cap_override=sent["cap_override"],
    )
    verdict = commands.decide_appeal(call.unit, campaign, _subject(call, campaign, subject), answer)
    if verdict is not None and verdict.faults:
        return Answer(problem=DecisionNotAccepted(answer.document, [fault.refusal for fault in verdict.faults]))
    return None


@resource(
    "POST",
    "/campaigns/<campaign>/publications",
    roles=OFFICERS,
    scope=of_deciding_body,
    body=PublicationBody,
    summary="Make the ratings of a decision document known in a scope",
)
def publish_ratings(call: Call, campaign: str) -> None:
    sent = call.body
    call.require(Place(sent["published_by"]))
    campaign_of(call.read, campaign)
    commands.publish(call.unit, RatingPublished(campaign=campaign, **{**sent, "scope": Scope(sent["scope"])}))


def _subject(call: Call, campaign: str, code: str) -> Subject:
    found = subjects(register.of(campaign), call.read, [code])
    if code not in found:
        raise OutOfSight()
    return found[code]
