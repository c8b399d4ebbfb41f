"""What can be asked about a rating that was given: let it stand, appeal against it, decide the appeal, publish it."""

from __future__ import annotations

from dataclasses import dataclass

from services.ratings.admitting import admit
from services.ratings.commands import decide, rating_key
from services.ratings.domain.decisions.acts import Act, Outcome
from services.ratings.domain.decisions.checks import not_competent
from services.ratings.domain.decisions.decision import Decision, Document, Verdict, document_key
from services.ratings.domain.decisions.picture import Row
from services.ratings.domain.events import AppealDecided, RatingConfirmed, RatingPublished
from services.ratings.domain.life.appeal import check_lodger
from services.ratings.domain.life.lifecycle import Rating
from services.ratings.readmodel import campaign_of, lives, rulebook_of
from shared import admission
from shared.domain import Instant
from shared.eventstore import Unit
from shared.subjects import Subject
from shared.texts import keep_text


@dataclass(frozen=True, slots=True)
class Answer:
    """What the competent body answers to an appeal: the level that it gives, or None to let the old one stand."""

    document: str
    decided_by: str
    decided_at: Instant
    reason: str
    level: str | None
    cap_override: str | None


def confirm(unit: Unit, subject: Subject, confirmation: RatingConfirmed) -> None:
    """Let a rating stand that was put in question."""
    admit(unit, confirmation.campaign, admission.Act.CORRECTION, subject.unit)
    _require_competent(unit, subject, confirmation.campaign, confirmation.decided_by)
    rating = unit.load(Rating, rating_key(confirmation.campaign, subject.code))
    unit.record(rating, rating.confirm(confirmation))


def lodge_appeal(
    unit: Unit, campaign: str, subject: Subject, lodged_by: str | None, lodged_at: Instant, grounds: str
) -> None:
    """Appeal against the decision that stands. The grounds stay beside the log."""
    admit(unit, campaign, admission.Act.CORRECTION, subject.unit)
    check_lodger(subject, lodged_by)
    rating = unit.load(Rating, rating_key(campaign, subject.code))
    grounds_sha256 = keep_text(unit, lives.texts, grounds)
    unit.record(rating, rating.lodge(subject.code, lodged_by, lodged_at, grounds_sha256))


def decide_appeal(unit: Unit, campaign: str, subject: Subject, answer: Answer) -> Verdict | None:
    """Answer the open appeal. With a level it is a revision, which the rules may refuse: then the appeal stays open."""
    admit(unit, campaign, admission.Act.CORRECTION, subject.unit)
    rating = unit.load(Rating, rating_key(campaign, subject.code))
    rating.require_appeal(subject.code)
    if answer.level is None:
        _require_competent(unit, subject, campaign, answer.decided_by)
        verdict = None
    else:
        row = Row(subject.code, answer.level, answer.reason, answer.cap_override)
        revision = Document(
            campaign,
            answer.document,
            answer.decided_by,
            answer.decided_at,
            rows=(row,),
            act=Act.REVISION,
            on_appeal=True,
        )
        verdict = decide(unit, revision)
        if verdict.faults:
            return verdict
    outcome = Outcome.UPHELD if verdict is None else Outcome.REVISED
    decided = AppealDecided(
        campaign, subject.code, outcome, answer.document, answer.decided_by, answer.decided_at, answer.reason
    )
    unit.record(rating, rating.decide_appeal(decided))
    return verdict


def publish(unit: Unit, publication: RatingPublished) -> None:
    """Make the ratings of a document known in a scope."""
    admit(unit, publication.campaign, admission.Act.CORRECTION)
    key = document_key(publication.campaign, publication.decided_by, publication.document)
    decision = unit.load(Decision, key)
    unit.record(decision, decision.publish(publication))


def _require_competent(unit: Unit, subject: Subject, campaign: str, decided_by: str) -> None:
    """Raise WrongBody unless the subject is the body's to decide."""
    opened = campaign_of(unit.tables.rows, campaign)
    deciders = rulebook_of(unit.tables.rows, opened.rulebook).deciders
    if refusal := not_competent(subject, decided_by, opened, deciders):
        raise refusal
