"""A correction is a new decision: what a revision must meet, and what a chain of them leaves behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ratings.domain.decisions.acts import Act, Cause
from services.ratings.domain.decisions.decision import Decision, examine
from services.ratings.domain.decisions.picture import Picture, Row
from services.ratings.domain.events import DecisionIssued, DecisionRefused, RatingQuestioned, RatingRevised
from services.ratings.domain.life.lifecycle import Rating
from shared.domain import Event
from shared.subjects import Kind
from tests.unit.ratings.small import MEMBER, degrees, document, picture, reasons, rulebook

LEVELS = rulebook().levels.codes
LOWERED = Row("mem:A", "HTNV", reason="Kết luận của Ủy ban Kiểm tra")

revising = partial(reasons, act=Act.REVISION)


def decided(levels: dict[str, str], **known: object) -> Picture:
    """These levels were given by QN-01, and are all that the caps' groups hold."""
    on = picture(levels=levels, bodies=dict.fromkeys(levels, "QN-01"), **known)
    members: dict[str, int] = {}
    for code, level in levels.items():
        if code.startswith("mem:"):
            members[level] = members.get(level, 0) + 1
    return replace(on, groups={("CAP-MEMBER", "QN-01"): members}, members={"C1": members})


def test_a_decided_subject_is_revised_by_its_competent_body_with_a_reason() -> None:
    on = decided({"mem:A": "HTTNV"})
    assert revising(on, LOWERED) == []
    assert revising(on, replace(LOWERED, reason=None)) == [("mem:A", "reason_required")]
    assert revising(on, LOWERED, decided_by="QN") == [("mem:A", "authority")]


def test_what_was_not_decided_cannot_be_revised() -> None:
    assert revising(picture(), LOWERED) == [("mem:A", "not_decided")]


def test_a_subject_stands_in_a_revision_once() -> None:
    assert revising(decided({"mem:A": "HTTNV"}), LOWERED, LOWERED) == [("mem:A", "duplicate")]


def test_a_revision_has_a_number_of_its_own() -> None:
    on = decided({"mem:A": "HTTNV"})
    assert revising(on, LOWERED, Row("mem:X", "HTNV"), number_taken=True) == [
        ("mem:A", "document_taken"),
        ("mem:X", "unknown_subject"),
    ]


def test_a_revision_meets_what_every_decision_meets() -> None:
    exempt = replace(MEMBER, member_status="exempt", civil_category="CONG_CHUC")
    unready = replace(decided({"mem:A": "HTTNV"}), subjects={"mem:A": exempt}, reviewed=frozenset())
    assert {reason for _, reason in revising(unready, LOWERED)} == {"not_reviewed", "excluded", "civil_rating_missing"}


def test_a_leader_is_revised_after_the_collective_that_can_be_decided() -> None:
    lowered = Row("ldr:P", "HTNV", reason="Kết luận")
    assert revising(decided({"ldr:P": "HTTNV"}), lowered) == [("ldr:P", "collective_first")]
    assert revising(decided({"ldr:P": "HTTNV", "col:T": "HTTNV"}), lowered) == []


def test_a_revision_to_excellent_counts_for_the_cap_as_if_it_applied() -> None:
    members = [replace(MEMBER, code=f"mem:{number}", person=str(number)) for number in range(6)]
    good = decided({member.code: "HTTNV" for member in members}, subjects=members)
    first, second = (Row(f"mem:{number}", "HTXSNV", reason="Khiếu nại đúng") for number in range(2))
    assert revising(good, first) == []
    assert revising(good, first, second) == [("mem:0", "cap_exceeded"), ("mem:1", "cap_exceeded")]
    assert revising(good, *(replace(row, cap_override="88-TB/TU") for row in (first, second))) == []


def test_a_revision_that_takes_a_good_rating_away_must_not_lead_over_the_cap_either() -> None:
    members = [replace(MEMBER, code=f"mem:{number}", person=str(number)) for number in range(6)]
    levels = {member.code: "HTTNV" for member in members} | {"mem:5": "HTXSNV"}
    full = decided(levels, subjects=members)
    lowered = Row("mem:0", "HTNV", reason="Kết luận")
    assert revising(full, lowered) == [("mem:0", "cap_exceeded")]
    assert revising(full, replace(lowered, cap_override="88-TB/TU")) == []
    assert revising(full, lowered, Row("mem:5", "HTTNV", reason="Kết luận")) == []
    assert revising(full, Row("mem:5", "KHTNV", reason="Kết luận")) == []


