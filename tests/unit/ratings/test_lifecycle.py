"""What happens to a rating after it was given: it stands until a competent body says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.ratings.domain.decisions.acts import Cause, Outcome, Scope
from services.ratings.domain.decisions.decision import Decision, examine
from services.ratings.domain.decisions.picture import Row
from services.ratings.domain.events import (
    AppealDecided,
    AppealLodged,
    RatingConfirmed,
    RatingPublished,
    RatingQuestioned,
)
from services.ratings.domain.life.appeal import check_lodger
from services.ratings.domain.life.errors import (
    AlreadyPublished,
    AppealOpen,
    NoOpenAppeal,
    NotDecided,
    NotIssued,
    NotQuestioned,
    NotTheirAppeal,
)
from services.ratings.domain.life.lifecycle import Rating
from tests.unit.ratings.small import CELL, COLLECTIVE, MEMBER, document, picture

NOW = datetime(2021, 2, 1, tzinfo=UTC)
DOUBT = RatingQuestioned("BD-2020", "mem:A", Cause.FINDING, "e-7")
CONFIRMED = RatingConfirmed("BD-2020", "mem:A", "3-TB/ĐU", "QN-01", NOW, "Không thay đổi bản chất")
UPHELD = AppealDecided("BD-2020", "mem:A", Outcome.UPHELD, "4-TB/ĐU", "QN-01", NOW, "Không có căn cứ")
PUBLISHED = RatingPublished("BD-2020", "01-QĐ/ĐU", "QN-01", Scope.UNIT, date(2021, 1, 6), "QN-01")


@pytest.fixture
def rating() -> Rating:
    rating = Rating("BD-2020/mem:A")
    row = Row("mem:A", "HTTNV")
    rating.decide(rating.assign(row, document(row), None))
    return rating


def test_a_doubt_changes_no_level_and_is_answered_by_a_confirmation(rating: Rating) -> None:
    assert rating.decide(rating.question(DOUBT)) == [DOUBT]
    assert rating.level == "HTTNV"
    assert rating.decide(rating.confirm(CONFIRMED)) == [CONFIRMED]
    assert rating.level == "HTTNV"
    with pytest.raises(NotQuestioned):
        rating.decide(rating.confirm(CONFIRMED))


def test_one_appeal_at_a_time_against_the_decision_that_stands(rating: Rating) -> None:
    lodged = AppealLodged("BD-2020", "mem:A", "01-QĐ/ĐU", "QN-01", None, NOW, "0" * 64)
    assert rating.decide(rating.lodge("mem:A", None, NOW, "0" * 64)) == [lodged]
    with pytest.raises(AppealOpen):
        rating.decide(rating.lodge("mem:A", "QN", NOW, "0" * 64))
    assert rating.decide(rating.decide_appeal(UPHELD)) == [UPHELD]
    assert rating.level == "HTTNV"
    with pytest.raises(NoOpenAppeal):
        rating.decide(rating.decide_appeal(UPHELD))
    assert rating.decide(rating.lodge("mem:A", None, NOW, "0" * 64)) == [lodged]


def test_nothing_happens_to_a_rating_that_was_not_given() -> None:
    nothing = Rating("BD-2020/mem:A")
    for happening in (
        nothing.question(DOUBT),
        nothing.confirm(CONFIRMED),
        nothing.lodge("mem:A", None, NOW, "0" * 64),
        nothing.revise(Row("mem:A", "HTNV"), document(), None),
    ):
        with pytest.raises(NotDecided):
            nothing.decide(happening)
    with pytest.raises(NoOpenAppeal):
        nothing.decide(nothing.decide_appeal(UPHELD))


def test_a_person_appeals_alone_or_through_the_unit_and_a_body_through_its_unit() -> None:
    for lodged_by in (None, "C1", "QN-01", "QN"):
        check_lodger(MEMBER, lodged_by)
    for subject, stranger in ((MEMBER, "TU"), (MEMBER, "AN"), (COLLECTIVE, None), (CELL, None)):
        with pytest.raises(NotTheirAppeal):
            check_lodger(subject, stranger)


def test_an_issued_document_is_published_once_in_each_scope() -> None:
    paper = document(Row("mem:A", "HTTNV"))
    decision = Decision(paper.key)
    with pytest.raises(NotIssued):
        decision.decide(decision.publish(PUBLISHED))
    decision.decide(decision.take(paper, examine(paper, picture())))
    assert decision.decide(decision.publish(PUBLISHED)) == [PUBLISHED]
    assert decision.decide(decision.publish(PUBLISHED)) == []
    with pytest.raises(AlreadyPublished):
        decision.decide(decision.publish(replace(PUBLISHED, published_on=date(2021, 1, 7))))
    wider = replace(PUBLISHED, scope=Scope.PROVINCE)
    assert decision.decide(decision.publish(wider)) == [wider]


def test_a_refused_document_cannot_be_published() -> None:
    paper = document(Row("mem:X", "HTTNV"))
    decision = Decision(paper.key)
    decision.decide(decision.take(paper, examine(paper, picture())))
    with pytest.raises(NotIssued):
        decision.decide(decision.publish(PUBLISHED))
