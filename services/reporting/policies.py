"""What the reporting service does when others speak: it keeps what its figures are counted from."""

from __future__ import annotations

from typing import Any

from services.reporting.domain.dossiers import FORWARDED
from services.reporting.domain.findings import NO, is_kept
from services.reporting.domain.rules import Rules
from services.reporting.domain.subjects import NONE
from services.reporting.readmodel import (
    campaigns,
    decision_refusals,
    decisions,
    dossier_refusals,
    dossiers,
    findings,
    layouts,
    names,
    overrides,
    prompts,
    proposals,
    ratings,
    register,
    reviews,
    rulebooks,
)
from shared.eventstore import Unit
from shared.messaging import Envelope, when
from shared.reader import matching
from shared.register import change, edition_policies, enter, register_policies

SOURCES = ("organizations", "reviews", "ratings")
"""The services that reporting listens to."""

keep_the_register = [*register_policies(register), *edition_policies(register)]


@when("organizations", "OrganizationRegistered")
def when_organization_registered_learn_its_name(event: Envelope, unit: Unit) -> None:
    _name(event, unit, f"org:{event.data['code']}", event.data["name"])


@when("organizations", "OrganizationRenamed")
def when_organization_renamed_learn_the_new_name(event: Envelope, unit: Unit) -> None:
    _rename(event, unit, f"org:{event.data['code']}", event.data["name"])


@when("organizations", "CollectiveRegistered")
def when_collective_registered_learn_its_name(event: Envelope, unit: Unit) -> None:
    _name(event, unit, f"col:{event.data['code']}", event.data["name"])


@when("organizations", "CollectiveRenamed")
def when_collective_renamed_learn_the_new_name(event: Envelope, unit: Unit) -> None:
    _rename(event, unit, f"col:{event.data['code']}", event.data["name"])


@when("organizations", "PersonRegistered")
def when_person_registered_learn_the_name(event: Envelope, unit: Unit) -> None:
    _name(event, unit, f"mem:{event.data['code']}", event.data["full_name"])


@when("organizations", "PersonRenamed")
def when_person_renamed_learn_the_new_name(event: Envelope, unit: Unit) -> None:
    _rename(event, unit, f"mem:{event.data['person']}", event.data["full_name"])


@when("organizations", "PostAssigned")
def when_post_assigned_learn_its_title(event: Envelope, unit: Unit) -> None:
    _name(event, unit, f"ldr:{event.data['code']}", event.data["title"])


@when("organizations", "PostRetitled")
def when_post_retitled_learn_the_new_title(event: Envelope, unit: Unit) -> None:
    _rename(event, unit, f"ldr:{event.data['code']}", event.data["title"])


@when("reviews", "CampaignOpened")
def when_campaign_opened_list_it(event: Envelope, unit: Unit) -> None:
    data = event.data
    unit.tables.put(
        campaigns,
        campaign=data["campaign"],
        rulebook=data["rulebook"],
        province=data["province"],
        reference_date=data["reference_date"],
        facts=data,
    )


@when("reviews", "PromptIssued")
def when_prompt_issued_count_it(event: Envelope, unit: Unit) -> None:
    unit.tables.put(prompts, answered=False, **_some(event, "campaign", "code", "subject", "issued_by", "document"))


@when("reviews", "ReviewSubmitted")
@when("reviews", "ReviewSupplemented")
def when_review_submitted_count_it(event: Envelope, unit: Unit) -> None:
    unit.tables.put(reviews, submitted=True, **_some(event, "campaign", "subject"))
    for code in event.data["answered_prompts"]:
        unit.tables.change(prompts, {**_some(event, "campaign", "subject"), "code": code}, answered=True)


@when("reviews", "ReviewReturned")
def when_review_returned_count_it_no_longer(event: Envelope, unit: Unit) -> None:
    unit.tables.put(reviews, submitted=False, **_some(event, "campaign", "subject"))


