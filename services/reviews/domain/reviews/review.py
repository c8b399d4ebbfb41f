"""A review (kiểm điểm): a collective or a person looks back on the year. Organizations are rated, not reviewed.

It is written as a draft, handed in, returned with remarks, supplemented; a collective's is completed from the reviews
of its individuals. Whatever anybody wrote stays in its stream: what cannot take effect is set aside, never dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.reviews.domain.errors import NotReviewed
from services.reviews.domain.reviews.errors import (
    AlreadySubmitted,
    IndividualsFirst,
    NotACollective,
    NotSubmitted,
    ReviewChanged,
    ReviewExists,
)
from services.reviews.domain.reviews.events import (
    AnswerText,
    ReviewCompleted,
    ReviewDrafted,
    ReviewReturned,
    ReviewSubmitted,
    ReviewSupplemented,
    ReviewVersionSetAside,
)
from shared.domain import Aggregate, Event, Instant, Refusal, when
from shared.subjects import Kind, is_reviewed


class Status(StrEnum):
    NONE = "none"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"


HANDED_IN = frozenset({Status.SUBMITTED, Status.RETURNED})


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote and has not handed in: the form, when the meeting was held, the text and the answers."""

    form: str
    held_on: date | None
    content_sha256: str | None
    answers: tuple[AnswerText, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewPaper:
    """What the subject hands in: the form's name, when the meeting was held, which prompts it answers."""

    form: str
    held_on: date | None
    answered_prompts: tuple[str, ...]
    content_sha256: str | None


class Review(Aggregate):
    """The one review of a subject in a campaign.

    `current` is the version that a change builds on: that of the last event in effect. What is set aside does not
    disturb whoever writes on.
    """

    kind = "review"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.campaign, _, self.subject = key.partition("/")
        self.status = Status.NONE
        self.current = 0
        self.written: Written | None = None
        self.paper: ReviewPaper | None = None
        self.aside: dict[Written, int] = {}

    @property
    def form(self) -> str | None:
        """The form that it is written in, once there is a review."""
        stands = self.paper or self.written
        return stands.form if stands else None

    def draft(self, written: Written) -> Iterator[Event]:
        """Write the review down without handing it in."""
        self.require_reviewed_kind()
        if self.status in HANDED_IN:
            raise AlreadySubmitted(subject=self.subject, field="/subject")
        if self.written == written:
            return
        yield ReviewDrafted(
            self.campaign, self.subject, written.form, written.held_on, written.content_sha256, written.answers
        )

    def submit(self, paper: ReviewPaper, submitted_at: Instant) -> Iterator[Event]:
        """Hand the review in. Handing in the same paper again changes nothing."""
        self.require_reviewed_kind()
        if self.repeats(paper):
            return
        if self.status in HANDED_IN:
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

    def repeats(self, paper: ReviewPaper) -> bool:
        """Whether exactly this has been handed in already."""
        return self.paper == paper

    def obstacle(self, written: Written, built_on: int | None) -> Refusal | None:
        """Why what somebody wrote, building on a version or on none, may not take the place of what stands."""
        if self.status is Status.NONE or self.written == written:
            return None
        if built_on is None:
            return ReviewExists(subject=self.subject, actual=self.current)
        if self.status in HANDED_IN:
            return self.stale(built_on) or AlreadySubmitted(subject=self.subject)
        return self.stale(built_on)

    def stale(self, built_on: int | None) -> Refusal | None:
        """Why what builds on that version comes too late, if it does. None builds on whatever stands."""
        if built_on in (None, self.current):
            return None
        return ReviewChanged(subject=self.subject, expected=built_on, actual=self.current)

    def set_aside(self, written: Written, built_on: int | None, reason: str) -> Iterator[Event]:
        """Keep what cannot take effect. The same words are kept once."""
        if written not in self.aside:
            yield ReviewVersionSetAside(
                self.campaign,
                self.subject,
                written.form,
                written.held_on,
                written.content_sha256,
                written.answers,
                built_on,
                reason,
            )

    def send_back(self, returned_by: str, remarks_sha256: str, now: Instant) -> Iterator[Event]:
        """Return the submitted review to the subject with remarks; it stays submitted and waits for a supplement."""
        if self.status is not Status.SUBMITTED:
            raise NotSubmitted(subject=self.subject, field="/subject")
        yield ReviewReturned(self.campaign, self.subject, returned_by, now, remarks_sha256)

    def supplement(self, answered_prompts: tuple[str, ...], content_sha256: str, now: Instant) -> Iterator[Event]:
        """Add what the review lacked."""
        if self.status not in HANDED_IN:
            raise NotSubmitted(subject=self.subject, field="/subject")
        yield ReviewSupplemented(self.campaign, self.subject, now, answered_prompts, content_sha256)

    def complete(self, content_sha256: str, individuals: int, now: Instant) -> Iterator[Event]:
        """Complete a collective's report from the reviews of its `individuals` (letter 04-CV/TU)."""
        if not self.subject.startswith(f"{Kind.COLLECTIVE}:"):
            raise NotACollective(field="/subject", value=self.subject)
        if self.status is not Status.SUBMITTED:
            raise NotSubmitted(subject=self.subject, field="/subject")
        if individuals == 0:
            raise IndividualsFirst(subject=self.subject)
        yield ReviewCompleted(self.campaign, self.subject, now, content_sha256, individuals)

    def require_reviewed_kind(self) -> None:
        """Raise NotReviewed for an organization: it is rated, and has no form to review in."""
        if not is_reviewed(self.subject):
            raise NotReviewed(field="/subject", value=self.subject)

    def _stands(self, status: Status) -> None:
        self.status = status
        self.current = self.version + 1

    @when(ReviewDrafted)
    def _drafted(self, event: ReviewDrafted) -> None:
        self._stands(Status.DRAFT)
        self.written = Written(event.form, event.held_on, event.content_sha256, event.answers)

    @when(ReviewSubmitted)
    def _submitted(self, event: ReviewSubmitted) -> None:
        self._stands(Status.SUBMITTED)
        self.written = None
        self.paper = ReviewPaper(event.form, event.held_on, event.answered_prompts, event.content_sha256)

    @when(ReviewVersionSetAside)
    def _set_aside(self, event: ReviewVersionSetAside) -> None:
        written = Written(event.form, event.held_on, event.content_sha256, event.answers)
        self.aside[written] = self.version + 1

    @when(ReviewReturned)
    def _returned(self, event: ReviewReturned) -> None:
        self._stands(Status.RETURNED)

    @when(ReviewSupplemented)
    @when(ReviewCompleted)
    def _added_to(self, event: ReviewSupplemented | ReviewCompleted) -> None:
        self._stands(Status.SUBMITTED)
