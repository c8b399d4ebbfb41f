"""An explanation says exactly what the proposal says, of every condition, with its source and its events."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ratings.domain.decisions.picture import EventIds, Row, Standing
from services.ratings.domain.proposal.derivation import derive
from services.ratings.domain.proposal.evidence import Evidence, Origins
from services.ratings.domain.proposal.explanation import Effect, Explanation, Status, Step, explain
from services.ratings.domain.proposal.findings import Findings
from services.ratings.domain.proposal.summary import summary
from services.ratings.domain.proposal.telling import Teller
from services.ratings.domain.proposal.wording import Language
from services.ratings.domain.rules.ceilings import Ceiling
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.told import told
from shared.subjects import Kind
from tests.unit.ratings.packs import YEARS, evidences, pack, points
from tests.unit.ratings.province import Province
from tests.unit.ratings.small import CELL, LEADER, MEMBER, degrees, picture, rulebook

CASES = st.tuples(st.sampled_from(YEARS), st.sampled_from(Kind), st.booleans())


def codes(steps: tuple[Step, ...], *effects: Effect) -> tuple[str, ...]:
    return tuple(step.rule.code for step in steps if step.effect in effects)


@settings(deadline=None)
@given(CASES, st.data())
def test_the_explanation_agrees_with_the_proposal_on_every_condition(
    case: tuple[str, Kind, bool], data: st.DataObject
) -> None:
    code, kind, whole = case
    rules = pack(code)
    evidence = data.draw(evidences(rules, kind, whole))
    explanation = explain(rules, kind, evidence)
    proposal = derive(rules, kind, evidence)
    assert explanation.proposal == proposal
    if proposal is None:
        assert not any(step.effect is Effect.LIMITS for step in explanation.steps())
        return
    assert proposal.failed == {
        level: codes(steps, Effect.KEEPS_FROM_THE_LEVEL) for level, steps in explanation.levels.items()
    }
    assert proposal.forced == codes(explanation.forcing, Effect.FORCES_THE_WORST)
    assert set(proposal.unknown) == {step.rule.code for step in explanation.steps() if step.status is Status.UNKNOWN}
    assert proposal.ceilings == codes(explanation.ceilings, Effect.LIMITS, Effect.WARNS)
    conditions = [step for step in explanation.steps() if not isinstance(step.rule, Ceiling)]
    assert set(proposal.warned) == {step.rule.code for step in conditions if step.effect is Effect.WARNS}


@settings(deadline=None)
@given(CASES, st.data())
def test_everything_can_be_said_in_both_languages(case: tuple[str, Kind, bool], data: st.DataObject) -> None:
    code, kind, whole = case
    explanation = explain(pack(code), kind, data.draw(evidences(pack(code), kind, whole)))
    for step in (step for section in _sections(told(explanation, pack(code))) for step in section):
        for language in ("vi", "en"):
            assert step["asked"][language] and step["found"][language] and step["certainty"][language]
            assert "{" not in step["asked"][language] + step["found"][language]
            assert all(source[language] for source in step["sources"])
        assert step["sources"]


def _sections(tree: dict) -> list[list[dict]]:  # type: ignore[type-arg]
    return [*(level["steps"] for level in tree["levels"]), tree["forcing"], tree["ceilings"]]


@settings(deadline=None)
@given(st.sampled_from(YEARS), st.sampled_from(Kind), st.data())
def test_a_better_degree_or_more_points_never_lower_the_level(code: str, kind: Kind, data: st.DataObject) -> None:
    rules = pack(code)
    before = data.draw(evidences(rules, kind))
    improved = data.draw(st.sampled_from(rules.criteria(kind)))
    if most := rules.most_points(kind):
        more = data.draw(st.decimals(before.points[improved], most[improved], places=2))
        after = replace(before, points={**before.points, improved: more})
    else:
        better = data.draw(st.sampled_from(sorted(rules.degrees.at_least(before.degrees[improved]))))
        after = replace(before, degrees={**before.degrees, improved: better})
    lower, higher = derive(rules, kind, before), derive(rules, kind, after)
    assert lower is not None and higher is not None
    assert not rules.levels.is_below(higher.level, lower.level)


def step(explanation: Explanation, code: str) -> Step:
    [found] = [step for step in explanation.steps() if step.rule.code == code]
    return found


def said(rules: Rulebook, kind: Kind, evidence: Evidence, code: str, language: Language = "vi") -> tuple[str, str]:
    """What a condition asks for, and what was found."""
    explanation = explain(rules, kind, evidence)
    teller = Teller(rules, kind, language)
    return teller.asked(step(explanation, code).rule, evidence), teller.found(step(explanation, code), evidence)


MEASURED = Evidence(degrees(Kind.MEMBER, "TOT", MEM_II_1="XS"))


def test_a_sentence_names_criterion_degree_and_threshold() -> None:
    asked, found = said(rulebook(), Kind.MEMBER, MEASURED, "MEM-XS-1")
    assert asked == "Các tiêu chí về kết quả thực hiện nhiệm vụ đều đạt “Xuất sắc”"
    assert (
        found == "1 trên 2 tiêu chí chưa đạt: “Kết quả thực hiện các chỉ tiêu, nhiệm vụ được giao trong năm” được “Tốt”"
    )
    asked, found = said(rulebook(), Kind.MEMBER, MEASURED, "MEM-XS-1", "en")
    assert found == "1 of 2 criteria fall short: “Results in the year's targets and tasks” has “Good”"


def test_a_sentence_gives_the_share_below_with_its_counts() -> None:
    cell = Evidence(degrees(Kind.ORGANIZATION, "XS"), below={"HTTNV": 9, "HTNV": 3}, below_are_members=True)
    assert said(rulebook(), Kind.ORGANIZATION, cell, "ORG-XS-4") == (
        "Ít nhất 80 % đảng viên đã xếp loại đạt mức “Hoàn thành tốt nhiệm vụ” trở lên",
        "9 trên 12 đảng viên đã xếp loại (75 %)",
    )


def test_a_share_just_below_the_threshold_is_not_rounded_up_to_it() -> None:
    many = Evidence(degrees(Kind.ORGANIZATION, "XS"), below={"HTTNV": 7999, "HTNV": 2001})
    _, found = said(rulebook(), Kind.ORGANIZATION, many, "ORG-XS-4")
    assert "79,9 %" in found


def test_a_sentence_gives_the_fact_its_value_and_the_threshold() -> None:
    evidence = Evidence(
        degrees(Kind.COLLECTIVE, "TOT"), facts={"targets_done_pct": "48.5", "key_targets_done_pct": "90"}
    )
    asked, found = said(rulebook(), Kind.COLLECTIVE, evidence, "COL-K-3")
    assert "dưới 50 %; đồng thời tỷ lệ chỉ tiêu chủ yếu hoàn thành dưới 100 %, trừ khi: có nguyên nhân" in asked
    assert "báo cáo 48,5 %" in found and "báo cáo 90 %" in found
    excused = replace(evidence, facts={**evidence.facts, "force_majeure": "yes"})
    assert "được loại trừ vì có nguyên nhân bất khả kháng" in said(rulebook(), Kind.COLLECTIVE, excused, "COL-K-3")[1]


def test_a_sentence_gives_the_points_and_names_what_is_missing() -> None:
    whole = Evidence({}, points=points(Kind.MEMBER, "28", "61.5"))
    assert said(pack(YEARS[2]), Kind.MEMBER, whole, "CN-XS-1")[0] == "Tổng điểm từ 90 trở lên"
    assert said(pack(YEARS[2]), Kind.MEMBER, whole, "CN-XS-1")[1].startswith("tổng 89,5 điểm (")
    part = Evidence({}, points={"CN-I-1": Decimal(30)})
    _, found = said(pack(YEARS[2]), Kind.MEMBER, part, "CN-XS-1")
    assert "còn thiếu: “Kết quả thực hiện nhiệm vụ" in found and "không tính là 0" in found


def test_what_people_judge_and_what_does_not_apply_are_listed_as_such() -> None:
    explanation = explain(rulebook(), Kind.MEMBER, MEASURED)
    assert step(explanation, "MEM-XS-4").status is Status.FOR_PEOPLE
    assert step(explanation, "MEM-XS-3").status is Status.NOT_APPLICABLE
    assert step(explanation, "CEIL-ND90").status is Status.NOT_APPLICABLE
    assert step(explanation, "CEIL-SICK").status is Status.UNKNOWN


def test_a_ceiling_that_binds_limits_and_one_that_does_not_warns() -> None:
    evidence = Evidence(degrees(Kind.LEADER, "XS"), sick_leave_months=3, head=True, collective_level="KHTNV")
    explanation = explain(rulebook(), Kind.LEADER, evidence)
    assert (explanation.found, explanation.proposal and explanation.proposal.level) == ("HTXSNV", "HTNV")
    assert step(explanation, "CEIL-SICK").effect is Effect.LIMITS
    assert step(explanation, "CEIL-HEAD").effect is Effect.WARNS


def test_each_step_names_the_events_it_rests_on() -> None:
    origins = Origins("opinion-1", {"targets_done_pct": "finding-1"}, "civil-1", ("rating-1", "rating-2"), "rating-9")
    facts = {"targets_done_pct": "90"}
    evidence = replace(MEASURED, facts=facts, civil_category="CONG_CHUC", civil_level="HTTNV", origins=origins)
    explanation = explain(rulebook(), Kind.MEMBER, evidence)
    assert step(explanation, "MEM-XS-1").events == ("opinion-1",)
    assert step(explanation, "MEM-XS-3").events == ("civil-1",)
    assert step(explanation, "MEM-K-2").events == ("finding-1",)
    assert step(explanation, "MEM-K-1").events == ()
    assert step(explanation, "CEIL-ND90").events == ("civil-1",)
    cell = explain(rulebook(), Kind.ORGANIZATION, Evidence(degrees(Kind.ORGANIZATION, "XS"), origins=origins))
    assert step(cell, "ORG-XS-3").events == ("rating-1", "rating-2")
    head = explain(rulebook(), Kind.LEADER, Evidence(degrees(Kind.LEADER, "XS"), head=True, origins=origins))
    assert step(head, "CEIL-HEAD").events == ("rating-9",)


def test_the_evidence_carries_the_events_of_what_it_was_gathered_from() -> None:
    findings = Findings(rulebook().personal_facts)
    findings.file("ldr:P", "A", "disciplined_in_year", "no", "finding-1")
    events = EventIds(
        opinions={("mem:A", "CB_XL"): "opinion-2", ("mem:A", "TU_XL"): "opinion-1"},
        civil_ratings={"A": "civil-1"},
        ratings={"col:T": "rating-1"},
        members={"C1": ("rating-2",)},
    )
    opinions = {"mem:A": {"TU_XL": degrees(Kind.MEMBER, "TB"), "CB_XL": degrees(Kind.MEMBER, "TOT")}}
    known = Standing(picture(findings=findings, events=events, opinions=opinions))
    member = known.evidence(MEMBER).origins
    assert member == Origins("opinion-2", {"disciplined_in_year": "finding-1"}, "civil-1")
    assert known.evidence(replace(LEADER, head=True)).origins.collective == "rating-1"
    assert known.evidence(CELL).origins.below == ("rating-2",)


def test_what_a_document_would_change_has_no_event_yet() -> None:
    parent = replace(CELL, code="org:QN-01", organization="QN-01", type="DB_CO_SO", parent="QN")
    events = EventIds(ratings={"org:C1": "rating-1"})
    known = picture([parent, CELL], children={"org:QN-01": ["org:C1"]}, events=events, levels={"org:C1": "HTNV"})
    assert Standing(known).evidence(parent).origins.below == ("rating-1",)
    revised = Standing(known, [Row("org:C1", "HTTNV")], revising=True)
    assert revised.evidence(parent).origins.below == ()


@pytest.mark.parametrize(
    ("evidence", "first"),
    [
        (Evidence({}), "Chưa đề xuất được mức: chưa có cấp độ đánh giá nào được ghi nhận."),
        (
            replace(MEASURED, facts={"disciplined_in_year": "yes"}),
            "Xếp “Không hoàn thành nhiệm vụ” vì có trường hợp bắt buộc: "
            "bị thi hành kỷ luật trong năm – đã có kết luận: có.",
        ),
        (
            Evidence(degrees(Kind.MEMBER, "XS")),
            "Đạt “Hoàn thành xuất sắc nhiệm vụ”: không có điều kiện nào của mức này bị vi phạm.",
        ),
    ],
)
def test_the_summary_says_first_what_is_proposed_and_why(evidence: Evidence, first: str) -> None:
    sentences = summary(explain(rulebook(), Kind.MEMBER, evidence), rulebook(), "vi")
    assert sentences[0] == first
    assert sentences[-1] == "Còn 1 điều kiện do người có thẩm quyền xem xét."


def test_every_subject_of_the_sample_province_is_explained_as_it_is_derived() -> None:
    province = Province("province-2020").play()
    standing = Standing(province.picture)
    for code, proposal in province.proposals().items():
        subject = province.picture.subjects[code]
        assert explain(province.rulebook, subject.kind, standing.evidence(subject)).proposal == proposal
