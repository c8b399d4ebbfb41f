"""Remedies over HTTP: who needs help and has none, who answers for it, what is overdue, what came of last year's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.reviews.readmodel.remedies import remedies_before
from shared.reader import reader_on
from tests.integration.dossiers_world import rated
from tests.integration.ratings_world import campaign
from tests.integration.reviews_bench import CAMPAIGN, FORM, ReviewsBench

REMEDY: dict[str, Any] = {
    "code": "KP1",
    "subject": "mem:A",
    "weakness": "Chưa hoàn thành chỉ tiêu được giao",
    "responsible": "QN-01",
    "due_on": "2021-06-30",
    "document": "5-TB/ĐU",
}
REPORT = {"outcome": "in_progress", "report": "Đã phân công đảng viên giúp đỡ"}
OF_QN = {"role": "unit_officer", "organization": "QN"}


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ReviewsBench]:
    """Member A and the neighbour's member N did not complete their tasks; B did."""
    database = request.getfixturevalue("migrated")("reviews") if request.param == "postgresql" else None
    bench = ReviewsBench(tmp_path, database)
    bench.hear([rated("mem:A", "KHTNV"), rated("mem:B"), rated("mem:N", "KHTNV")])
    yield bench
    bench.engine.dispose()


def assign(bench: ReviewsBench, *, at: str = "QN", **changes: Any) -> Any:
    return bench.officer("POST", f"{CAMPAIGN}/remedies", REMEDY | changes, at=at)


def report(bench: ReviewsBench, *, at: str = "QN-01", **changes: Any) -> Any:
    return bench.officer("POST", f"{CAMPAIGN}/remedies/KP1/reports", REPORT | changes, at=at)


def listed(bench: ReviewsBench, query: str = "", **asking: Any) -> list[str]:
    return [item["code"] for item in bench.call("GET", f"{CAMPAIGN}/remedies{query}", **asking).get_json()["items"]]


def needing(bench: ReviewsBench, **asking: Any) -> list[str]:
    found = bench.call("GET", f"{CAMPAIGN}/needing-help", **asking).get_json()["items"]
    return [item["subject"] for item in found]


def test_who_did_not_complete_the_tasks_needs_help_until_a_remedy_is_assigned(bench: ReviewsBench) -> None:
    assert needing(bench) == ["mem:A", "mem:N"]
    assert needing(bench, **OF_QN) == ["mem:A"]
    assert assign(bench).status_code == 201
    assert needing(bench) == ["mem:N"]
    _, _, facts = rated("mem:N", "HTNV")
    more = {"previous_level": "KHTNV", "cause": "appeal", "reason": "Khiếu nại đúng"}
    bench.hear([("ratings", "RatingRevised", facts | more)])
    assert needing(bench) == []


def test_a_weakness_of_anybody_may_get_a_remedy_and_its_text_stays_beside_the_log(bench: ReviewsBench) -> None:
    assert assign(bench, subject="mem:B").status_code == 201
    shown = bench.officer("GET", f"{CAMPAIGN}/remedies/KP1").get_json()
    assert (shown["weakness"], shown["outcome"], shown["overdue"]) == (REMEDY["weakness"], None, False)
    assert all(REMEDY["weakness"] not in str(data) for _, data in bench.published())


def test_the_responsible_body_or_one_above_it_reports_until_it_is_done(bench: ReviewsBench) -> None:
    assign(bench)
    assert report(bench, at="C2").status_code == 404
    assert report(bench, at="AN").status_code == 404
    assert report(bench).status_code == 201
    assert report(bench, at="QN", outcome="done", report="Đã hoàn thành").status_code == 201
    assert report(bench).get_json()["code"] == "remedy_done"
    shown = bench.member("GET", f"{CAMPAIGN}/remedies/KP1").get_json()
    assert [(one["outcome"], one["reported_by"], one["report"]) for one in shown["reports"]] == [
        ("in_progress", "QN-01", REPORT["report"]),
        ("done", "QN", "Đã hoàn thành"),
    ]
    assert all(REPORT["report"] not in str(data) for _, data in bench.published())