@when("reviews", "DossierForwarded")
def when_dossier_forwarded_keep_the_first(event: Envelope, unit: Unit) -> None:
    """A later forwarding brings it back to the board; on time or late it stays."""
    key, at = _some(event, "campaign", "subject"), event.data["forwarded_at"]
    if unit.tables.one(matching(dossiers, *key), **key) is None:
        on_time = event.data["on_time"]
        unit.tables.put(dossiers, on_time=on_time, forwarded_at=at, state=FORWARDED, since=at, **key)
    else:
        unit.tables.change(dossiers, key, state=FORWARDED, since=at)


@when("reviews", "DossierRefused")
def when_dossier_refused_list_it(event: Envelope, unit: Unit) -> None:
    row = _some(event, "campaign", "subject", "row", "faults")
    unit.tables.put(dossier_refusals, number=event.number, **row)


@when("ratings", "RulebookPublished")
def when_rulebook_published_keep_what_figures_ask_of_it(event: Envelope, unit: Unit) -> None:
    content = event.data["content"]
    Rules.of(content)  # a rule that cannot be counted must be known today, not when the report is due
    rulebook, caps, exclusions = event.data["rulebook"], content["caps"], content["exclusions"]
    unit.tables.put(rulebooks, rulebook=rulebook, caps=caps, exclusions=exclusions)


@when("ratings", "RulebookPublished")
def when_rulebook_published_keep_what_official_reports_say_of_it(event: Envelope, unit: Unit) -> None:
    content = event.data["content"]
    tables = content.get("statistics", {}).get("tables", [])
    basis = content.get("pack", {}).get("basis", [])
    unit.tables.put(layouts, rulebook=event.data["rulebook"], tables=tables, basis=basis)


@when("ratings", "DecisionIssued")
def when_decision_issued_count_it(event: Envelope, unit: Unit) -> None:
    unit.tables.put(decisions, **_some(event, "campaign", "decided_by", "document", "ratings"))


@when("ratings", "DecisionRefused")
def when_decision_refused_list_it(event: Envelope, unit: Unit) -> None:
    unit.tables.put(decision_refusals, **_some(event, "campaign", "decided_by", "document", "faults"))


@when("ratings", "RatingAssigned")
@when("ratings", "RatingRevised")
def when_rating_decided_count_it(event: Envelope, unit: Unit) -> None:
    """The newest decision about a subject is the one that counts."""
    columns = ("campaign", "subject", "level", "proposed", "decided_by", "document", "reason", "cap_override")
    unit.tables.put(ratings, **_some(event, *columns))


@when("ratings", "RatingAssigned")
@when("ratings", "RatingRevised")
def when_a_cap_was_overridden_keep_it_whatever_follows(event: Envelope, unit: Unit) -> None:
    """A later decision may need no override, or name none: this one was given all the same."""
    if event.data["cap_override"] is not None:
        columns = ("campaign", "subject", "decided_by", "document", "level", "cap_override", "reason")
        unit.tables.put(overrides, number=event.number, **_some(event, *columns))


@when("ratings", "FindingRecorded")
def when_a_finding_matters_to_figures_keep_whether_it_holds(event: Envelope, unit: Unit) -> None:
    """Which discipline it was, and every other finding about people, is no business of the figures."""
    if is_kept(event.data["subject"], event.data["fact"], event.data["value"]):
        holds = event.data["value"] != NO
        unit.tables.put(findings, **_some(event, "campaign", "subject", "fact"), holds=holds, number=event.number)


@when("ratings", "LevelProposed")
def when_level_proposed_keep_it_beside_the_rating(event: Envelope, unit: Unit) -> None:
    derived = event.data["level"] or NONE
    conditions = _some(event, "failed", "forced", "unknown", "ceilings")
    unit.tables.put(proposals, **_some(event, "campaign", "subject"), derived=derived, conditions=conditions)


def _name(event: Envelope, unit: Unit, subject: str, name: str) -> None:
    enter(unit, names, event.number, subject, name=name)


def _rename(event: Envelope, unit: Unit, subject: str, name: str) -> None:
    """Campaigns of days before `since` go on showing the old name."""
    change(unit, names, event.number, subject, event.data["since"], name=name)


def _some(event: Envelope, *columns: str) -> dict[str, Any]:
    data = event.data
    return {column: data[column] for column in columns}
