"""A prompt asks points, each is answered, and whoever had asked says whether the answer will do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.errors import NotReviewed
from services.reviews.domain.prompts.errors import NotAnswered, RemarksNeeded, UnknownPoint
from services.reviews.domain.prompts.events import AnswerJudged, Point, PromptAnswered, PromptIssued
from services.reviews.domain.prompts.issuer import not_competent
from services.reviews.domain.prompts.prompt import Judgement, Prompt
from shared.authority import DECIDERS
from shared.domain import AlreadyExists, Event, NotFound
from shared.subjects import Kind, Subject

NOW = datetime(2020, 12, 5, 8, tzinfo=UTC)
ASKED = (Point(1, "a" * 64), Point(2, "b" * 64))
ISSUED = PromptIssued("BD-2020", "GY1", "mem:A", "QN-01", "112-CV/TU", date(2020, 11, 17), ASKED)


def prompt(issued: PromptIssued = ISSUED) -> Prompt:
    one = Prompt("BD-2020/GY1")
    one.decide(one.issue(issued))
    return one


def judged(one: Prompt, point: int, judgement: Judgement, remarks: str | None = "f" * 64) -> list[Event]:
    return one.decide(one.judge(point, judgement, "QN-01", remarks, NOW))


def test_a_prompt_is_issued_once_and_other_words_need_another_code() -> None:
    one = prompt()
    assert one.decide(one.issue(ISSUED)) == []
    with pytest.raises(AlreadyExists):
        one.decide(one.issue(PromptIssued("BD-2020", "GY1", "mem:A", "QN", "1-CV", date(2020, 11, 17), ASKED)))


def test_organizations_are_not_prompted() -> None:
    one = Prompt("BD-2020/GY1")
    with pytest.raises(NotReviewed):
        one.decide(one.issue(PromptIssued("BD-2020", "GY1", "org:QN", "TU", "1-CV", date(2020, 11, 17), ASKED)))


def test_every_point_waits_for_its_own_answer() -> None:
    one = prompt()
    assert one.to_answer == {1, 2}
    [answer] = one.decide(one.answer({2: "c" * 64}, NOW))
    assert answer == PromptAnswered("BD-2020", "mem:A", "GY1", 2, "c" * 64, NOW)
    assert one.to_answer == {1}


def test_the_same_answer_again_is_nothing_new_and_another_one_is() -> None:
    one = prompt()
    one.decide(one.answer({1: "c" * 64}, NOW))
    assert one.decide(one.answer({1: "c" * 64}, NOW)) == []
    assert len(one.decide(one.answer({1: "d" * 64}, NOW))) == 1


def test_an_insufficient_answer_opens_the_point_until_it_is_answered_anew() -> None:
    one = prompt()
    one.decide(one.answer({1: "c" * 64, 2: "d" * 64}, NOW))
    [said] = judged(one, 1, Judgement.INSUFFICIENT)
    assert isinstance(said, AnswerJudged)
    assert one.to_answer == {1}
    assert one.decide(one.answer({1: "c" * 64}, NOW)) == [], "the very answer that would not do"
    assert one.to_answer == {1}
    one.decide(one.answer({1: "e" * 64}, NOW))
    assert one.to_answer == frozenset()


def test_an_accepted_answer_closes_the_point_and_a_judgement_is_said_once() -> None:
    one = prompt()
    one.decide(one.answer({1: "c" * 64}, NOW))
    assert len(judged(one, 1, Judgement.ACCEPTED, None)) == 1
    assert judged(one, 1, Judgement.ACCEPTED, None) == []
    assert one.to_answer == {2}


def test_only_what_was_answered_is_judged_and_insufficient_needs_remarks() -> None:
    one = prompt()
    with pytest.raises(NotAnswered):
        judged(one, 1, Judgement.ACCEPTED)
    one.decide(one.answer({1: None}, NOW))
    with pytest.raises(RemarksNeeded):
        judged(one, 1, Judgement.INSUFFICIENT, None)
    with pytest.raises(NotFound):
        judged(Prompt("BD-2020/GY2"), 1, Judgement.ACCEPTED)


@pytest.mark.parametrize("point", [0, 3, 50])
def test_a_point_that_was_not_asked_is_told_with_those_that_were(point: int) -> None:
    one = prompt()
    with pytest.raises(UnknownPoint, match="1 to 2"):
        one.decide(one.answer({point: "c" * 64}, NOW))
    with pytest.raises(UnknownPoint):
        judged(one, point, Judgement.ACCEPTED)


steps = st.lists(
    st.tuples(st.sampled_from([1, 2]), st.sampled_from(["accepted", "insufficient", *"abcd"])), max_size=12
)


@given(steps)
def test_a_point_is_open_exactly_while_its_last_word_is_missing_or_insufficient(said: list[tuple[int, str]]) -> None:
    one = prompt()
    last: dict[int, str] = {}
    answers: dict[int, str] = {}
    for point, word in said:
        if word in ("accepted", "insufficient"):
            if point in last:
                judged(one, point, Judgement(word))
                last[point] = word
        elif answers.get(point) != word:
            one.decide(one.answer({point: word * 64}, NOW))
            last[point], answers[point] = "answered", word
    assert one.to_answer == {point for point in (1, 2) if last.get(point, "insufficient") == "insufficient"}
    again = Prompt("BD-2020/GY1").replay(history(said))
    assert again.to_answer == one.to_answer


def history(said: list[tuple[int, str]]) -> Iterator[Event]:
    """The events of the same course, decided anew."""
    one = Prompt("BD-2020/GY1")
    yield from one.decide(one.issue(ISSUED))
    for point, word in said:
        if word in ("accepted", "insufficient"):
            if point in one.answers:
                yield from judged(one, point, Judgement(word))
        else:
            yield from one.decide(one.answer({point: word * 64}, NOW))


TREE = {"TU": "/TU/", "QN": "/TU/QN/", "QN-01": "/TU/QN/QN-01/", "C1": "/TU/QN/QN-01/C1/", "AN": "/TU/AN/"}
MANAGED = {"TW": DECIDERS["TW"], "TINH": DECIDERS["BTV_TINH_UY"], "HUYEN": DECIDERS["BTV_CAP_HUYEN"]} | {
    "COSO": DECIDERS["DANG_UY_CO_SO"]
}


def is_above(upper: str, lower: str) -> bool:
    return upper in TREE and TREE[lower].startswith(TREE[upper])


@pytest.mark.parametrize(
    ("level", "competent", "issuers"),
    [
        ("TINH", "TU", {"TU"}),
        ("HUYEN", "QN", {"TU", "QN"}),
        ("COSO", "QN-01", {"TU", "QN", "QN-01"}),
        ("TW", "TW", set()),
    ],
)
def test_the_managing_body_and_those_above_it_prompt_and_nobody_else(
    level: str, competent: str, issuers: set[str]
) -> None:
    subject = Subject("col:T", Kind.COLLECTIVE, "QN-01", unit="QN", grassroots="QN-01", management_level=level)
    for issuer in (*TREE, "nobody"):
        refusal = not_competent(subject, issuer, "TU", MANAGED, is_above)
        assert (refusal is None) == (issuer in issuers), issuer
        if refusal:
            assert refusal.values["competent"] == competent


def test_a_member_is_prompted_by_the_grassroots_organization_or_above() -> None:
    member = Subject("mem:A", Kind.MEMBER, "C1", unit="QN", grassroots="QN-01")
    issuers = {issuer for issuer in TREE if not_competent(member, issuer, "TU", MANAGED, is_above) is None}
    assert issuers == {"TU", "QN", "QN-01"}