def test_what_is_overdue_is_told_by_the_servers_clock_in_the_campaigns_zone(bench: ReviewsBench) -> None:
    assign(bench, due_on="2021-01-04")
    bench.clock.at = bench.clock.at.replace(hour=16, minute=59)
    assert listed(bench, "?state=overdue") == []
    bench.clock.advance(minutes=1)
    assert listed(bench, "?state=overdue") == ["KP1"], "17:00 UTC is midnight in Vietnam"
    assert bench.call("GET", f"{CAMPAIGN}/remedies/KP1").get_json()["overdue"]
    report(bench, outcome="not_done")
    assert listed(bench, "?state=overdue") == ["KP1"]
    report(bench, outcome="done")
    assert listed(bench, "?state=overdue") == listed(bench, "?state=open") == []
    assert listed(bench, "?state=done") == listed(bench) == ["KP1"]


def test_lists_are_cut_to_the_callers_part_and_come_in_pages(bench: ReviewsBench) -> None:
    assign(bench)
    assign(bench, code="KP2", subject="mem:B")
    assert assign(bench, at="AN", code="KP3", subject="mem:N", responsible="AN-01").status_code == 201
    assert listed(bench, **OF_QN) == ["KP1", "KP2"]
    assert listed(bench, "?subject=mem:B&state=in_progress") == ["KP2"]
    assert listed(bench, role="unit_officer", organization="C1") == ["KP1"]
    page = bench.call("GET", f"{CAMPAIGN}/remedies?limit=2").get_json()
    rest = bench.call("GET", f"{CAMPAIGN}/remedies?limit=2&cursor={page['next']}").get_json()
    assert [item["code"] for item in page["items"] + rest["items"]] == ["KP1", "KP2", "KP3"]


def test_only_a_body_above_the_subject_is_made_responsible_and_only_by_who_may_act_for_it(bench: ReviewsBench) -> None:
    assert assign(bench, at="TU", responsible="AN").get_json()["code"] == "not_responsible_for"
    assert assign(bench, at="TU", responsible="C2").get_json()["code"] == "not_responsible_for"
    assert assign(bench, responsible="TU").status_code == 404
    assert assign(bench, at="AN", responsible="AN").status_code == 404
    assert assign(bench, due_on="2021-01-03").get_json()["code"] == "due_in_the_past"
    for member in ("B", "N"):
        assert bench.member("GET", f"{CAMPAIGN}/remedies/KP1", person=member).status_code == 404
    assert bench.facts("RemedyAssigned") == []


def test_a_remedy_goes_on_after_its_campaign_has_closed(bench: ReviewsBench) -> None:
    assign(bench)
    assert bench.call("POST", f"{CAMPAIGN}/closing", {}, role="board_officer").status_code == 201
    assert report(bench).status_code == 201
    assert assign(bench, code="KP2", subject="mem:B").status_code == 201


def test_last_years_remedies_are_known_in_this_years_campaign(bench: ReviewsBench) -> None:
    assign(bench)
    report(bench)
    for year in (2021, 2022):
        facts = campaign() | {"year": year, "reference_date": f"{year}-12-31", "opened_on": f"{year}-10-30"}
        del facts["campaign"]
        drafted = {**facts, "code": f"BD-{year}"}
        assert bench.call("POST", "/campaigns", drafted).status_code == 201
        if year == 2021:
            assert remembered(bench, "BD-2021", "mem:A") == [("BD-2020", "KP1", "in_progress", REMEDY["weakness"])]
    assert remembered(bench, "BD-2021", "mem:B") == []
    assert remembered(bench, "BD-2020", "mem:A") == []
    assert len(remembered(bench, "BD-2022", "mem:A")) == 1, "that of 2021 is a draft that may never be opened"
    assert bench.call("POST", "/campaigns/BD-2021/opening").status_code == 201
    assert remembered(bench, "BD-2022", "mem:A") == [], "the campaign before is now that of 2021"
    review = {"subject": "mem:A", "form": FORM, "summary": "Tự phê bình"}
    assert bench.member("POST", "/campaigns/BD-2021/reviews", review).status_code == 201
    [before] = bench.member("GET", "/campaigns/BD-2021/reviews/mem:A").get_json()["remedies_before"]
    assert (before["code"], before["weakness"]) == ("KP1", REMEDY["weakness"])


def remembered(bench: ReviewsBench, campaign: str, subject: str) -> list[tuple[str, ...]]:
    with bench.store.query() as connection:
        before = remedies_before(reader_on(connection), campaign, subject)
    return [(one["campaign"], one["code"], one["outcome"], one["weakness"]) for one in before]
