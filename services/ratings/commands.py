"""What can be asked of the ratings service: load, decide, append."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from services.ratings.admitting import entrance
from services.ratings.domain.assessments.ballot import Ballot
from services.ratings.domain.assessments.said import CivilRating, Finding, Opinion
from services.ratings.domain.decisions.acts import Act
from services.ratings.domain.decisions.decision import Decision, Document, Verdict, examine
from services.ratings.domain.errors import RulebookFault, RulebookRefused, UnknownPerson, UnknownSubject
from services.ratings.domain.events import BallotTallied, CivilRatingRecorded, FindingRecorded, OpinionGiven
from services.ratings.domain.life.lifecycle import Rating
from services.ratings.domain.proposal.findings import holder
from services.ratings.domain.rules.flaws import Flaw
from services.ratings.domain.rules.overlay import is_overlay
from services.ratings.domain.rules.publication import Publication
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.forms import OVERLAY, form_flaws
from services.ratings.gathering import picture_of
from services.ratings.loading import laid_over, rulebook_flaws
from services.ratings.questions import Decided
from services.ratings.readmodel import register, rulebook_content
from shared import admission
from shared.admission import Gate
from shared.eventstore import Unit
from shared.register import subjects
from shared.subjects import Subject


def publish_rulebook(unit: Unit, content: dict[str, Any]) -> str:
    """Publish the rulebook under the code that it gives itself; an overlay whole, over its published base.

    Raises RulebookRefused with everything that is wrong, RulebookChanged where other content stands under the code,
    and UnknownRulebook for an overlay's base.
    """
    whole = content if _is_published(unit, content) else _checked(unit, content)
    code: str = whole["pack"]["id"]
    publication = unit.load(Publication, code)
    unit.record(publication, publication.publish(whole))
    return code


def _is_published(unit: Unit, content: dict[str, Any]) -> bool:
    """Whether something stands under the content's code already: then only the same again is no refusal."""
    match content:
        case {"pack": {"id": str(code)}} if code:
            return unit.load(Publication, code).content_sha256 is not None
    return False


def _checked(unit: Unit, content: dict[str, Any]) -> dict[str, Any]:
    whole, flaws = _whole(unit, content)
    if flaws:
        raise RulebookRefused(_name_of(content), [_fault(flaw) for flaw in flaws])
    return whole


def _whole(unit: Unit, content: dict[str, Any]) -> tuple[dict[str, Any], list[Flaw]]:
    if not is_overlay(content):
        return content, rulebook_flaws(content)
    if flaws := form_flaws(content, OVERLAY):
        return content, flaws
    base = orjson.loads(rulebook_content(unit.tables.rows, content["overlay"]["base"]))
    return laid_over(base, content)


def _name_of(content: dict[str, Any]) -> str:
    match content:
        case {"pack": {"id": str(code)}} | {"overlay": {"id": str(code)}}:
            return code
    return "?"


def _fault(flaw: Flaw) -> RulebookFault:
    said = {"said_vi": flaw.vi, "said_en": flaw.en}
    return RulebookFault(field=f"/content{flaw.pointer}", value=flaw.value, **said)


def give_opinion(unit: Unit, rulebook: Rulebook, gate: Gate, subject: Subject | None, opinion: OpinionGiven) -> None:
    known = _require(subject, opinion.subject)
    given = unit.load(Opinion, stage_key(opinion.campaign, opinion.subject, opinion.stage))
    gate.admit(_act_after(given.standing), known.unit, unit.context.now)
    unit.record(given, given.give(opinion, rulebook))


def tally_ballot(unit: Unit, rulebook: Rulebook, gate: Gate, subject: Subject | None, count: BallotTallied) -> None:
    known = _require(subject, count.subject)
    ballot = unit.load(Ballot, stage_key(count.campaign, count.subject, count.stage))
    gate.admit(_act_after(ballot.rounds.get(count.round)), known.unit, unit.context.now)
    unit.record(ballot, ballot.tally(count, rulebook))


