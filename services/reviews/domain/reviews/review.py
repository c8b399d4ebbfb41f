"""A review (kiểm điểm): a collective or a person looks back on the year. Organizations are rated, not reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.reviews.domain.errors import NotReviewed
from services.reviews.domain.reviews.errors import AlreadySubmitted, NotSubmitted
from services.reviews.domain.reviews.events import ReviewDrafted, ReviewReturned, ReviewSubmitted, ReviewSupplemented
from shared.domain import Aggregate, Event, Instant, when
from shared.subjects import is_reviewed


class Status(StrEnum):
    NONE = "none"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class ReviewPaper:
    """What the subject hands in: the form's name, when the meeting was held, which prompts it answers."""

    form: str
    held_on: date | None
    answered_prompts: tuple[str, ...]
    content_sha256: str | None


class Review(Aggregate):
    """The one review of a subject in a campaign."""

    kind = "review"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.campaign, _, self.subject = key.partition("/")
        self.status = Status.NONE
        self.paper: ReviewPaper | None = None

    def draft(self, paper: ReviewPaper) -> Iterator[Event]:
        """Write the review down without handing it in."""
        self._require_reviewed_kind()
        if self.status in (Status.SUBMITTED, Status.RETURNED):
            raise AlreadySubmitted(subject=self.subject, field="/subject")
        if self.status is Status.DRAFT and self.paper == paper:
            return
        yield ReviewDrafted(self.campaign, self.subject, paper.form, paper.held_on, paper.content_sha256)

    def submit(self, paper: ReviewPaper, submitted_at: Instant) -> Iterator[Event]:
        """Hand the review in. Handing in the same paper again changes nothing."""
        self._require_reviewed_kind()
        if self.status in (Status.SUBMITTED, Status.RETURNED):
            if self.paper == paper:
                return
            raise AlreadySubmitted(subject=self.subject, field="/subject")
        yield ReviewSubmitted(
            self.campaign,
            self.subject,
            paper.form,
            paper.held_on,
            submitted_at,
            paper.answered_prompts,
            paper.content_sha256,
        )

    def send_back(self, returned_by: str, remarks_sha256: str, now: Instant) -> Iterator[Event]:
        """Return the submitted review to the subject with remarks; it stays submitted and waits for a supplement."""
        if self.status is not Status.SUBMITTED:
            raise NotSubmitted(subject=self.subject, field="/subject")
        yield ReviewReturned(self.campaign, self.subject, returned_by, now, remarks_sha256)

    def supplement(self, answered_prompts: tuple[str, ...], content_sha256: str, now: Instant) -> Iterator[Event]:
        """Add what the review lacked."""
        if self.status not in (Status.SUBMITTED, Status.RETURNED):
            raise NotSubmitted(subject=self.subject, field="/subject")
        yield ReviewSupplemented(self.campaign, self.subject, now, answered_prompts, content_sha256)

    def _require_reviewed_kind(self) -> None:
        if not is_reviewed(self.subject):
            raise NotReviewed(field="/subject", value=self.subject)

    @when(ReviewDrafted)
    def _drafted(self, event: ReviewDrafted) -> None:
        self.status = Status.DRAFT
        self.paper = ReviewPaper(event.form, event.held_on, (), event.content_sha256)

    @when(ReviewSubmitted)
    def _submitted(self, event: ReviewSubmitted) -> None:
        self.status = Status.SUBMITTED
        self.paper = ReviewPaper(event.form, event.held_on, event.answered_prompts, event.content_sha256)

    @when(ReviewReturned)
    def _returned(self, event: ReviewReturned) -> None:
        self.status = Status.RETURNED

    @when(ReviewSupplemented)
    def _supplemented(self, event: ReviewSupplemented) -> None:
        self.status = Status.SUBMITTED
