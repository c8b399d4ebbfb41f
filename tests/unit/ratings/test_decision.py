"""What a decision document must meet, one rule at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.ratings.domain.decisions.acts import Act
from services.ratings.domain.decisions.decision import Decision, examine
from services.ratings.domain.decisions.picture import Row
from services.ratings.domain.events import DecisionIssued, DecisionRefused
from shared.subjects import Kind
from tests.unit.ratings.small import CELL, COLLECTIVE, LEADER, MEMBER, degrees, document, picture, reasons

GOOD = Row("mem:A", "HTTNV")


def test_a_reviewed_member_is_rated_by_the_grassroots_organization() -> None:
    assert reasons(picture(), GOOD) == []


def test_an_unknown_subject_has_no_other_fault() -> None:
    assert reasons(picture(), Row("mem:X", "HTXSNV"), decided_by="TU") == [("mem:X", "unknown_subject")]


def test_a_subject_that_ended_before_the_reference_date_is_unknown_and_on_that_day_is_not() -> None:
    ended = replace(CELL, until=date(2020, 12, 30))
    last_day = replace(CELL, until=date(2020, 12, 31))
    assert reasons(picture([ended]), Row("org:C1", "HTTNV")) == [("org:C1", "unknown_subject")]
    assert reasons(picture([last_day]), Row("org:C1", "HTTNV")) == []


def test_a_second_row_and_a_second_decision_are_duplicates() -> None:
    assert reasons(picture(), GOOD, GOOD) == [("mem:A", "duplicate")]
    assert reasons(picture(levels={"mem:A": "HTNV"}), GOOD) == [("mem:A", "duplicate")]


def test_reasons_are_independent_of_each_other() -> None:
    exempt = replace(MEMBER, member_status="exempt", civil_category="CONG_CHUC")
    unready = picture([exempt], reviewed=frozenset(), unanswered=frozenset({"mem:A"}))
    assert {reason for _, reason in reasons(unready, GOOD, decided_by="QN")} == {
        "authority",
        "not_reviewed",
        "excluded",
        "civil_rating_missing",
        "prompt_unanswered",
    }


@pytest.mark.parametrize(
    ("since", "expected"), [("2020-06-30", []), ("2020-07-01", [("mem:A", "excluded")]), (None, [])]
)
def test_six_months_before_the_31st_of_december_is_the_30th_of_june(
    since: str | None, expected: list[tuple[str, str]]
) -> None:
    admitted = replace(MEMBER, since=date.fromisoformat(since) if since else None)
    assert reasons(picture([admitted]), GOOD) == expected


def test_an_organization_waits_for_its_children_but_not_for_excluded_or_ended_ones() -> None:
    parent = replace(CELL, code="org:QN-01", organization="QN-01", type="DB_CO_SO", parent="QN")
    new = replace(CELL, code="org:C2", since=date(2020, 9, 1))
    ended = replace(CELL, code="org:C3", until=date(2020, 8, 1))
    tree = picture([parent, CELL, new, ended], children={"org:QN-01": ["org:C1", "org:C2", "org:C3"]})
    row = Row("org:QN-01", "HTTNV")
    assert reasons(tree, row, decided_by="QN") == [("org:QN-01", "lower_first")]
    assert reasons(replace(tree, levels={"org:C1": "HTNV"}), row, decided_by="QN") == []
    together = reasons(tree, row, Row("org:C1", "HTTNV"), decided_by="QN")
    assert together == [("org:C1", "authority")]


def test_a_leader_waits_for_the_collective_unless_it_can_never_be_decided_here() -> None:
    row = Row("ldr:P", "HTTNV")
    assert reasons(picture(), row) == [("ldr:P", "collective_first")]
    assert reasons(picture(), row, Row("col:T", "HTTNV")) == []
    assert reasons(picture(levels={"col:T": "HTNV"}), row) == []
    central = replace(COLLECTIVE, management_level="TW")
    new = replace(COLLECTIVE, since=date(2020, 9, 1))
    assert reasons(picture([LEADER, central]), row) == []
    assert reasons(picture([LEADER, new]), row) == []


def test_a_level_other_than_the_derived_one_needs_a_reason() -> None:
    rated = picture(opinions={"mem:A": {"TU_XL": degrees(Kind.MEMBER, "TOT")}})
    assert reasons(rated, Row("mem:A", "HTNV")) == [("mem:A", "reason_required")]
    assert reasons(rated, Row("mem:A", "HTNV", reason="Còn hạn chế")) == []
    assert reasons(rated, Row("mem:A", "HTTNV")) == []


def test_the_derived_level_of_a_cell_counts_the_members_in_the_same_document() -> None:
    cell = picture(opinions={"org:C1": {"TU_XL": degrees(Kind.ORGANIZATION, "XS")}})
    bad_member, excellent_cell = Row("mem:A", "KHTNV"), Row("org:C1", "HTXSNV")
    assert reasons(cell, excellent_cell) == []
    assert reasons(cell, bad_member, excellent_cell) == [("org:C1", "reason_required")]


def test_the_latest_stage_that_has_degrees_counts() -> None:
    stages = {"TU_XL": degrees(Kind.MEMBER, "XS"), "CU_XL": degrees(Kind.MEMBER, "TB"), "CB_XL": {}}
    verdict = examine(document(GOOD), picture(opinions={"mem:A": stages}))
    assert verdict.proposed == {"mem:A": "HTNV"}


def test_a_body_of_the_province_is_nobody_for_what_districts_manage() -> None:
    at_province = replace(COLLECTIVE, management_level="HUYEN", organization="TU", unit="TU", grassroots=None)
    assert reasons(picture([at_province]), Row("col:T", "HTTNV"), decided_by="TU") == [("col:T", "authority")]


def test_more_excellent_than_a_fifth_of_the_good_are_refused_unless_a_document_allows_it() -> None:
    members = [replace(MEMBER, code=f"mem:{number}", person=str(number)) for number in range(7)]
    good = [Row(f"mem:{number}", "HTTNV") for number in range(5)]
    first, second = Row("mem:5", "HTXSNV"), Row("mem:6", "HTXSNV")
    assert reasons(picture(members), *good, first) == []
    assert reasons(picture(members), *good, first, second) == [("mem:5", "cap_exceeded"), ("mem:6", "cap_exceeded")]
    allowed = replace(second, cap_override="88-TB/TU")
    assert reasons(picture(members), *good, first, allowed) == [("mem:5", "cap_exceeded")]
    assert reasons(picture(members), *good, replace(first, cap_override="88-TB/TU"), allowed) == []


def test_a_document_that_adds_no_excellent_rating_is_not_refused_for_the_cap() -> None:
    over = picture(groups={("CAP-MEMBER", "QN-01"): {"HTXSNV": 3}})
    assert reasons(over, Row("mem:A", "HTNV")) == []


def test_a_document_is_recorded_as_issued_or_as_refused_with_its_faults() -> None:
    accepted, refused = document(GOOD), document(GOOD, Row("mem:X", "HTNV"))
    issued = list(Decision(accepted.key).take(accepted, examine(accepted, picture())))
    assert issued == [DecisionIssued("BD-2020", "01-QĐ/ĐU", "QN-01", accepted.decided_at, Act.DECISION, 1)]
    fault = {"subject": "mem:X", "reason": "unknown_subject"}
    told = list(Decision(refused.key).take(refused, examine(refused, picture())))
    assert told == [DecisionRefused("BD-2020", "01-QĐ/ĐU", "QN-01", refused.decided_at, Act.DECISION, (fault,))]