def test_a_member_who_moved_leaves_the_old_group_and_enters_the_new_one() -> None:
    moved = replace(MEMBER, grassroots="QN-02", organization="C9")
    stayed = [replace(MEMBER, code=f"mem:{number}", person=str(number)) for number in range(5)]
    on = replace(
        decided({"mem:A": "HTTNV", **{member.code: "HTTNV" for member in stayed}}, subjects=[moved, *stayed]),
        groups={("CAP-MEMBER", "QN-01"): {"HTTNV": 5, "HTXSNV": 1}},
    )
    good = Row("mem:A", "HTTNV", reason="Chuyển sinh hoạt")
    assert revising(on, good, decided_by="QN-02") == [("mem:A", "cap_exceeded")]
    roomy = replace(on, groups={("CAP-MEMBER", "QN-01"): {"HTTNV": 6, "HTXSNV": 1}})
    assert revising(roomy, good, decided_by="QN-02") == []


def test_the_derived_level_of_a_cell_counts_its_members_revised_levels() -> None:
    rated = decided(
        {"mem:A": "KHTNV", "org:C1": "HTNV"}, opinions={"org:C1": {"TU_XL": degrees(Kind.ORGANIZATION, "XS")}}
    )
    rows = Row("mem:A", "HTTNV", reason="Khiếu nại"), Row("org:C1", "HTXSNV", reason="Theo đảng viên")
    alone = examine(document(rows[1], act=Act.REVISION), rated).proposed
    together = examine(document(*rows, act=Act.REVISION), rated).proposed
    assert (alone["org:C1"], together["org:C1"]) == ("KHTNV", "HTXSNV")


def test_a_revision_is_recorded_as_one_whether_accepted_or_refused() -> None:
    paper = document(LOWERED, act=Act.REVISION)
    decision = Decision(paper.key)
    refused = decision.decide(decision.take(paper, examine(paper, picture())))
    fault = {"subject": "mem:A", "reason": "not_decided"}
    assert refused == [DecisionRefused("BD-2020", paper.number, "QN-01", paper.decided_at, Act.REVISION, (fault,))]
    issued = decision.decide(decision.take(paper, examine(paper, decided({"mem:A": "HTTNV"}))))
    assert issued == [DecisionIssued("BD-2020", paper.number, "QN-01", paper.decided_at, Act.REVISION, 1)]


def revised(rating: Rating, level: str, number: str = "02-QĐ/ĐU", on_appeal: bool = False) -> list[Event]:
    row = Row("mem:A", level, reason="Xem xét lại")
    paper = replace(document(row, number=number, act=Act.REVISION), on_appeal=on_appeal)
    return rating.decide(rating.revise(row, paper, None))


def assigned(level: str = "HTTNV") -> Rating:
    rating = Rating("BD-2020/mem:A")
    row = Row("mem:A", level)
    rating.decide(rating.assign(row, document(row), None))
    return rating


@pytest.mark.parametrize("cause", [Cause.CIVIL_RATING_CHANGED, Cause.FINDING])
def test_a_revision_names_what_put_the_rating_in_question(cause: Cause) -> None:
    rating = assigned()
    rating.decide(rating.question(RatingQuestioned("BD-2020", "mem:A", cause, "e-7")))
    [first], [second] = revised(rating, "HTNV"), revised(rating, "HTTNV", "03-QĐ/ĐU")
    assert isinstance(first, RatingRevised) and isinstance(second, RatingRevised)
    assert (first.cause, first.previous_level) == (cause, "HTTNV")
    assert (second.cause, second.previous_level) == (Cause.CORRECTION, "HTNV")


def test_a_revision_on_appeal_says_so() -> None:
    [event] = revised(assigned(), "HTXSNV", on_appeal=True)
    assert isinstance(event, RatingRevised) and event.cause is Cause.APPEAL


def folded(events: Iterable[Event]) -> str | None:
    return Rating("BD-2020/mem:A").replay(events).level


@given(st.lists(st.tuples(st.sampled_from(LEVELS), st.integers(0, 2)), max_size=12))
def test_a_revision_chain_can_be_replayed_to_any_moment(chain: list[tuple[str, int]]) -> None:
    rating = Rating("BD-2020/mem:A")
    row = Row("mem:A", "HTNV")
    history = rating.decide(rating.assign(row, document(row), None))
    levels = ["HTNV"]
    for number, (level, doubts) in enumerate(chain):
        for doubt in range(doubts):
            told = RatingQuestioned("BD-2020", "mem:A", Cause.FINDING, f"e-{number}-{doubt}")
            history += rating.decide(rating.question(told))
            levels.append(levels[-1])
        history += revised(rating, level, number=f"{number + 2:02}-QĐ/ĐU")
        levels.append(level)
    assert [folded(history[:end]) for end in range(len(history) + 1)] == [None, *levels]
    befores = [event.previous_level for event in history if isinstance(event, RatingRevised)]
    assert befores == ["HTNV", *(level for level, _ in chain)][: len(chain)]
