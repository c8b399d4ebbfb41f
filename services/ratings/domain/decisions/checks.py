"""What every row of a decision document must meet, rule by rule.

The rules are independent of each other: a row fails as many of them as it fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.ratings.domain.campaign import Campaign
from services.ratings.domain.decisions.picture import Picture, Row, Standing
from services.ratings.domain.errors import (
    AlreadyDecided,
    CivilRatingMissing,
    CollectiveFirst,
    Excluded,
    LowerFirst,
    NobodyCompetent,
    NotReviewed,
    PromptUnanswered,
    ReasonRequired,
    WrongBody,
)
from shared.authority import Decider, competent_body, lacks_a_body
from shared.domain import Refusal
from shared.subjects import REVIEWED_KINDS, Kind, Subject


@dataclass(frozen=True, slots=True)
class Case:
    """A row of a document and what it is judged by.

    `again` says that an earlier row of the document has the same subject; `proposed` is the derived level;
    `number_taken` that the body has issued a document of this number before.
    """

    row: Row
    subject: Subject
    decided_by: str
    again: bool
    standing: Standing
    proposed: str | None
    number_taken: bool

    @property
    def picture(self) -> Picture:
        return self.standing.picture


Check = Callable[[Case], Refusal | None]


def not_competent(
    subject: Subject, decided_by: str, campaign: Campaign, deciders: Mapping[str, Decider]
) -> Refusal | None:
    """The refusal of whatever a body does about a subject that is not its to decide; None if it is."""
    competent = competent_body(subject, campaign.province, deciders)
    if lacks_a_body(subject, campaign.province, deciders):
        return NobodyCompetent(value=subject.code)
    if competent != decided_by:
        return WrongBody(value=subject.code, decided_by=decided_by, competent=competent or "TW")
    return None


def decided_once(case: Case) -> Refusal | None:
    """What is decided can only be revised, by a command of its own."""
    if case.again or case.subject.code in case.picture.levels:
        return AlreadyDecided(value=case.subject.code)
    return None


def by_the_competent_body(case: Case) -> Refusal | None:
    return not_competent(case.subject, case.decided_by, case.picture.campaign, case.picture.rulebook.deciders)


def after_the_review(case: Case) -> Refusal | None:
    if case.subject.kind in REVIEWED_KINDS and case.subject.code not in case.picture.reviewed:
        return NotReviewed(value=case.subject.code)
    return None


def of_who_is_rated(case: Case) -> Refusal | None:
    if case.picture.excludes(case.subject):
        return Excluded(value=case.subject.code)
    return None


def after_what_is_below(case: Case) -> Refusal | None:
    """Direct child organizations come before their parent; excluded ones are not waited for."""
    if case.subject.kind is not Kind.ORGANIZATION:
        return None
    missing = [
        child.code
        for child in case.picture.children_of(case.subject)
        if case.standing.level(child.code) is None and not case.picture.excludes(child)
    ]
    return LowerFirst(value=case.subject.code, missing=", ".join(missing)) if missing else None


def after_the_collective(case: Case) -> Refusal | None:
    """A leader's collective comes first, unless it can never be decided here."""
    if case.subject.kind is not Kind.LEADER:
        return None
    collective = case.picture.subject(f"{Kind.COLLECTIVE}:{case.subject.collective}")
    if collective is None or case.standing.level(collective.code) is not None:
        return None
    campaign, deciders = case.picture.campaign, case.picture.rulebook.deciders
    if case.picture.excludes(collective) or competent_body(collective, campaign.province, deciders) is None:
        return None
    return CollectiveFirst(value=case.subject.code, missing=collective.code)


def after_the_civil_rating(case: Case) -> Refusal | None:
    person = case.subject.person
    if case.subject.civil_category is not None and person not in case.picture.civil_ratings:
        return CivilRatingMissing(value=case.subject.code)
    return None


def with_prompts_answered(case: Case) -> Refusal | None:
    return PromptUnanswered(value=case.subject.code) if case.subject.code in case.picture.unanswered else None


def with_a_reason_to_differ(case: Case) -> Refusal | None:
    if case.proposed is None or case.proposed == case.row.level or case.row.reason:
        return None
    return ReasonRequired(value=case.subject.code, level=case.row.level, proposed=case.proposed)


ANY_DOCUMENT: tuple[Check, ...] = (
    by_the_competent_body,
    after_the_review,
    of_who_is_rated,
    after_what_is_below,
    after_the_collective,
    after_the_civil_rating,
    with_prompts_answered,
)
"""What every decision must meet, the first one about a subject and those that revise it."""

FIRST_DECISION: tuple[Check, ...] = (decided_once, *ANY_DOCUMENT, with_a_reason_to_differ)
