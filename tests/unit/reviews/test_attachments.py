"""Attachments are added, never replaced; nothing above the ceiling is let in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.reviews.domain.attachments.attachments import Attachments
from services.reviews.domain.attachments.errors import AboveCeiling, WithdrawalNeedsReason
from services.reviews.domain.attachments.events import AttachmentAdded, AttachmentWithdrawn
from services.reviews.domain.attachments.media import BEGINNINGS, GRADES, require_admissible
from services.reviews.domain.errors import NotReviewed
from shared.contracts.vocabulary import CLASSIFICATIONS
from shared.domain import AlreadyExists, NotFound

NOW = datetime(2020, 12, 5, 8, tzinfo=UTC)
ADDED = AttachmentAdded("BD-2020", "mem:A", "a" * 64, "b" * 64, "application/pdf", 8, "none", NOW)


def attachments(subject: str = "mem:A") -> Attachments:
    return Attachments(f"BD-2020/{subject}")


def test_the_grades_are_those_of_the_published_language() -> None:
    assert list(CLASSIFICATIONS) == list(GRADES)


@pytest.mark.parametrize("ceiling", GRADES)
@pytest.mark.parametrize("grade", GRADES)
def test_exactly_what_is_up_to_the_ceiling_is_let_in(grade: str, ceiling: str) -> None:
    def admit() -> None:
        require_admissible(b"%PDF-1.7", "application/pdf", grade, ceiling)

    if GRADES.index(grade) <= GRADES.index(ceiling):
        admit()
    else:
        with pytest.raises(AboveCeiling):
            admit()


def test_nothing_that_a_browser_would_run_is_among_the_types() -> None:
    assert not {"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml"} & BEGINNINGS.keys()


def test_the_same_content_is_one_attachment_whenever_it_is_said() -> None:
    one = attachments()
    assert one.decide(one.add(ADDED)) == [ADDED]
    assert one.decide(one.add(replace(ADDED, added_at=NOW.replace(hour=9)))) == []
    with pytest.raises(AlreadyExists):
        one.decide(one.add(replace(ADDED, classification="internal")))


def test_organizations_have_no_review_to_add_evidence_to() -> None:
    one = attachments("org:QN")
    with pytest.raises(NotReviewed):
        one.decide(one.add(replace(ADDED, subject="org:QN")))


def test_a_file_is_withdrawn_once_and_may_be_added_again() -> None:
    one = attachments()
    withdrawn = AttachmentWithdrawn("BD-2020", "mem:A", "a" * 64, None, NOW)
    with pytest.raises(NotFound):
        one.decide(one.withdraw(withdrawn, handed_in=False))
    one.decide(one.add(ADDED))
    assert one.decide(one.withdraw(withdrawn, handed_in=False)) == [withdrawn]
    assert one.decide(one.withdraw(withdrawn, handed_in=False)) == []
    assert one.decide(one.add(replace(ADDED, classification="internal")))


def test_of_a_review_that_was_handed_in_a_file_is_withdrawn_for_a_reason() -> None:
    one = attachments()
    one.decide(one.add(ADDED))
    withdrawn = AttachmentWithdrawn("BD-2020", "mem:A", "a" * 64, None, NOW)
    with pytest.raises(WithdrawalNeedsReason):
        one.decide(one.withdraw(withdrawn, handed_in=True))
    reasoned = replace(withdrawn, reason_sha256="c" * 64)
    assert one.decide(one.withdraw(reasoned, handed_in=True)) == [reasoned]
