"""What is kept of plans, points of prompts, the course of dossiers, and remedies."""

from __future__ import annotations

from typing import Any

from services.reporting.domain.dossiers import CAME_TO
from services.reporting.readmodel import dossiers, following
from shared.eventstore import Unit
from shared.messaging import Envelope, when


@when("reviews", "PlanAdopted")
def when_a_plan_is_adopted_keep_it_in_place_of_the_one_before(event: Envelope, unit: Unit) -> None:
    unit.tables.put(following.plans, **event.data)


@when("reviews", "InterimSummaryRecorded")
def when_an_interim_summary_is_recorded_list_it(event: Envelope, unit: Unit) -> None:
    unit.tables.put(following.summaries, **_some(event, "campaign", "organization", "document", "held_on"))


@when("reviews", "PromptIssued")
def when_a_prompt_is_issued_list_its_points(event: Envelope, unit: Unit) -> None:
    prompt = _some(event, "campaign", "code")
    for asked in event.data["points"]:
        unit.tables.put(following.points, **prompt, point=asked["point"], answered=False, judgement=None)


@when("reviews", "PromptAnswered")
def when_a_point_is_answered_no_word_has_been_said_of_that_yet(event: Envelope, unit: Unit) -> None:
    _change_point(event, unit, answered=True, judgement=None)


@when("reviews", "AnswerJudged")
def when_an_answer_is_judged_keep_the_word(event: Envelope, unit: Unit) -> None:
    _change_point(event, unit, judgement=event.data["judgement"])


@when("reviews", "DossierReceived")
@when("reviews", "DossierAccepted")
@when("reviews", "DossierReturned")
@when("reviews", "DossierRecalled")
def when_a_dossier_goes_on_keep_where_it_is(event: Envelope, unit: Unit) -> None:
    state = CAME_TO[event.type]
    unit.tables.change(dossiers, _some(event, "campaign", "subject"), state=state, since=event.data[f"{state}_at"])


@when("reviews", "NothingToReportConfirmed")
def when_nothing_is_owed_keep_who_said_so(event: Envelope, unit: Unit) -> None:
    unit.tables.put(following.nothing_owed, **event.data)


@when("reviews", "RemedyAssigned")
def when_a_remedy_is_assigned_list_it(event: Envelope, unit: Unit) -> None:
    unit.tables.put(
        following.remedies, **_some(event, "campaign", "code", "subject", "responsible", "due_on", "document")
    )


@when("reviews", "RemedyReported")
def when_a_remedy_is_reported_on_keep_the_outcome(event: Envelope, unit: Unit) -> None:
    reported = _some(event, "outcome", "reported_by", "reported_at")
    unit.tables.change(following.remedies, _some(event, "campaign", "code"), **reported)


def _change_point(event: Envelope, unit: Unit, **values: Any) -> None:
    data = event.data
    key = {"campaign": data["campaign"], "code": data["prompt"], "point": data["point"]}
    unit.tables.change(following.points, key, **values)


def _some(event: Envelope, *columns: str) -> dict[str, Any]:
    data = event.data
    return {column: data[column] for column in columns}
