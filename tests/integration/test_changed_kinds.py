"""A type or management level that changes: who decides, who owes what, and whom nobody is competent to rate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.integration.ratings_world import campaign
from tests.integration.reviews_bench import CAMPAIGN, ReviewsBench
from tests.integration.service_bench import Heard

SINCE = "2020-07-01"
STRAY = {"org:C1", "org:C2", "mem:A", "mem:B", "col:T", "ldr:P", "ldr:P2"}
"""Everybody in QN-01 who was its grassroots committee's to decide."""


@pytest.fixture
def bench(tmp_path: Path) -> ReviewsBench:
    return ReviewsBench(tmp_path)


def changed(type_: str, code: str, since: str = SINCE, **what: Any) -> Heard:
    return "organizations", type_, {"code": code, "since": since, "document": "1664/NQ-UBTVQH15", **what}


COMMITTEE_BECOMES_A_UNIT = changed("OrganizationReclassified", "QN-01", type="DB_TRUC_THUOC_TINH")
CELLS_BECOME_GRASSROOTS = [changed("OrganizationReclassified", code, type="CB_CO_SO") for code in ("C1", "C2")]
PASSED_TO_THE_PROVINCE = [
    changed("CollectiveManagementTransferred", "T", management_level="TINH"),
    *(changed("PostManagementTransferred", code, management_level="TINH") for code in ("P", "P2")),
]


def nobodys(bench: ReviewsBench, at: str = CAMPAIGN, **caller: Any) -> list[str]:
    answer = bench.call("GET", f"{at}/without-competent-body", **caller)
    assert answer.status_code == 200, answer.text
    return [item["subject"] for item in answer.get_json()["items"]]


def owing(bench: ReviewsBench) -> dict[str, dict[str, Any]]:
    items = bench.call("GET", f"{CAMPAIGN}/expectations?limit=500").get_json()["items"]
    return {item["subject"]: item for item in items}


def changes(bench: ReviewsBench) -> list[dict[str, Any]]:
    return bench.facts("ExpectationChanged")


def test_whom_a_change_leaves_without_a_body_is_told_and_owes_no_rating_until_it_is_mended(
    bench: ReviewsBench,
) -> None:
    assert nobodys(bench) == []
    bench.hear([COMMITTEE_BECOMES_A_UNIT])
    assert set(nobodys(bench)) == STRAY
    assert {code for code in STRAY if "rating" in owing(bench)[code]["owes"]} == set()
    assert {change["reason"] for change in changes(bench)} == {"OrganizationReclassified"}
    bench.hear(CELLS_BECOME_GRASSROOTS)
    assert nobodys(bench) == ["col:T", "ldr:P", "ldr:P2"]
    bench.hear(PASSED_TO_THE_PROVINCE)
    assert nobodys(bench) == []
    after = owing(bench)
    assert all("rating" in after[code]["owes"] for code in STRAY)
    assert all("dossier" in after[code]["owes"] for code in ("col:T", "ldr:P", "ldr:P2")), "the province manages them"
    assert after["mem:A"]["grassroots"] == "C1"
    assert (after["mem:A"]["unit"], after["org:C2"]["unit"]) == ("QN-01", "QN-01")
    assert {change["reason"] for change in changes(bench)[-3:]} == {
        "CollectiveManagementTransferred",
        "PostManagementTransferred",
    }


def test_what_changes_after_the_reference_date_changes_nothing_in_the_campaign(bench: ReviewsBench) -> None:
    before = owing(bench)
    bench.hear([changed("OrganizationReclassified", "QN-01", since="2021-01-01", type="DB_TRUC_THUOC_TINH")])
    bench.hear([changed("CollectiveManagementTransferred", "T", since="2021-01-01", management_level="TINH")])
    assert owing(bench) == before
    assert changes(bench) == []
    assert nobodys(bench) == []


def test_a_draft_knows_before_it_is_opened_and_says_so_when_it_is(bench: ReviewsBench) -> None:
    bench.hear([COMMITTEE_BECOMES_A_UNIT])
    facts = {**campaign(), "code": "BD-2021", "year": 2021, "reference_date": "2021-12-31"}
    facts.pop("campaign")
    assert bench.call("POST", "/campaigns", facts).status_code == 201
    assert set(nobodys(bench, "/campaigns/BD-2021")) == STRAY
    opened = bench.call("POST", "/campaigns/BD-2021/opening")
    [warning] = opened.get_json()["warnings"]
    assert warning["code"] == "without_competent_body"
    assert str(len(STRAY)) in warning["detail"]
    assert set(nobodys(bench, "/campaigns/BD-2021")) == STRAY


def test_a_unit_sees_its_own_alone(bench: ReviewsBench) -> None:
    bench.hear([COMMITTEE_BECOMES_A_UNIT])
    assert set(nobodys(bench, role="unit_officer", organization="QN")) == STRAY
    assert nobodys(bench, role="unit_officer", organization="AN") == []
    assert bench.call("GET", "/campaigns/BD-1999/without-competent-body").status_code == 404


def test_a_prompt_to_somebody_nobody_manages_says_what_to_mend(bench: ReviewsBench) -> None:
    bench.hear([COMMITTEE_BECOMES_A_UNIT])
    letter = {"code": "G", "subject": "col:T", "issued_by": "TU", "document": "1-CV/TU", "issued_on": "2020-11-17"}
    answer = bench.call("POST", f"{CAMPAIGN}/prompts", {**letter, "text": "Làm rõ"}, role="board_officer")
    assert answer.get_json()["code"] == "not_competent"
    assert "cấp quản lý" in answer.get_json()["way_out"]
