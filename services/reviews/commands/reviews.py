"""What can be asked about reviews."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from services.reviews.commands.answers import Answers, Given
from services.reviews.commands.campaigns import admit
from services.reviews.commands.forms import Forms
from services.reviews.domain.campaigns.campaign import Act
from services.reviews.domain.errors import UnknownSubject
from services.reviews.domain.reviews.comments import Comments
from services.reviews.domain.reviews.errors import AlreadySubmitted, NoDraft, NotSubmitted
from services.reviews.domain.reviews.events import CommentGiven
from services.reviews.domain.reviews.review import HANDED_IN, Review, ReviewPaper, Written
from services.reviews.readmodel.reviews import individuals_reviewed
from services.reviews.readmodel.store import texts
from shared.domain import Instant, Refusal, VersionConflict
from shared.eventstore import Unit
from shared.subjects import Subject
from shared.texts import keep_text


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sends as a review: without a form it is meant for the usual one."""

    form: str | None
    held_on: date | None
    summary: str | None
    answered_prompts: tuple[str, ...] = ()
    answers: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. With an obstacle the text was set aside, as the version `kept` of the review."""

    version: int
    warnings: list[Refusal] = field(default_factory=list)
    obstacle: Refusal | None = None
    kept: int | None = None


def hand_in_review(
    unit: Unit,
    campaign: str,
    code: str,
    subject: Subject | None,
    sent: Sent,
    submitted_at: Instant | None,
    forms: Forms,
) -> Outcome:
    """Submit a review; without an instant of submission it is kept as a draft.

    A person who begins a review that somebody else has begun is told so, and what he wrote is kept. An importer's row
    takes the place of a draft: the file says what the review is.
    """
    if subject is None:
        raise UnknownSubject(field="/subject", value=code)
    admit(unit, campaign, Act.NEW, subject)
    review = unit.load(Review, f"{campaign}/{code}")
    answers = Answers(unit, campaign, code, sent.answered_prompts, sent.answers)
    written = _written(unit, review, sent, answers)
    replaces = unit.context.may_state_instants or _is_repeated(review, written, answers)
    if not replaces and (obstacle := review.obstacle(written, None)):
        return _set_aside(unit, review, written, None, obstacle)
    return _take(unit, review, written, answers, submitted_at, forms, sent.form)


def save_draft(
    unit: Unit, campaign: str, subject: Subject, sent: Sent, built_on: int | None, forms: Forms, *, anyway: bool
) -> Outcome:
    """Save a draft that builds on a version, on none because it is the first, or on whatever stands (`anyway`)."""
    admit(unit, campaign, Act.NEW, subject)
    review = unit.load(Review, f"{campaign}/{subject.code}")
    answers = Answers(unit, campaign, subject.code, sent.answered_prompts, sent.answers)
    written = _written(unit, review, sent, answers)
    if anyway:
        built_on = review.current
    if obstacle := review.obstacle(written, built_on):
        return _set_aside(unit, review, written, built_on, obstacle)
    return _take(unit, review, written, answers, None, forms, sent.form)


def submit_draft(unit: Unit, campaign: str, subject: Subject) -> Outcome:
    """Hand in the draft as it stands."""
    admit(unit, campaign, Act.NEW, subject)
    review = unit.load(Review, f"{campaign}/{subject.code}")
    _expect(unit, review)
    if (written := review.written) is None:
        raise NoDraft(subject=subject.code)
    answers = Answers.of_draft(unit, campaign, subject.code, written.answers)
    _submit(unit, review, written, answers, unit.context.now)
    return Outcome(review.current)


def return_review(unit: Unit, campaign: str, subject: Subject, returned_by: str, remarks: str) -> Outcome:
    admit(unit, campaign, Act.CORRECTION, subject)
    review = unit.load(Review, f"{campaign}/{subject.code}")
    _expect(unit, review)
    remarks_sha256 = keep_text(unit, texts, remarks)
    unit.record(review, review.send_back(returned_by, remarks_sha256, unit.context.now))
    return Outcome(review.current)


def supplement_review(unit: Unit, campaign: str, subject: Subject, added: Sent) -> Outcome:
    """Add to what was handed in; `added.summary` is the text of the supplement."""
    admit(unit, campaign, Act.CORRECTION, subject)
    review = unit.load(Review, f"{campaign}/{subject.code}")
    if review.status not in HANDED_IN:
        raise NotSubmitted(subject=subject.code, field="/subject")
    answers = Answers(unit, campaign, subject.code, added.answered_prompts, added.answers)
    content_sha256, now = keep_text(unit, texts, added.summary or ""), unit.context.now
    if stale := review.stale(unit.context.expected_version):
        written = Written(review.form or "", None, content_sha256, answers.texts)
        return _set_aside(unit, review, written, unit.context.expected_version, stale)
    unit.record(review, review.supplement(answers.answered, content_sha256, now))
    answers.record(content_sha256, now)
    return Outcome(review.current)


def complete_review(unit: Unit, campaign: str, subject: Subject, text: str) -> Outcome:
    """Complete a collective's report from the reviews of its individuals."""
    admit(unit, campaign, Act.CORRECTION, subject)
    review = unit.load(Review, f"{campaign}/{subject.code}")
    if review.status not in HANDED_IN:
        raise NotSubmitted(subject=subject.code, field="/subject")
    content_sha256 = keep_text(unit, texts, text)
    if stale := review.stale(unit.context.expected_version):
        written = Written(review.form or "", None, content_sha256)
        return _set_aside(unit, review, written, unit.context.expected_version, stale)
    individuals = individuals_reviewed(unit.tables.rows, campaign, subject.code)
    unit.record(review, review.complete(content_sha256, individuals, unit.context.now))
    return Outcome(review.current)


