"""A campaign over HTTP: drafted, opened, closed and opened again, and what each state lets in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.reviews.readmodel.drafts import SHOWN
from shared.domain import CommandContext
from shared.eventstore import STORE, Unit
from tests.integration.ratings_world import campaign, person
from tests.integration.reviews_bench import CAMPAIGN, FORM, ReviewsBench
from tests.sample.bench import START

NEXT = "/campaigns/BD-2021"


@pytest.fixture
def bench(tmp_path: Path) -> ReviewsBench:
    return ReviewsBench(tmp_path)


def draft(bench: ReviewsBench, **changes: Any) -> TestResponse:
    facts = {**campaign(), "campaign": "BD-2021", "year": 2021, **changes}
    return bench.call("POST", "/campaigns", {"code": facts.pop("campaign"), **facts}, role="board_officer")


def hand_in(bench: ReviewsBench, subject: str = "mem:A", campaign: str = CAMPAIGN, **more: Any) -> TestResponse:
    paper = {"subject": subject, "form": FORM, "summary": f"Kiểm điểm của {subject}", **more}
    return bench.call("POST", f"{campaign}/reviews", paper, role="board_officer")


def close(bench: ReviewsBench, **caller: Any) -> TestResponse:
    return bench.call("POST", f"{CAMPAIGN}/closing", {"document": "12-TB/TU"}, role="board_officer", **caller)


def test_a_draft_lets_nothing_in_and_says_whom_to_wait_for(bench: ReviewsBench) -> None:
    assert draft(bench).status_code == 201
    refused = hand_in(bench, campaign=NEXT)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "campaign_not_open")
    assert "Ban Tổ chức Tỉnh ủy" in refused.get_json()["way_out"]
    state = bench.call("GET", f"{NEXT}/state").get_json()
    assert (state["state"], state["new"]["allowed"], state["corrections"]["allowed"]) == ("draft", False, False)


def test_a_draft_said_again_replaces_the_draft_until_it_is_opened(bench: ReviewsBench) -> None:
    draft(bench)
    assert draft(bench, title="Kiểm điểm, xếp loại năm 2021").status_code == 201
    shown = bench.call("GET", NEXT)
    assert (shown.get_json()["title"], shown.get_json()["state"]) == ("Kiểm điểm, xếp loại năm 2021", "draft")
    assert bench.call("POST", f"{NEXT}/opening", role="board_officer").status_code == 201
    assert draft(bench).get_json()["code"] == "campaign_opened_already"
    assert bench.call("GET", NEXT).get_json()["state"] == "open"


def test_two_who_draft_at_once_with_the_version_that_they_saw_do_not_overwrite_each_other(
    bench: ReviewsBench,
) -> None:
    draft(bench)
    facts = {**campaign(), "campaign": "BD-2021", "year": 2021, "title": "Kiểm điểm, xếp loại năm 2021"}
    body = {"code": facts.pop("campaign"), **facts}
    seen = bench.call("GET", NEXT).headers["ETag"]
    assert bench.call("POST", "/campaigns", body, role="board_officer", If_Match=seen).status_code == 201
    late = bench.call("POST", "/campaigns", {**body, "year": 2022}, role="board_officer", If_Match=seen)
    assert late.status_code == 412


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rulebook": "nobody/1999"}, "unknown_rulebook"),
        ({"dossier_deadline": {"date": "2022-02-25", "rule": "before", "zone": "Asia/Quy_Nhon"}}, "unknown_zone"),
        ({"dossier_deadline": {"date": "2022-02-25", "rule": "after", "zone": "Asia/Ho_Chi_Minh"}}, "invalid_fields"),
    ],
)
def test_a_draft_that_could_never_be_opened_is_refused(bench: ReviewsBench, change: dict[str, Any], code: str) -> None:
    answer = draft(bench, **change)
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)


def test_what_nobody_drafted_can_be_neither_opened_nor_closed(bench: ReviewsBench) -> None:
    for path, body in (("opening", None), ("closing", {}), ("reopening", {"reason": "Bổ sung"})):
        assert bench.call("POST", f"/campaigns/BD-1999/{path}", body).status_code == 404
    draft(bench)
    for path, body in (("closing", {}), ("reopening", {"reason": "Bổ sung"})):
        assert bench.call("POST", f"{NEXT}/{path}", body).get_json()["code"] == "campaign_not_open"


def test_while_owed_reviews_are_drafts_the_campaign_is_not_closed_and_they_are_named(bench: ReviewsBench) -> None:
    hand_in(bench, "mem:A", draft=True)
    refused = close(bench)
    problem = refused.get_json()
    assert (refused.status_code, problem["code"]) == (409, "drafts_remain")
    assert problem["detail"] == "Còn 1 bản kiểm điểm đang soạn, chưa nộp, trong đó có: mem:A."
    assert [error["value"] for error in problem["errors"]] == ["mem:A"]
    assert f"/reviews{CAMPAIGN}/drafts" in problem["way_out"]
    hand_in(bench, "mem:A")
    assert close(bench).status_code == 201


def test_of_many_drafts_the_refusal_names_the_first_and_the_list_has_them_all(bench: ReviewsBench) -> None:
    people = [f"Z{number:02}" for number in range(SHOWN + 5)]
    bench.hear(("organizations", "PersonRegistered", person(code, "C1", None)) for code in people)
    for code in people:
        hand_in(bench, f"mem:{code}", draft=True)
    problem = close(bench).get_json()
    assert problem["detail"].startswith(f"Còn {SHOWN + 5} bản kiểm điểm")
    assert len(problem["errors"]) == SHOWN
    first = bench.call("GET", f"{CAMPAIGN}/drafts?limit=15").get_json()
    rest = bench.call("GET", f"{CAMPAIGN}/drafts?limit=15&cursor={first['next']}").get_json()
    assert [item["subject"] for item in first["items"] + rest["items"]] == [f"mem:{code}" for code in people]
    assert rest["next"] is None
    beside = bench.call("GET", f"{CAMPAIGN}/drafts", role="unit_officer", organization="AN").get_json()
    assert beside["items"] == []


def test_the_draft_of_someone_who_owes_no_review_any_more_keeps_nobody_waiting(bench: ReviewsBench) -> None:
    hand_in(bench, "mem:A", draft=True)
    exempt = {"person": "A", "member_status": "exempt", "changed_on": "2020-12-01"}
    bench.hear([("organizations", "MemberStatusChanged", exempt)])
    assert close(bench).status_code == 201


def test_a_closed_campaign_says_up_to_where_it_had_heard_the_organizations_service(bench: ReviewsBench) -> None:
    def heard(unit: Unit) -> None:
        checkpoint = {"hash": "h", "updated_at": "2021-01-04T08:00:00.000000Z"}
        for service, number in (("organizations", 88), ("ratings", 99)):
            unit.tables.put(STORE.checkpoints, source=f"/binh-dinh/{service}", number=number, **checkpoint)

    bench.store.execute(CommandContext("test", None, START), heard)
    assert close(bench).status_code == 201
    [closed] = bench.facts("CampaignClosed")
    assert closed == {"campaign": "BD-2020", "organizations_position": 88, "document": "12-TB/TU"}


def test_a_closed_campaign_takes_nothing_until_it_is_reopened_for_a_reason(bench: ReviewsBench) -> None:
    close(bench)
    refused = hand_in(bench)
    assert refused.get_json()["code"] == "campaign_not_open"
    assert "mở lại" in refused.get_json()["way_out"]
    assert bench.call("GET", CAMPAIGN).get_json()["state"] == "closed"
    assert bench.call("POST", f"{CAMPAIGN}/locks", {"stops": "new", "reason": "Khóa"}).status_code == 409
    reopening = {"reason": "Bổ sung kết quả", "document": "13-TB/TU"}
    assert bench.call("POST", f"{CAMPAIGN}/reopening", reopening).status_code == 201
    assert hand_in(bench).status_code == 201
    assert bench.call("POST", f"{CAMPAIGN}/reopening", reopening).get_json()["code"] == "campaign_not_closed"
