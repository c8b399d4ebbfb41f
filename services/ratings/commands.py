"""What can be asked of the ratings service: load, decide, append."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.ratings.domain.decision import Decision, Document, Verdict, examine
from services.ratings.domain.errors import RulebookUnreadable, UnknownPerson, UnknownSubject
from services.ratings.domain.events import BallotTallied, CivilRatingRecorded, FindingRecorded, OpinionGiven
from services.ratings.domain.findings import holder
from services.ratings.domain.publication import Publication
from services.ratings.domain.rating import Ballot, CivilRating, Finding, Opinion, Rating
from services.ratings.domain.rulebook import Rulebook
from services.ratings.gathering import picture_of
from shared.eventstore import Unit
from shared.subjects import Subject


def publish_rulebook(unit: Unit, content: dict[str, Any]) -> str:
    """Publish the rulebook under the code that it gives itself."""
    match content:
        case {"pack": {"id": str(code)}} if code:
            publication = unit.load(Publication, code)
            unit.record(publication, publication.publish(content))
            return code
    raise RulebookUnreadable(field="/content", value="pack.id")


def give_opinion(unit: Unit, rulebook: Rulebook, subject: Subject | None, opinion: OpinionGiven) -> None:
    _require(subject, opinion.subject)
    given = unit.load(Opinion, stage_key(opinion.campaign, opinion.subject, opinion.stage))
    unit.record(given, given.give(opinion, rulebook))


def tally_ballot(unit: Unit, rulebook: Rulebook, subject: Subject | None, count: BallotTallied) -> None:
    _require(subject, count.subject)
    ballot = unit.load(Ballot, stage_key(count.campaign, count.subject, count.stage))
    unit.record(ballot, ballot.tally(count, rulebook))


def record_finding(unit: Unit, subject: Subject | None, found: FindingRecorded) -> None:
    known = _require(subject, found.subject)
    finding = unit.load(Finding, finding_key(found.campaign, known, found.fact))
    unit.record(finding, finding.record(found))


def record_civil_rating(unit: Unit, is_known: bool, rated: CivilRatingRecorded) -> None:
    if not is_known:
        raise UnknownPerson(field="/person", value=rated.person)
    rating = unit.load(CivilRating, f"{rated.campaign}/{rated.person}")
    unit.record(rating, rating.record(rated))


def decide(unit: Unit, document: Document) -> Verdict:
    """Take the document whole or refuse it whole; either is recorded.

    The picture is read inside the writer's transaction, so two documents can never both build on the same state.
    """
    verdict = examine(document, picture_of(unit.tables.rows, document.campaign, _subjects(document)))
    decision = unit.load(Decision, document.key)
    unit.record(decision, decision.take(document, verdict))
    if not verdict.faults:
        unit.prefetch(Rating, (rating_key(document.campaign, code) for code in _subjects(document)))
        for row in document.rows:
            rating = unit.load(Rating, rating_key(document.campaign, row.subject))
            unit.record(rating, rating.assign(row, document, verdict.proposed[row.subject]))
    return verdict


def stage_key(campaign: str, subject: str, stage: str) -> str:
    """The key of what is said about a subject at one stage."""
    return f"{campaign}/{subject}/{stage}"


def finding_key(campaign: str, subject: Subject, fact: str) -> str:
    return f"{campaign}/{holder(subject.code, subject.person, fact)}/{fact}"


def rating_key(campaign: str, subject: str) -> str:
    return f"{campaign}/{subject}"


def _subjects(document: Document) -> Iterable[str]:
    return (row.subject for row in document.rows)


def _require(subject: Subject | None, code: str) -> Subject:
    if subject is None:
        raise UnknownSubject(field="/subject", value=code)
    return subject
