"""What can be asked about reviews."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from services.reviews.commands.campaigns import admit
from services.reviews.domain.campaigns.campaign import Act
from services.reviews.domain.errors import UnknownSubject
from services.reviews.domain.reviews.errors import UnknownPrompt
from services.reviews.domain.reviews.review import Review, ReviewPaper
from services.reviews.readmodel.store import register, texts
from shared.domain import Instant
from shared.eventstore import Unit
from shared.register import subjects
from shared.subjects import Subject
from shared.texts import keep_text


def hand_in_review(
    unit: Unit,
    campaign: str,
    subject: Subject | None,
    prompts: Collection[str],
    *,
    code: str,
    form: str,
    held_on: date | None,
    answered_prompts: tuple[str, ...],
    summary: str | None,
    submitted_at: Instant | None,
) -> None:
    """Submit a review; without an instant of submission it is kept as a draft."""
    if subject is None:
        raise UnknownSubject(field="/subject", value=code)
    admit(unit, campaign, Act.NEW, subject)
    _require_prompts(code, prompts, answered_prompts)
    review = unit.load(Review, f"{campaign}/{code}")
    content_sha256 = None if summary is None else keep_text(unit, texts, summary)
    paper = ReviewPaper(form, held_on, answered_prompts, content_sha256)
    decided = review.submit(paper, submitted_at) if submitted_at else review.draft(paper)
    unit.record(review, decided)


def return_review(unit: Unit, campaign: str, subject: str, returned_by: str, remarks: str) -> None:
    _admit_correction(unit, campaign, subject)
    review = unit.load(Review, f"{campaign}/{subject}")
    unit.expect(review)
    remarks_sha256 = keep_text(unit, texts, remarks)
    unit.record(review, review.send_back(returned_by, remarks_sha256, unit.context.now))


def supplement_review(
    unit: Unit, campaign: str, subject: str, prompts: Collection[str], answered_prompts: tuple[str, ...], text: str
) -> None:
    _admit_correction(unit, campaign, subject)
    _require_prompts(subject, prompts, answered_prompts)
    review = unit.load(Review, f"{campaign}/{subject}")
    unit.expect(review)
    content_sha256 = keep_text(unit, texts, text)
    unit.record(review, review.supplement(answered_prompts, content_sha256, unit.context.now))


def _admit_correction(unit: Unit, campaign: str, subject: str) -> None:
    admit(unit, campaign, Act.CORRECTION, subjects(register, unit.tables.rows, [subject]).get(subject))


def _require_prompts(subject: str, prompts: Collection[str], answered: tuple[str, ...]) -> None:
    for prompt in answered:
        if prompt not in prompts:
            raise UnknownPrompt(field="/answered_prompts", value=prompt, subject=subject)
