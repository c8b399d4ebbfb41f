"""Plans and interim summaries over HTTP: who has adopted one, who has none, and who may know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.reviews_bench import CAMPAIGN, ReviewsBench

PLAN: dict[str, Any] = {
    "organization": "QN",
    "document": "12-KH/TU",
    "adopted_on": "2020-11-10",
    "levels": [
        {"level": "CB_TRUC_THUOC", "begins_on": "2020-11-15", "ends_on": "2020-11-30"},
        {"level": "DB_TRUC_THUOC_TINH", "begins_on": "2020-12-10", "ends_on": "2020-12-31"},
    ],
}
SUMMARY = {"document": "3-BC/TU", "held_on": "2020-12-20", "text": "Một số chi bộ kiểm điểm còn hình thức"}
NONE = {"plan": None, "interim_summaries": 0}


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ReviewsBench]:
    database = request.getfixturevalue("migrated")("reviews") if request.param == "postgresql" else None
    bench = ReviewsBench(tmp_path, database)
    yield bench
    bench.engine.dispose()


def adopt(bench: ReviewsBench, *, at: str = "QN", **changes: Any) -> Any:
    return bench.officer("POST", f"{CAMPAIGN}/plans", PLAN | changes, at=at)


def below(bench: ReviewsBench, above: str, **asking: Any) -> dict[str, Any]:
    items = bench.call("GET", f"{CAMPAIGN}/plans?below={above}", **asking).get_json()["items"]
    return {item.pop("organization"): item for item in items}


def test_the_level_above_sees_which_unit_has_no_plan_and_no_interim_summary(bench: ReviewsBench) -> None:
    assert adopt(bench).status_code == 201
    summaries = f"{CAMPAIGN}/plans/QN/interim-summaries"
    assert bench.officer("POST", summaries, SUMMARY).status_code == 201
    seen = below(bench, "TU", role="board_officer")
    assert seen == {
        "AN": {"type": "DB_TRUC_THUOC_TINH", **NONE},
        "QN": {
            "type": "DB_TRUC_THUOC_TINH",
            "plan": {"document": "12-KH/TU", "adopted_on": "2020-11-10"},
            "interim_summaries": 1,
        },
    }
    assert below(bench, "QN", role="unit_officer", organization="QN") == {"QN-01": {"type": "DB_CO_SO", **NONE}}
    assert below(bench, "QN-01") == {}, "cells without organizations of their own need no plan for a level below"
    assert bench.call("GET", f"{CAMPAIGN}/plans?below=TU&limit=1").get_json()["next"] is not None


def test_a_plan_is_shown_with_its_summaries_and_their_texts_stay_beside_the_log(bench: ReviewsBench) -> None:
    assert bench.officer("GET", f"{CAMPAIGN}/plans/QN").status_code == 404
    adopt(bench)
    bench.officer("POST", f"{CAMPAIGN}/plans/QN/interim-summaries", SUMMARY)
    plan = bench.officer("GET", f"{CAMPAIGN}/plans/QN").get_json()
    assert (plan["document"], plan["levels"], plan["summaries"]) == ("12-KH/TU", PLAN["levels"], [SUMMARY])
    assert bench.types()[-2:] == ["PlanAdopted", "InterimSummaryRecorded"]
    assert all(SUMMARY["text"] not in str(data) for _, data in bench.published())


def test_a_summary_may_come_without_a_plan_and_a_new_plan_replaces_the_old(bench: ReviewsBench) -> None:
    bench.officer("POST", f"{CAMPAIGN}/plans/QN/interim-summaries", SUMMARY)
    assert bench.officer("GET", f"{CAMPAIGN}/plans/QN").get_json()["document"] is None
    adopt(bench)
    assert adopt(bench, levels=[]).status_code == 409
    assert adopt(bench, document="15-KH/TU", levels=[]).status_code == 201
    assert bench.officer("GET", f"{CAMPAIGN}/plans/QN").get_json()["document"] == "15-KH/TU"


def test_a_plan_that_cannot_be_carried_out_is_refused_in_vietnamese_with_its_place(bench: ReviewsBench) -> None:
    lower_last = [{**PLAN["levels"][0], "ends_on": "2021-01-05"}, PLAN["levels"][1]]
    refused = adopt(bench, levels=lower_last).get_json()
    [error] = refused["errors"]
    assert (error["code"], error["pointer"]) == ("plan_lower_level_later", "/levels/0/ends_on")
    assert refused["detail"].startswith("Cấp CB_TRUC_THUOC kết thúc sau cấp DB_TRUC_THUOC_TINH")
    assert adopt(bench, levels=[{**PLAN["levels"][0], "level": "XA"}]).status_code == 422


def test_nobody_adopts_a_plan_for_a_neighbour_or_looks_into_one(bench: ReviewsBench) -> None:
    assert adopt(bench, at="AN").status_code == 404
    assert adopt(bench, at="TU", organization="XX").status_code == 404
    adopt(bench)
    neighbour = {"role": "unit_officer", "organization": "AN"}
    for path in ("plans/QN", "plans?below=QN", "plans?below=TU"):
        assert bench.call("GET", f"{CAMPAIGN}/{path}", **neighbour).status_code == 404
    assert bench.member("GET", f"{CAMPAIGN}/plans/QN").status_code == 403


def test_a_lock_on_new_things_lets_a_plan_be_corrected_and_none_be_added(bench: ReviewsBench) -> None:
    adopt(bench)
    lock = {"stops": "new", "reason": "Chốt kế hoạch"}
    assert bench.call("POST", f"{CAMPAIGN}/locks", lock, role="board_officer").status_code == 201
    assert adopt(bench, organization="QN-01", levels=[]).get_json()["code"] == "locked"
    assert adopt(bench, document="15-KH/TU").status_code == 201