def give_comment(unit: Unit, campaign: str, subject: Subject, side: str, given_by: str, text: str) -> None:
    """Keep what a participant says about the subject."""
    admit(unit, campaign, Act.NEW, subject)
    comments = unit.load(Comments, f"{campaign}/{subject.code}")
    content_sha256 = keep_text(unit, texts, text)
    said = CommentGiven(campaign, subject.code, side, given_by, unit.context.now, content_sha256)
    unit.record(comments, comments.give(said))


def _written(unit: Unit, review: Review, sent: Sent, answers: Answers) -> Written:
    content_sha256 = None if sent.summary is None else keep_text(unit, texts, sent.summary)
    return Written(sent.form or review.form or "", sent.held_on, content_sha256, answers.texts)


def _paper(written: Written, answers: Answers) -> ReviewPaper:
    return ReviewPaper(written.form, written.held_on, answers.answered, written.content_sha256)


def _is_repeated(review: Review, written: Written, answers: Answers) -> bool:
    """Whether exactly this was handed in before, answers included."""
    return review.repeats(_paper(written, answers)) and answers.are_known(written.content_sha256)


def _take(
    unit: Unit,
    review: Review,
    written: Written,
    answers: Answers,
    submitted_at: Instant | None,
    forms: Forms,
    stated: str | None,
) -> Outcome:
    """Let what was written stand, as a draft or handed in."""
    review.require_reviewed_kind()
    form, warnings = forms.choose(review, stated)
    if form != review.form:
        forms.copy(review.subject, form)
    written = replace(written, form=form)
    if submitted_at is None:
        unit.record(review, review.draft(written))
    elif not _is_repeated(review, written, answers):
        _submit(unit, review, written, answers, submitted_at)
    return Outcome(review.current, warnings)


def _submit(unit: Unit, review: Review, written: Written, answers: Answers, submitted_at: Instant) -> None:
    if review.status in HANDED_IN:
        raise AlreadySubmitted(subject=review.subject, field="/subject")
    unit.record(review, review.submit(_paper(written, answers), submitted_at))
    answers.record(written.content_sha256, submitted_at)


def _set_aside(unit: Unit, review: Review, written: Written, built_on: int | None, obstacle: Refusal) -> Outcome:
    unit.record(review, review.set_aside(written, built_on, obstacle.code))
    return Outcome(review.current, obstacle=obstacle, kept=review.aside[written])


def _expect(unit: Unit, review: Review) -> None:
    """Raise VersionConflict unless the review stands as the caller saw it. No text is at stake."""
    expected = unit.context.expected_version
    if review.stale(expected):
        raise VersionConflict(what=review.stream, expected=expected, actual=review.current)
