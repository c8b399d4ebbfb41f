"""A review is handed in once; returned, it waits for a supplement; nothing handed in is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.reviews.domain.errors import NotReviewed
from services.reviews.domain.reviews.comments import Comments
from services.reviews.domain.reviews.errors import (
    AlreadySubmitted,
    IndividualsFirst,
    NotACollective,
    NotSubmitted,
    ReviewChanged,
    ReviewExists,
)
from services.reviews.domain.reviews.events import (
    CommentGiven,
    ReviewCompleted,
    ReviewDrafted,
    ReviewSubmitted,
    ReviewVersionSetAside,
)
from services.reviews.domain.reviews.order import out_of_order, whom_to_wait_for
from services.reviews.domain.reviews.review import Review, ReviewPaper, Status, Written
from shared.domain import Event
from shared.subjects import Kind, Subject

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


def test_whoever_saves_second_is_told_and_his_text_is_kept_without_disturbing_the_first() -> None:
    one = review()
    decided(one, one.draft(DRAFT))
    mine, yours = replace(DRAFT, content_sha256="b" * 64), replace(DRAFT, content_sha256="c" * 64)
    assert one.obstacle(mine, 1) is None
    decided(one, one.draft(mine))
    obstacle = one.obstacle(yours, 1)
    assert isinstance(obstacle, ReviewChanged)
    [kept] = decided(one, one.set_aside(yours, 1, obstacle.code))
    assert isinstance(kept, ReviewVersionSetAside)
    assert (kept.content_sha256, kept.based_on, kept.reason) == ("c" * 64, 1, "version_conflict")
    assert (one.written, one.current, one.version) == (mine, 2, 3)
    assert one.obstacle(replace(mine, content_sha256="d" * 64), 2) is None


def test_who_begins_a_review_that_there_is_meets_it_and_his_text_is_kept_once() -> None:
    one = review()
    decided(one, one.draft(DRAFT))
    other = replace(DRAFT, content_sha256="b" * 64)
    obstacle = one.obstacle(other, None)
    assert isinstance(obstacle, ReviewExists)
    decided(one, one.set_aside(other, None, obstacle.code))
    assert decided(one, one.set_aside(other, None, obstacle.code)) == []
    assert one.obstacle(DRAFT, None) is None, "the same words are no conflict"


def test_a_draft_does_not_take_the_place_of_what_was_handed_in() -> None:
    one = review()
    decided(one, one.submit(PAPER, NOW))
    assert isinstance(one.obstacle(DRAFT, one.current), AlreadySubmitted)
    assert isinstance(one.obstacle(DRAFT, one.current + 1), ReviewChanged)
    assert isinstance(one.obstacle(DRAFT, None), ReviewExists)


def test_a_collectives_report_is_completed_from_its_individuals_reviews_and_no_one_elses_is() -> None:
    one = review("col:T")
    with pytest.raises(NotSubmitted):
        decided(one, one.complete("e" * 64, 2, NOW))
    decided(one, one.submit(PAPER, NOW))
    with pytest.raises(IndividualsFirst):
        decided(one, one.complete("e" * 64, 0, NOW))
    [completed] = decided(one, one.complete("e" * 64, 2, NOW))
    assert isinstance(completed, ReviewCompleted)
    assert (completed.individuals, one.current) == (2, 2)
    person = review()
    decided(person, person.submit(PAPER, NOW))
    with pytest.raises(NotACollective):
        decided(person, person.complete("e" * 64, 2, NOW))


def test_the_same_comment_is_kept_once_and_other_words_beside_it() -> None:
    comments = Comments("BD-2020/mem:A")
    said = CommentGiven("BD-2020", "mem:A", "peer", "QN-01", NOW, "a" * 64)
    assert comments.decide(comments.give(said)) == [said]
    assert comments.decide(comments.give(replace(said, given_at=NOW.replace(hour=9)))) == []
    assert len(comments.decide(comments.give(replace(said, content_sha256="b" * 64)))) == 1


LEADERS = {"T": {"ldr:P"}}


@pytest.mark.parametrize(
    ("subject", "before"),
    [
        (Subject("ldr:P", Kind.LEADER, "QN-01", collective="T", head=True), ["col:T"]),
        (Subject("ldr:P2", Kind.LEADER, "QN-01", collective="T"), ["col:T", "ldr:P"]),
        (Subject("ldr:P3", Kind.LEADER, "QN", collective="TQ"), ["col:TQ"]),
        (Subject("mem:A", Kind.MEMBER, "C1"), []),
        (Subject("col:T", Kind.COLLECTIVE, "QN-01", collective="T"), []),
    ],
)
def test_individuals_wait_for_their_collective_and_deputies_for_the_head(subject: Subject, before: list[str]) -> None:
    assert whom_to_wait_for(subject, LEADERS) == before
    assert len(list(out_of_order(subject, before))) == len(before)
