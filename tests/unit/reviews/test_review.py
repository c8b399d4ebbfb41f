"""A review is handed in once; returned, it waits for a supplement; nothing handed in is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from services.reviews.domain.errors import NotReviewed
from services.reviews.domain.reviews.errors import AlreadySubmitted, NotSubmitted
from services.reviews.domain.reviews.events import ReviewDrafted, ReviewSubmitted
from services.reviews.domain.reviews.review import Review, ReviewPaper, Status, Written
from shared.domain import Event

NOW = datetime(2020, 12, 5, 8, tzinfo=UTC)
PAPER = ReviewPaper("02-HD KĐ.ĐG 2019", date(2020, 12, 5), ("GY0001",), "a" * 64)
DRAFT = Written("02-HD KĐ.ĐG 2019", date(2020, 12, 5), "a" * 64)


def review(subject: str = "mem:DV000001") -> Review:
    return Review(f"BD-2020/{subject}")


def decided(on: Review, events: Iterator[Event]) -> list[Event]:
    return on.decide(events)


def test_a_draft_is_no_submission_and_answers_no_prompt() -> None:
    one = review()
    (draft,) = decided(one, one.draft(DRAFT))
    assert isinstance(draft, ReviewDrafted)
    assert one.status is Status.DRAFT
    assert "answered_prompts" not in draft.data()


def test_a_draft_can_be_submitted() -> None:
    one = review()
    decided(one, one.draft(DRAFT))
    (submitted,) = decided(one, one.submit(PAPER, NOW))
    assert isinstance(submitted, ReviewSubmitted)
    assert submitted.data()["submitted_at"] == "2020-12-05T08:00:00.000000Z"


def test_the_same_paper_twice_is_one_submission_and_another_one_is_refused() -> None:
    one = review()
    decided(one, one.submit(PAPER, NOW))
    assert decided(one, one.submit(PAPER, NOW)) == []
    with pytest.raises(AlreadySubmitted):
        decided(one, one.submit(ReviewPaper("02-HD KĐ.ĐG 2019", None, (), "b" * 64), NOW))


def test_a_returned_review_waits_for_its_supplement() -> None:
    one = review()
    decided(one, one.submit(PAPER, NOW))
    decided(one, one.send_back("QN", "c" * 64, NOW))
    assert one.status is Status.RETURNED
    decided(one, one.supplement(("GY0002",), "d" * 64, NOW))
    assert one.status is Status.SUBMITTED


def test_what_was_not_submitted_can_be_neither_returned_nor_supplemented() -> None:
    one = review()
    with pytest.raises(NotSubmitted):
        decided(one, one.send_back("QN", "c" * 64, NOW))
    with pytest.raises(NotSubmitted):
        decided(one, one.supplement((), "d" * 64, NOW))


def test_organizations_are_rated_but_not_reviewed() -> None:
    one = review("org:QN")
    with pytest.raises(NotReviewed):
        decided(one, one.submit(PAPER, NOW))