def record_finding(
    unit: Unit,
    rulebook: Rulebook,
    gate: Gate,
    subject: Subject | None,
    found: FindingRecorded,
    decided: Decided,
) -> None:
    """Record the finding; the ratings given before that it concerns are to be reviewed again."""
    known = _require(subject, found.subject)
    finding = unit.load(Finding, finding_key(found.campaign, rulebook, known, found.fact))
    gate.admit(_act_after(finding.standing), known.unit, unit.context.now)
    is_other = finding.changes(found, "value")
    for event in unit.record(finding, finding.record(found, rulebook)):
        if is_other:
            decided.question_after_finding(known, found.fact in rulebook.personal_facts, event)


def record_civil_rating(
    unit: Unit, gate: Gate, is_known: bool, home: str | None, rated: CivilRatingRecorded, decided: Decided
) -> None:
    """Record the civil-service rating; the person's ratings given before are to be reviewed again.

    `home` is the unit of the person's cell.
    """
    if not is_known:
        raise UnknownPerson(field="/person", value=rated.person)
    rating = unit.load(CivilRating, f"{rated.campaign}/{rated.person}")
    gate.admit(_act_after(rating.standing), home, unit.context.now)
    is_other = rating.changes(rated, "level")
    for event in unit.record(rating, rating.record(rated)):
        if is_other:
            decided.question_after_civil_rating(rated.person, event)


def decide(unit: Unit, document: Document) -> Verdict:
    """Take the document, first decision or revision, whole or refuse it whole; either is recorded.

    The picture is read inside the writer's transaction, so two documents can never both build on the same state.
    """
    _admit_document(unit, document)
    decision = unit.load(Decision, document.key)
    picture = picture_of(unit.tables.rows, document.campaign, _subjects(document), groups=True)
    verdict = examine(document, picture, number_taken=decision.issued)
    unit.record(decision, decision.take(document, verdict))
    if not verdict.faults:
        unit.prefetch(Rating, (rating_key(document.campaign, code) for code in _subjects(document)))
        for row in document.rows:
            rating = unit.load(Rating, rating_key(document.campaign, row.subject))
            change = rating.revise if document.act is Act.REVISION else rating.assign
            unit.record(rating, change(row, document, verdict.proposed[row.subject]))
    return verdict


def _admit_document(unit: Unit, document: Document) -> None:
    """A document is let in whole: the lock of one unit stops it for all that it decides about."""
    gate = entrance(unit.tables.rows, document.campaign)
    units = {subject.unit for subject in _known(unit, document)} if gate.locks else ()
    act = admission.Act.CORRECTION if document.act is Act.REVISION else admission.Act.NEW
    gate.admit_all(act, units, unit.context.now)


def _known(unit: Unit, document: Document) -> Iterable[Subject]:
    view = register.of(document.campaign)
    return subjects(view, unit.tables.rows, _subjects(document)).values()


def _act_after(standing: object) -> admission.Act:
    """What is said where something stands already corrects it."""
    return admission.Act.NEW if standing is None else admission.Act.CORRECTION


def stage_key(campaign: str, subject: str, stage: str) -> str:
    """The key of what is said about a subject at one stage."""
    return f"{campaign}/{subject}/{stage}"


def finding_key(campaign: str, rulebook: Rulebook, subject: Subject, fact: str) -> str:
    return f"{campaign}/{holder(subject.code, subject.person, fact in rulebook.personal_facts)}/{fact}"


def rating_key(campaign: str, subject: str) -> str:
    return f"{campaign}/{subject}"


def _subjects(document: Document) -> Iterable[str]:
    return (row.subject for row in document.rows)


def _require(subject: Subject | None, code: str) -> Subject:
    if subject is None:
        raise UnknownSubject(field="/subject", value=code)
    return subject
