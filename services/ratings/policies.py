"""What the ratings service does when others speak: it remembers what decisions depend on."""

from __future__ import annotations

from services.ratings.readmodel import campaigns, gate, prompts, register, reviews
from shared.eventstore import Unit
from shared.gate import gate_policies
from shared.messaging import Envelope, when
from shared.register import edition_policies, register_policies

SOURCES = ("organizations", "reviews")
"""The services that ratings listens to."""

keep_the_register = [*register_policies(register), *edition_policies(register), *gate_policies(gate)]


@when("reviews", "CampaignOpened")
def when_campaign_opened_know_its_rules(event: Envelope, unit: Unit) -> None:
    data = event.data
    unit.tables.put(
        campaigns,
        campaign=data["campaign"],
        rulebook=data["rulebook"],
        province=data["province"],
        reference_date=data["reference_date"],
    )


@when("reviews", "PromptIssued")
def when_prompt_issued_expect_an_answer(event: Envelope, unit: Unit) -> None:
    data = event.data
    unit.tables.put(prompts, campaign=data["campaign"], code=data["code"], subject=data["subject"], answered=False)


@when("reviews", "ReviewSubmitted")
def when_review_submitted_let_its_subject_be_rated(event: Envelope, unit: Unit) -> None:
    _note_review(event, unit, submitted=True)
    _note_answers(event, unit)


@when("reviews", "ReviewReturned")
def when_review_returned_wait_for_the_supplement(event: Envelope, unit: Unit) -> None:
    _note_review(event, unit, submitted=False)


@when("reviews", "ReviewSupplemented")
def when_review_supplemented_let_its_subject_be_rated(event: Envelope, unit: Unit) -> None:
    _note_review(event, unit, submitted=True)
    _note_answers(event, unit)


def _note_review(event: Envelope, unit: Unit, submitted: bool) -> None:
    data = event.data
    unit.tables.put(reviews, campaign=data["campaign"], subject=data["subject"], submitted=submitted)


def _note_answers(event: Envelope, unit: Unit) -> None:
    """Only the prompted subject's own review answers a prompt."""
    data = event.data
    for code in data["answered_prompts"]:
        key = {"campaign": data["campaign"], "code": code, "subject": data["subject"]}
        unit.tables.change(prompts, key, answered=True)
